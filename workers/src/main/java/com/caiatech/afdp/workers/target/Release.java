package com.caiatech.afdp.workers.target;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.plan.PinnedSource;
import com.caiatech.afdp.schemas.plan.SourceRole;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a deployment runs: the commits of its roles, and how one instance is started, found healthy
/// and drained.
///
/// @param keptFrom the earlier deployment of the same commits in whose folder it runs, as that was
///   first started; a target that no longer keeps it so makes the release anew. Only in a rollback
public record Release(
    DeploymentId deploymentId,
    Map<SourceRole, PinnedSource> sources,
    Descriptor.Run run,
    Descriptor.Health health,
    int drainSeconds,
    @Nullable DeploymentId keptFrom) {
  public Release {
    sources = Collections.unmodifiableMap(new TreeMap<>(sources));
    if (!sources.containsKey(SourceRole.APPLICATION)) {
      throw new IllegalArgumentException(
          "Release %s: expected an application commit, found %s".formatted(deploymentId, sources));
    }
  }

  /// The release that a descriptor describes.
  public static Release of(
      DeploymentId deploymentId, Map<SourceRole, PinnedSource> sources, Descriptor descriptor) {
    return new Release(
        deploymentId,
        sources,
        descriptor.run(),
        descriptor.health(),
        descriptor.drainSeconds(),
        null);
  }

  /// The same, run where that deployment is kept.
  ///
  /// @param earlier null to make it anew
  public Release withKeptFrom(@Nullable DeploymentId earlier) {
    return new Release(deploymentId, sources, run, health, drainSeconds, earlier);
  }
}
