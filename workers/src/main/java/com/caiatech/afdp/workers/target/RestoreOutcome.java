package com.caiatech.afdp.workers.target;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.workers.reason.Reason;

/// How going back to an earlier release ended.
public sealed interface RestoreOutcome {
  /// All traffic goes to this deployment, whose instances are healthy; no other runs.
  record Restored(DeploymentId deploymentId) implements RestoreOutcome {}

  /// The earlier release did not become healthy. What is healthy serves on as before; where nothing
  /// is, the earlier release is started again until it is, and serves then.
  record Failed(Reason reason) implements RestoreOutcome {}
}
