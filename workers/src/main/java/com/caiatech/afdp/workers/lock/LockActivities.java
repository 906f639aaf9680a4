package com.caiatech.afdp.workers.lock;

import com.caiatech.afdp.schemas.id.DeploymentId;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/// What a lock and those who want it ask of Temporal. Every activity may run any number of times.
@ActivityInterface(namePrefix = "Lock")
public interface LockActivities {
  /// Takes the lock of the workflow id or a place in its queue, and starts the lock's workflow
  /// where none runs.
  LockPlace acquire(String lockId, LockClaim claim);

  /// Those of the deployments whose workflow does not run.
  List<DeploymentId> ended(List<DeploymentId> deployments);
}
