package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.intent.Statement;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a person does by causing a record: the action's name, who does it, and the plan that it
/// decides on.
///
/// @param action the name under which policies speak of it, such as `startDeployment`
/// @param person absent where a worker acts on its own
/// @param planSha256 only for decisions
public record PersonAction(String action, @Nullable PersonId person, @Nullable Sha256 planSha256) {
  /// Who asserts a causal link that no person asserts.
  public static final String WORKER = "worker";

  /// The action that leaves a record with this body.
  public static PersonAction of(PersonCaused body) {
    return switch (body) {
      case DeploymentRequest request ->
          new PersonAction(
              switch (request.action()) {
                case DEPLOY -> "startDeployment";
                case ROLLBACK -> "rollbackDeployment";
                case ABORT -> "abortDeployment";
              },
              request.requestedBy(),
              null);
      case ApprovalDecision decision ->
          new PersonAction(
              switch (decision.decision()) {
                case APPROVED -> "approveDeployment";
                case REJECTED -> "rejectDeployment";
                case OVERRIDE -> "overrideDeployment";
              },
              decision.decidedBy(),
              decision.planSha256());
      case IncidentReport report ->
          new PersonAction(
              report.phase() == IncidentPhase.OPENED ? "reportIncident" : "updateIncident",
              report.reportedBy(),
              null);
      case CausalLink link ->
          new PersonAction(
              "linkIncident",
              link.assertedBy().equals(WORKER) ? null : new PersonId(link.assertedBy()),
              null);
    };
  }

  /// The statement that the person makes by the action, for the record with this header; only its
  /// timestamp may differ in the end.
  ///
  /// @throws IllegalArgumentException where no person acts
  public static Statement statement(
      Header header, PersonCaused body, String audience, Instant issuedAt, Instant expiresAt) {
    PersonAction action = of(body);
    PersonId person =
        Optional.ofNullable(action.person())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Statement for "
                            + header.kind()
                            + " "
                            + header.recordId()
                            + ": expected a person who causes it, found '"
                            + WORKER
                            + "'"));
    return new Statement(
        action.action(),
        header.recordId(),
        header.subject(),
        header.scope().environmentText(),
        header.scope().serviceText(),
        action.planSha256(),
        person,
        audience,
        issuedAt,
        expiresAt,
        RecordCodec.inputDigest(body));
  }
}
