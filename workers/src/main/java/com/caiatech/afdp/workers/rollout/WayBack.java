package com.caiatech.afdp.workers.rollout;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.plan.PreviousDeployment;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.activity.Rollout;
import com.caiatech.afdp.workers.target.RestoreOutcome;
import com.caiatech.afdp.workers.target.Target;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way back from a deployment that no workflow carries out any more.
public final class WayBack {
  private static final Logger LOG = LoggerFactory.getLogger(WayBack.class);

  private final Target target;

  public WayBack(Target target) {
    this.target = target;
  }

  /// Gives all traffic to what served before, where something of the deployment still runs and the
  /// target has not been told that it succeeded. What a newer deployment has changed since is its.
  ///
  /// @param heartbeat called at every attempt; what it throws ends the wait
  /// @return nothing where there was nothing to go back from
  /// @throws WorkersException.TargetUnavailable when the target does not answer; trying again is
  ///   safe
  public Optional<RestoreOutcome> from(Rollout lost, Runnable heartbeat) {
    DeploymentId deployment = lost.deploymentId();
    PreviousDeployment previous = lost.previous();
    if (previous == null
        || !target.running(lost.service(), lost.environment()).contains(deployment)
        || target
            .lastGood(lost.service(), lost.environment())
            .filter(good -> good.deploymentId().equals(deployment))
            .isPresent()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          target.restore(TargetRollout.fence(lost), previous.deploymentId(), heartbeat));
    } catch (WorkersException.TargetFenced newer) {
      LOG.info("deployment {} is lost, and a newer one has taken its place", deployment);
      return Optional.empty();
    }
  }
}
