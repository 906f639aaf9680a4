package com.caiatech.afdp.workers.activity;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.plan.PinnedSource;
import com.caiatech.afdp.schemas.plan.PreviousDeployment;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What activities need to know of a plan to carry it out.
///
/// @param sequence the fencing token
/// @param previous what served before and is restored on failure; absent for a first deployment
/// @param unrecorded the request of a rollback that is carried out before it is in a ledger; null
///   for everything else
public record Rollout(
    DeploymentId deploymentId,
    ServiceName service,
    EnvironmentName environment,
    long sequence,
    Map<SourceRole, PinnedSource> sources,
    @Nullable PreviousDeployment previous,
    @Nullable RecordToWrite unrecorded) {
  public Rollout {
    sources = Collections.unmodifiableMap(new TreeMap<>(sources));
  }

  /// What carries out the plan in an opened manifest.
  public static Rollout of(
      DeploymentId deployment,
      ServiceName service,
      EnvironmentName environment,
      DeploymentManifestOpened opened) {
    return new Rollout(
        deployment,
        service,
        environment,
        opened.sequence(),
        opened.plan().pinned(),
        opened.plan().previous(),
        null);
  }

  /// The same of a rollback that is carried out before its request is recorded.
  public Rollout before(RecordToWrite request) {
    return new Rollout(deploymentId, service, environment, sequence, sources, previous, request);
  }

  /// The source of a role that every deployment has.
  public PinnedSource application() {
    return Optional.ofNullable(sources.get(SourceRole.APPLICATION)).orElseThrow();
  }
}
