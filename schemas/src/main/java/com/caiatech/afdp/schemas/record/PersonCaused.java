package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.intent.Intent;
import org.jspecify.annotations.Nullable;

/// A record that a person may have caused: it carries the proof that the person meant it. Absent
/// only where a worker acts on its own, for example when it links an incident to the deployment it
/// rolled back.
public sealed interface PersonCaused extends RecordBody
    permits DeploymentRequest,
        ApprovalDecision,
        IncidentReport,
        CausalLink,
        SourceRegistration,
        AssertedDeployment,
        Annotation,
        SavedQuery {
  /// The person's intent and its proofs.
  @Nullable Intent intent();
}
