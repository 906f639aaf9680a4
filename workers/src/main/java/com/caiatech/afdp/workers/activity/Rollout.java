package com.caiatech.afdp.workers.activity;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.plan.PinnedSource;
import com.caiatech.afdp.schemas.plan.PreviousDeployment;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What activities need to know of a plan to carry it out.
///
/// @param sequence the fencing token
/// @param previous what served before and is restored on failure; absent for a first deployment
public record Rollout(
    DeploymentId deploymentId,
    ServiceName service,
    EnvironmentName environment,
    long sequence,
    Map<SourceRole, PinnedSource> sources,
    @Nullable PreviousDeployment previous) {
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
        opened.plan().previous());
  }

  /// The source of a role that every deployment has.
  public PinnedSource application() {
    return Optional.ofNullable(sources.get(SourceRole.APPLICATION)).orElseThrow();
  }
}
