package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.intent.Statement;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a person does by causing a record: the action, who does it, and what it is about beside the
/// record's subject.
///
/// @param person absent where a worker acts on its own
/// @param planSha256 the plan that is decided on; only for decisions
/// @param ofDeploymentId the deployment that is repeated or undone; only for those requests
public record PersonAction(
    Action action,
    @Nullable PersonId person,
    @Nullable Sha256 planSha256,
    @Nullable DeploymentId ofDeploymentId) {
  /// Who asserts a causal link that no person asserts.
  public static final String WORKER = "worker";

  /// The action that leaves a record with this body.
  public static PersonAction of(PersonCaused body) {
    return switch (body) {
      case DeploymentRequest request ->
          new PersonAction(
              action(request.action()), request.requestedBy(), null, request.ofDeploymentId());
      case ApprovalDecision decision ->
          new PersonAction(
              switch (decision.decision()) {
                case APPROVED -> Action.APPROVE_DEPLOYMENT;
                case REJECTED -> Action.REJECT_DEPLOYMENT;
                case OVERRIDE -> Action.OVERRIDE_DEPLOYMENT;
              },
              decision.decidedBy(),
              decision.planSha256(),
              null);
      case IncidentReport report ->
          new PersonAction(
              report.phase() == IncidentPhase.OPENED
                  ? Action.REPORT_INCIDENT
                  : Action.UPDATE_INCIDENT,
              report.reportedBy(),
              null,
              null);
      case CausalLink link ->
          new PersonAction(
              Action.LINK_INCIDENT,
              link.assertedBy().equals(WORKER) ? null : new PersonId(link.assertedBy()),
              null,
              null);
      case SourceRegistration registration ->
          new PersonAction(
              registration.registeredService() == null
                  ? Action.REGISTER_REPOSITORY
                  : Action.REGISTER_SERVICE,
              registration.registeredBy(),
              null,
              null);
      case AssertedDeployment asserted ->
          new PersonAction(Action.REPORT_DEPLOYMENT, asserted.reportedBy(), null, null);
      case Annotation annotation ->
          new PersonAction(Action.ANNOTATE, annotation.annotatedBy(), null, null);
      case SavedQuery query -> new PersonAction(Action.SAVE_QUERY, query.savedBy(), null, null);
    };
  }

  /// The action that leaves a request for that.
  public static Action action(RequestedAction asked) {
    return switch (asked) {
      case DEPLOY -> Action.START_DEPLOYMENT;
      case ROLLBACK -> Action.ROLLBACK_DEPLOYMENT;
      case ABORT -> Action.ABORT_DEPLOYMENT;
      case PROMOTE -> Action.PROMOTE_DEPLOYMENT;
      case PROMOTE_FULL -> Action.PROMOTE_DEPLOYMENT_FULLY;
      case SKIP_STEP -> Action.SKIP_DEPLOYMENT_STEP;
      case PAUSE -> Action.PAUSE_DEPLOYMENT;
      case RESUME -> Action.RESUME_DEPLOYMENT;
    };
  }

  /// The statement that the person makes by the action, issued now, for the record with this
  /// header; only its timestamp may differ in the end.
  ///
  /// @throws IllegalArgumentException where no person acts
  public static Statement statement(
      Header header, RecordInput input, String audience, Instant now) {
    PersonAction action = of(input.body());
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
        action.action().value(),
        header.recordId(),
        header.subject(),
        header.scope().environmentText(),
        header.scope().serviceText(),
        action.planSha256(),
        action.ofDeploymentId(),
        person,
        audience,
        now,
        now.plus(action.action().validity()),
        input.sha256());
  }
}
