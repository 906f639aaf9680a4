package com.caiatech.afdp.workers.target;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.plan.PinnedSource;
import com.caiatech.afdp.schemas.plan.SourceRole;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What a deployment runs: the commits of its roles, and how one instance is started, found healthy
/// and drained.
public record Release(
    DeploymentId deploymentId,
    Map<SourceRole, PinnedSource> sources,
    Descriptor.Run run,
    Descriptor.Health health,
    int drainSeconds) {
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
        deploymentId, sources, descriptor.run(), descriptor.health(), descriptor.drainSeconds());
  }
}
