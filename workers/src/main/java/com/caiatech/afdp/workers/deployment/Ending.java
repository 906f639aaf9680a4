package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.record.DeploymentStatus;
import org.jspecify.annotations.Nullable;

/// How a deployment ends, and why where it did not simply succeed.
record Ending(DeploymentStatus status, @Nullable String reason) {
  static final Ending SUCCEEDED = new Ending(DeploymentStatus.SUCCEEDED, null);

  static Ending failed(String reason) {
    return new Ending(DeploymentStatus.FAILED, reason);
  }

  static Ending aborted(String reason) {
    return new Ending(DeploymentStatus.ABORTED, reason);
  }

  /// The same ending with more to say.
  Ending adding(String more) {
    return new Ending(status, reason == null ? more : reason + "; " + more);
  }
}
