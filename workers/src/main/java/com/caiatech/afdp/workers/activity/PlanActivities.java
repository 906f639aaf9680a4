package com.caiatech.afdp.workers.activity;

import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import io.temporal.activity.ActivityInterface;
import java.time.Instant;

/// Makes the plan of a deployment out of what is true when its turn comes.
@ActivityInterface(namePrefix = "Plan")
public interface PlanActivities {
  /// Fetches the repositories and pins the commits, their digests, what serves now and the
  /// sequence. Where a manifest of the same request stands already, the plan is that one, byte for
  /// byte. Changes nothing.
  Planning pin(DeploymentStart start, RecordRef requestRef, Instant openedAt);

  /// The same for a rollback that no ledger takes now, by what was last seen of the ledgers. What
  /// its manifest names of them is provisional.
  ///
  /// @param request the request's record
  Planning pinUnrecorded(DeploymentStart start, RecordToWrite request, Instant openedAt);

  /// Gives a manifest that was made before its request was recorded the references that it has to
  /// have in the ledgers as they are now; the plan stays what it is. Until the deployment before it
  /// is closed it is tried again.
  ///
  /// @param provisional made by {@link #pinUnrecorded}
  /// @return its final bytes; those that stand where it was written before
  RecordToWrite referenced(DeploymentStart start, RecordToWrite provisional, RecordRef requestRef);
}
