package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.workers.reason.Reason;
import org.jspecify.annotations.Nullable;

/// How a deployment ends, and why where it did not simply succeed.
record Ending(DeploymentStatus status, @Nullable Reason reason) {
  static final Ending SUCCEEDED = new Ending(DeploymentStatus.SUCCEEDED, null);

  static Ending failed(Reason reason) {
    return new Ending(DeploymentStatus.FAILED, reason);
  }

  static Ending aborted(Reason reason) {
    return new Ending(DeploymentStatus.ABORTED, reason);
  }

  /// The same ending with more to say.
  Ending adding(Reason more) {
    return new Ending(status, reason == null ? more : Reason.of("{}; {}").with(reason).with(more));
  }
}
