package com.caiatech.afdp.workers.activity;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/// Counts the approvals of a deployment that waits for them.
@ActivityInterface(namePrefix = "Approvals")
public interface ApprovalActivities {
  /// How many of the people that the rules ask for have approved the deployment's plan, by the
  /// trust policy as it is now. Changes nothing.
  ///
  /// @param decisions the recorded decisions that the deployment will rely on
  ApprovalCount count(DeploymentId deployment, List<RecordRef> decisions);
}
