package com.caiatech.afdp.workers.recording;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.record.AssertedDeployment;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import com.caiatech.afdp.workers.plan.DeploymentReadings;
import java.util.Optional;

/// What the ledgers know that a record may speak of: the answers to records that speak of what they
/// do not know.
final class KnownThings {
  private final LedgerReadings readings;
  private final DeploymentReadings deployments;

  KnownThings(LedgerReadings readings, DeploymentReadings deployments) {
    this.readings = readings;
    this.deployments = deployments;
  }

  Optional<RequestOutcome> unrequested(DeploymentId deployment) {
    return deployments.request(deployment).isPresent()
        ? Optional.empty()
        : unknown(
            RefusalReason.UNKNOWN_DEPLOYMENT, "no deployment " + deployment + " was requested");
  }

  Optional<RequestOutcome> unreported(SubjectId report) {
    return isTold(Series.DEPLOYMENT_MANIFESTS, report, AssertedDeployment.class)
        ? Optional.empty()
        : unknown(
            RefusalReason.UNKNOWN_DEPLOYMENT,
            "no deployment of another deployer was reported under " + report);
  }

  Optional<RequestOutcome> unreported(IncidentId incident) {
    return isTold(Series.INCIDENTS, incident.subject(), IncidentReport.class)
        ? Optional.empty()
        : unknown(RefusalReason.UNKNOWN_INCIDENT, "no incident " + incident + " was reported");
  }

  private boolean isTold(Series series, SubjectId subject, Class<? extends RecordBody> by) {
    return readings.about(series, subject).stream()
        .flatMap(entry -> entry.trusted().stream())
        .map(LedgerRecord::body)
        .anyMatch(by::isInstance);
  }

  private static Optional<RequestOutcome> unknown(RefusalReason reason, String message) {
    return Optional.of(new RequestOutcome.Refused(reason, message));
  }
}
