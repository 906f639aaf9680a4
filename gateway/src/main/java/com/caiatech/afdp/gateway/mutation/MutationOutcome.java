package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a mutation answers: the members of the schema's outcome unions, by their names there.
sealed interface MutationOutcome {
  /// That a request was not carried out, or that it is not known whether it was.
  sealed interface Refused extends MutationOutcome {
    RefusalReason reason();
  }

  /// The member's name in the schema.
  default String type() {
    return getClass().getSimpleName();
  }

  record DeploymentStarted(UUID deploymentId, Receipt receipt, int position, @Nullable UUID behind)
      implements MutationOutcome {}

  record DeploymentRefused(UUID deploymentId, RefusalReason reason, String message)
      implements Refused {}

  record DeploymentDecided(UUID deploymentId, Receipt receipt, int approvals, int requiredApprovals)
      implements MutationOutcome {}

  record DecisionRefused(UUID deploymentId, RefusalReason reason, String message)
      implements Refused {}

  record DeploymentAborting(UUID deploymentId, Receipt receipt) implements MutationOutcome {}

  record DeploymentActing(UUID deploymentId, List<String> unrecorded, @Nullable UUID behind)
      implements MutationOutcome {
    public DeploymentActing {
      unrecorded = List.copyOf(unrecorded);
    }
  }

  record AbortRefused(UUID deploymentId, RefusalReason reason, String message) implements Refused {}

  record DeploymentSteered(UUID deploymentId, Receipt receipt) implements MutationOutcome {}

  record SteeringRefused(UUID deploymentId, RefusalReason reason, String message)
      implements Refused {}

  record IncidentReported(UUID incidentId, Receipt receipt) implements MutationOutcome {}

  record IncidentUpdated(
      UUID incidentId, IncidentPhase previousPhase, IncidentPhase phase, Receipt receipt)
      implements MutationOutcome {}

  record IncidentLinked(
      UUID incidentId, @Nullable UUID deploymentId, @Nullable UUID reportId, Receipt receipt)
      implements MutationOutcome {}

  record IncidentRefused(UUID incidentId, RefusalReason reason, String message)
      implements Refused {}

  record Annotated(UUID annotationId, Receipt receipt) implements MutationOutcome {}

  record AnnotationRefused(UUID annotationId, RefusalReason reason, String message)
      implements Refused {}

  record QuerySaved(UUID savedQueryId, Receipt receipt) implements MutationOutcome {}

  record SavedQueryRefused(UUID savedQueryId, RefusalReason reason, String message)
      implements Refused {}

  record DeploymentReported(UUID reportId, Receipt receipt) implements MutationOutcome {}

  record DeploymentReportRefused(RefusalReason reason, String message) implements Refused {}

  record Registered(UUID registrationId, Receipt receipt) implements MutationOutcome {}

  record RegistrationRefused(UUID registrationId, RefusalReason reason, String message)
      implements Refused {}
}
