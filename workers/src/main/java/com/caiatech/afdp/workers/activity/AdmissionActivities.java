package com.caiatech.afdp.workers.activity;

import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import io.temporal.activity.ActivityInterface;

/// Judges requests for deployments and rollbacks and makes those that are good durable. Idempotent
/// by the record's id.
@ActivityInterface(namePrefix = "Admission")
public interface AdmissionActivities {
  /// Judges the request; a good one is in the ledger when this returns.
  ///
  /// @param request the request's record
  AdmissionReading admit(DeploymentStart start, RecordToWrite request);
}
