package com.caiatech.afdp.workers.activity;

import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import io.temporal.activity.ActivityInterface;
import org.jspecify.annotations.Nullable;

/// Judges requests for deployments and rollbacks and makes those that are good durable. Idempotent
/// by the record's id.
@ActivityInterface(namePrefix = "Admission")
public interface AdmissionActivities {
  /// Judges the request; a good one is in the ledger when this returns.
  ///
  /// @param request the request's record
  AdmissionReading admit(DeploymentStart start, RecordToWrite request);

  /// Judges a request for a rollback that no ledger takes now, by what was last seen of the
  /// ledgers. Changes nothing.
  ///
  /// @return null where it has to wait for the ledgers: it is not known to be proven and to need
  ///   nobody's approval, or what it goes back to is not known to be sound and kept on the target
  AdmissionReading.@Nullable Unrecorded unrecorded(DeploymentStart start, RecordToWrite request);
}
