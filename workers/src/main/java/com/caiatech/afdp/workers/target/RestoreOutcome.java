package com.caiatech.afdp.workers.target;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.workers.reason.Reason;

/// How going back to an earlier release ended.
public sealed interface RestoreOutcome {
  /// All traffic goes to this deployment, whose instances are healthy; no other runs.
  record Restored(DeploymentId deploymentId) implements RestoreOutcome {}

  /// The earlier release could not be started; traffic flows as before.
  record Failed(Reason reason) implements RestoreOutcome {}
}
