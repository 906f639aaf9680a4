package com.caiatech.afdp.workers.target.local;

import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.source.SourceMirror;
import com.caiatech.afdp.workers.router.RouterLimits;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/// How a local target is opened.
///
/// @param folder holds everything of the target and belongs to one runner at a time
/// @param mirrors the mirror of a repository, owned by the caller and open as long as the target
/// @param routerPorts ports that a router must have; the others keep the one they had where it is
///   free
/// @param continuation what becomes of deployments that ran when the last runner ended
/// @param liveness when an instance counts as hung
/// @param limits of each service's router
public record LocalTargetSettings(
    Path folder,
    Function<RepositoryName, SourceMirror> mirrors,
    Map<Place, Integer> routerPorts,
    Continuation continuation,
    Liveness liveness,
    RouterLimits limits) {
  public LocalTargetSettings {
    routerPorts = Map.copyOf(routerPorts);
  }

  /// A service in an environment.
  public record Place(ServiceName service, EnvironmentName environment) {
    @Override
    public String toString() {
      return service + " in " + environment;
    }
  }

  /// What becomes of deployments that ran when the last runner ended.
  public enum Continuation {
    /// Their workflows are gone with the in-process orchestrator: the last confirmed release comes
    /// back, and where none was ever confirmed, what had all the traffic.
    LAST_GOOD,
    /// Their workflows go on: traffic and instances are brought back as they were.
    AS_IT_WAS
  }
}
