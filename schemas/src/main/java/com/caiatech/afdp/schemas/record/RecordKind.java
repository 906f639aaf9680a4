package com.caiatech.afdp.schemas.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/// The kinds of record, each with the series that holds it. {@link RecordFormats} knows their
/// versions.
public enum RecordKind {
  DEPLOYMENT_REQUEST("deployment-request", Series.DEPLOYMENT_MANIFESTS, DeploymentRequest.class),
  MANIFEST_OPENED(
      "deployment-manifest-opened", Series.DEPLOYMENT_MANIFESTS, DeploymentManifestOpened.class),
  DEPLOYMENT_STEP("deployment-step", Series.DEPLOYMENT_MANIFESTS, DeploymentStep.class),
  MANIFEST_CLOSED(
      "deployment-manifest-closed", Series.DEPLOYMENT_MANIFESTS, DeploymentManifestClosed.class),
  CHECK_RESULT("check-result", Series.CHECKS, CheckResult.class),
  REGISTRATION("registration", Series.DEPLOYMENT_MANIFESTS, SourceRegistration.class),
  DEPLOYMENT_REPORT("deployment-report", Series.DEPLOYMENT_MANIFESTS, AssertedDeployment.class),
  APPROVAL_DECISION("approval-decision", Series.APPROVALS, ApprovalDecision.class),
  INCIDENT_REPORT("incident-report", Series.INCIDENTS, IncidentReport.class),
  CAUSAL_LINK("causal-link", Series.INCIDENTS, CausalLink.class),
  ANNOTATION("annotation", Series.INCIDENTS, Annotation.class),
  SAVED_QUERY("saved-query", Series.APPROVALS, SavedQuery.class),
  POLICY("policy", Series.TRUST_POLICY, Policy.class),
  VOLUME("volume", Series.TRUST_POLICY, SuccessorVolume.class),
  MARK_LOWERED("mark-lowered", Series.TRUST_POLICY, MarkLowered.class);

  private final String value;
  private final Series series;
  private final Class<? extends RecordBody> bodyType;

  RecordKind(String value, Series series, Class<? extends RecordBody> bodyType) {
    this.value = value;
    this.series = series;
    this.bodyType = bodyType;
  }

  /// The kind's name in JSON.
  @JsonValue
  public String value() {
    return value;
  }

  /// The series that holds records of this kind.
  public Series series() {
    return series;
  }

  /// The Java type of the kind's own fields.
  public Class<? extends RecordBody> bodyType() {
    return bodyType;
  }

  /// Whether records of this kind tell of a deployment that the workers ran: what is judged as one,
  /// and what a deployment's *closed* has to name.
  public boolean isOfDeployment() {
    return switch (this) {
      case DEPLOYMENT_REQUEST,
          MANIFEST_OPENED,
          DEPLOYMENT_STEP,
          MANIFEST_CLOSED,
          CHECK_RESULT,
          APPROVAL_DECISION ->
          true;
      case REGISTRATION,
          DEPLOYMENT_REPORT,
          INCIDENT_REPORT,
          CAUSAL_LINK,
          ANNOTATION,
          SAVED_QUERY,
          POLICY,
          VOLUME,
          MARK_LOWERED ->
          false;
    };
  }

  /// The kind of records with this body.
  public static RecordKind of(RecordBody body) {
    return Arrays.stream(values())
        .filter(kind -> kind.bodyType.isInstance(body))
        .findFirst()
        .orElseThrow();
  }

  /// The kind of that name, where this software knows it.
  public static Optional<RecordKind> find(String value) {
    return Arrays.stream(values()).filter(kind -> kind.value.equals(value)).findFirst();
  }

  /// Reads the kind's name.
  @JsonCreator
  public static RecordKind parse(String value) {
    return find(value)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "RecordKind: expected one of "
                        + Arrays.toString(values())
                        + ", found '"
                        + value
                        + "'"));
  }

  @Override
  public String toString() {
    return value;
  }
}
