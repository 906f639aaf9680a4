package com.caiatech.afdp.workers.plan;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.plan.DeploymentReadings.Standing;
import com.caiatech.afdp.workers.plan.Sources.Found;
import com.caiatech.afdp.workers.reason.Reason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the opened manifest of the deployment that a request repeats or undoes, where that ended
/// as it has to have. What it finds does not change later, but for which deployment succeeded last.
final class EndedDeployments {
  private final DeploymentReadings deployments;

  EndedDeployments(DeploymentReadings deployments) {
    this.deployments = deployments;
  }

  /// The deployment that a retry repeats: one that was opened and ended without success.
  Found<DeploymentManifestOpened> retried(Scope scope, DeploymentId named) {
    return switch (closed(scope, named)) {
      case Found.Not<Standing<DeploymentManifestClosed>>(RefusalReason reason, Reason why) ->
          new Found.Not<>(reason, why);
      case Found.Here<Standing<DeploymentManifestClosed>>(Standing<DeploymentManifestClosed> it)
          when it.body().status() == DeploymentStatus.SUCCEEDED ->
          wrong(
              Reason.of(
                      "deployment {} cannot be repeated: expected one that ended without success, found {}; ask for its commits with deploy")
                  .with(named)
                  .with(it.body().status()));
      case Found.Here<Standing<DeploymentManifestClosed>>(Standing<DeploymentManifestClosed> it) ->
          deployments
              .opened(named)
              .<Found<DeploymentManifestOpened>>map(opened -> new Found.Here<>(opened.body()))
              .orElseGet(
                  () ->
                      wrong(
                          Reason.of(
                                  "deployment {} cannot be repeated: it ended as {} before its commits were pinned; ask for it with deploy")
                              .with(named)
                              .with(it.body().status())));
    };
  }

  /// The deployment that an undo goes back from: the last that succeeded, if something served
  /// before it.
  ///
  /// @param target the deployment that the request goes back to
  Found<DeploymentManifestOpened> undone(
      Scope scope, DeploymentId named, @Nullable DeploymentId target) {
    if (closed(scope, named)
        instanceof
        Found.Not<Standing<DeploymentManifestClosed>>(RefusalReason reason, Reason why)) {
      return new Found.Not<>(reason, why);
    }
    Optional<DeploymentId> last = deployments.lastSucceeded(scope);
    Optional<Standing<DeploymentManifestOpened>> opened = deployments.opened(named);
    if (last.isEmpty() || opened.isEmpty() || !last.get().equals(named)) {
      return wrong(
          Reason.of(
                  "deployment {} cannot be undone: expected the last that succeeded in {}, which is {}")
              .with(named)
              .with(scope)
              .with(last.map(it -> Reason.of("{}").with(it)).orElse(Reason.of("none"))));
    }
    Optional<DeploymentId> before = opened.get().body().plan().previousDeploymentId();
    if (before.isEmpty()) {
      return new Found.Not<>(
          RefusalReason.NO_ROLLBACK_TARGET,
          Reason.of("deployment {} cannot be undone: nothing served before it").with(named));
    }
    return before.get().equals(target)
        ? new Found.Here<>(opened.get().body())
        : new Found.Not<>(
            RefusalReason.NO_ROLLBACK_TARGET,
            Reason.of(
                    "deployment {} is undone by going back to {}, which served before it; asked for was another target")
                .with(named)
                .with(before.get()));
  }

  private Found<Standing<DeploymentManifestClosed>> closed(Scope scope, DeploymentId named) {
    Optional<Standing<DeploymentRequest>> request = deployments.request(named);
    if (request.isEmpty()) {
      return new Found.Not<>(
          RefusalReason.UNKNOWN_DEPLOYMENT,
          Reason.of("nobody asked for deployment {}").with(named));
    }
    Scope of = request.get().header().scope();
    if (!of.equals(scope)) {
      return new Found.Not<>(
          RefusalReason.UNKNOWN_DEPLOYMENT,
          Reason.of("expected a deployment of {}; deployment {} is of {}")
              .with(scope)
              .with(named)
              .with(of));
    }
    return deployments
        .closed(named)
        .<Found<Standing<DeploymentManifestClosed>>>map(Found.Here::new)
        .orElseGet(
            () ->
                wrong(
                    Reason.of("deployment {} is under way: abort it, or wait until it has ended")
                        .with(named)));
  }

  private static <T> Found<T> wrong(Reason why) {
    return new Found.Not<>(RefusalReason.WRONG_STATE, why);
  }
}
