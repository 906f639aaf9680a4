package com.caiatech.afdp.gateway.cost;

/// What the fields of that cost which mutations and events tell, all of which is at hand: a part of
/// {@link PublishedPrices}, which prices the mutations.
final class OutcomePrices {
  private OutcomePrices() {}

  static void add(PriceList.Builder prices) {
    PublishedPrices.free(
        prices, "Receipt", "path", "sha256", "volume", "index", "consistencyToken");
    PublishedPrices.free(prices, "Recorded", "receipt");
    for (String refusal : new String[] {"Refusal", "DeploymentReportRefused"}) {
      PublishedPrices.free(prices, refusal, "reason", "message");
    }
    for (String refusal :
        new String[] {"DeploymentRefused", "DecisionRefused", "AbortRefused", "SteeringRefused"}) {
      PublishedPrices.free(prices, refusal, "deploymentId", "reason", "message");
    }
    PublishedPrices.free(prices, "IncidentRefused", "incidentId", "reason", "message");
    PublishedPrices.free(prices, "AnnotationRefused", "annotationId", "reason", "message");
    PublishedPrices.free(prices, "SavedQueryRefused", "savedQueryId", "reason", "message");
    PublishedPrices.free(prices, "RegistrationRefused", "registrationId", "reason", "message");
    PublishedPrices.free(
        prices, "DeploymentStarted", "deploymentId", "receipt", "position", "behind");
    PublishedPrices.free(prices, "DeploymentActing", "deploymentId", "unrecorded", "behind");
    PublishedPrices.free(
        prices, "DeploymentDecided", "deploymentId", "receipt", "approvals", "requiredApprovals");
    PublishedPrices.free(prices, "DeploymentAborting", "deploymentId", "receipt");
    PublishedPrices.free(prices, "DeploymentSteered", "deploymentId", "receipt");
    PublishedPrices.free(prices, "IncidentReported", "incidentId", "receipt");
    PublishedPrices.free(
        prices, "IncidentUpdated", "incidentId", "previousPhase", "phase", "receipt");
    PublishedPrices.free(
        prices, "IncidentLinked", "incidentId", "deploymentId", "reportId", "receipt");
    PublishedPrices.free(prices, "Annotated", "annotationId", "receipt");
    PublishedPrices.free(prices, "QuerySaved", "savedQueryId", "receipt");
    PublishedPrices.free(prices, "DeploymentReported", "reportId", "receipt");
    PublishedPrices.free(prices, "Registered", "registrationId", "receipt");
    PublishedPrices.free(
        prices,
        "DeploymentProgressEvent",
        "deploymentId",
        "number",
        "at",
        "phase",
        "step",
        "message",
        "traffic",
        "status");
    PublishedPrices.free(prices, "ProgressTraffic", "deploymentId", "weight");
  }
}
