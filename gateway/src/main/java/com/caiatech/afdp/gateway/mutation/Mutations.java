package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.gateway.mutation.MutationOutcome.AbortRefused;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.Annotated;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.AnnotationRefused;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.DecisionRefused;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.DeploymentAborting;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.DeploymentDecided;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.DeploymentRefused;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.DeploymentReportRefused;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.DeploymentReported;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.DeploymentStarted;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.DeploymentSteered;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.IncidentRefused;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.IncidentReported;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.QuerySaved;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.Registered;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.RegistrationRefused;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.SavedQueryRefused;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.SteeringRefused;
import com.caiatech.afdp.gateway.people.PersonalValues;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.Ids;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.Decision;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.PersonAction;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.record.Severity;
import com.caiatech.afdp.schemas.record.SourceRegistration;
import com.caiatech.afdp.schemas.workflow.DecisionRequest;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.SteeringRequest;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The declarations of all mutations.
final class Mutations {
  private final PersonalValues personalValues;
  private final KnownState known;

  Mutations(PersonalValues personalValues, KnownState known) {
    this.personalValues = personalValues;
    this.known = known;
  }

  List<Mutation> all() {
    return List.of(
        start(),
        rollback(),
        retry(),
        undo(),
        decision(Action.APPROVE_DEPLOYMENT, Decision.APPROVED),
        decision(Action.REJECT_DEPLOYMENT, Decision.REJECTED),
        abort(),
        steering(RequestedAction.PROMOTE),
        steering(RequestedAction.PROMOTE_FULL),
        steering(RequestedAction.SKIP_STEP),
        steering(RequestedAction.PAUSE),
        steering(RequestedAction.RESUME),
        report(),
        update(),
        link(),
        annotate(),
        saveQuery(),
        reportDeployment(),
        registration(Action.REGISTER_REPOSITORY, RegistrationInput::repository),
        registration(Action.REGISTER_SERVICE, RegistrationInput::service));
  }

  private static Mutation start() {
    return new Mutation(
        Action.START_DEPLOYMENT,
        Place.NEW_DEPLOYMENT,
        new Route.Admission(WorkflowNames.DEPLOYMENT),
        RequestedSources::problem,
        it -> DeploymentRequest.deploy(RequestedSources.of(it), it.person(), it.reason()),
        (it, receipt) -> new DeploymentStarted(it.subject(), receipt, 0, null),
        DeploymentRefused::new);
  }

  private static Mutation rollback() {
    return new Mutation(
        Action.ROLLBACK_DEPLOYMENT,
        Place.NEW_DEPLOYMENT,
        new Route.Admission(WorkflowNames.ROLLBACK),
        it -> Optional.empty(),
        it -> DeploymentRequest.rollback(it.state().target(), it.person(), it.reason()),
        (it, receipt) -> new DeploymentStarted(it.subject(), receipt, 0, null),
        DeploymentRefused::new);
  }

  private static Mutation retry() {
    return new Mutation(
        "retryDeployment",
        Action.START_DEPLOYMENT,
        Place.FOLLOWING_DEPLOYMENT,
        new Route.Admission(WorkflowNames.DEPLOYMENT),
        it -> Optional.empty(),
        it -> DeploymentRequest.retry(it.named(), it.person(), it.reason()),
        (it, receipt) -> new DeploymentStarted(it.subject(), receipt, 0, null),
        DeploymentRefused::new);
  }

  /// Whether it is the last that succeeded is for the workers to say, who read the ledger.
  private static Mutation undo() {
    return new Mutation(
        "undoDeployment",
        Action.ROLLBACK_DEPLOYMENT,
        Place.FOLLOWING_DEPLOYMENT,
        new Route.Admission(WorkflowNames.ROLLBACK),
        it -> Optional.empty(),
        it -> DeploymentRequest.undo(it.named(), it.state().target(), it.person(), it.reason()),
        (it, receipt) -> new DeploymentStarted(it.subject(), receipt, 0, null),
        DeploymentRefused::new);
  }

  private Mutation decision(Action action, Decision decision) {
    return new Mutation(
        action,
        Place.DEPLOYMENT,
        new Route.Update(
            WorkflowNames.DECIDE,
            DecisionRequest::new,
            RefusalReason.NOT_AWAITING_APPROVAL,
            "waits for approval"),
        it -> selfApproval(it, decision),
        it ->
            new ApprovalDecision(
                decision,
                it.person(),
                approvingRole(it).label(),
                new Sha256(it.input().text("planSha256")),
                rule(it),
                it.reason(),
                null),
        (it, receipt) -> {
          KnownState.Approvals approvals = known.approvals(it.deployment());
          return new DeploymentDecided(
              it.subject(), receipt, approvals.given(), approvals.required());
        },
        DecisionRefused::new);
  }

  private static Role approvingRole(Request request) {
    return request.principal().has(Role.APPROVER, request.state().scope())
        ? Role.APPROVER
        : Role.ADMIN;
  }

  private static Optional<Refusal> selfApproval(Request request, Decision decision) {
    return request.person().equals(request.state().requestedBy())
        ? Refusal.because(
            RefusalReason.SELF_APPROVAL,
            "deployment %s: expected a decision (%s) by another person than the one who asked for it"
                .formatted(request.subject(), decision))
        : Optional.empty();
  }

  /// The rule of the environment; for one that is configured no more, its name says so.
  private static String rule(Request request) {
    return Optional.ofNullable(request.state().scope().environment())
        .flatMap(request.platform()::environment)
        .map(Platform.Environment::approvalRule)
        .orElse("none");
  }

  private static Mutation abort() {
    return new Mutation(
        Action.ABORT_DEPLOYMENT,
        Place.DEPLOYMENT,
        new Route.Update(
            WorkflowNames.ABORT,
            SteeringRequest::new,
            RefusalReason.ALREADY_ENDED,
            "runs or waits"),
        it -> Optional.empty(),
        it -> DeploymentRequest.ofRunning(RequestedAction.ABORT, null, it.person(), it.reason()),
        (it, receipt) -> new DeploymentAborting(it.subject(), receipt),
        AbortRefused::new);
  }

  private static Mutation steering(RequestedAction asked) {
    return new Mutation(
        PersonAction.action(asked),
        Place.DEPLOYMENT,
        new Route.Update(
            WorkflowNames.STEER, SteeringRequest::new, RefusalReason.ALREADY_ENDED, "runs"),
        it -> Optional.empty(),
        it ->
            DeploymentRequest.ofRunning(
                asked, it.input().optionalInteger("step"), it.person(), it.reason()),
        (it, receipt) -> new DeploymentSteered(it.subject(), receipt),
        SteeringRefused::new);
  }

  private Mutation report() {
    return new Mutation(
        Action.REPORT_INCIDENT,
        Place.NEW_INCIDENT,
        new Route.Recording(),
        it -> Optional.empty(),
        this::reported,
        (it, receipt) -> new IncidentReported(it.subject(), receipt),
        IncidentRefused::new);
  }

  /// What was not said is taken from the id, so that a request sent twice says the same.
  private IncidentReport reported(Request request) {
    Input input = request.input();
    String environment = input.optionalText("environment");
    return new IncidentReport(
        IncidentPhase.OPENED,
        Severity.valueOf(input.text("severity")),
        input.text("title"),
        input.texts("services").stream().map(ServiceName::new).distinct().toList(),
        environment == null ? null : new EnvironmentName(environment),
        input.texts("components"),
        input.optionalMoment("startedAt"),
        Objects.requireNonNullElse(
            input.optionalMoment("detectedAt"), Ids.momentOf(request.subject())),
        null,
        request.person(),
        sealed(request, input.optionalText("description")),
        null);
  }

  private @Nullable String sealed(Request request, @Nullable String description) {
    return description == null
        ? null
        : personalValues.sealedDescription(
            request.person(), request.header(RecordKind.INCIDENT_REPORT).recordId(), description);
  }

  /// Whether it fits what is known of the incident is for the workers to say, who read the ledger.
  private Mutation update() {
    return new Mutation(
        Action.UPDATE_INCIDENT,
        Place.INCIDENT,
        new Route.Recording(),
        IncidentUpdate::problem,
        it -> IncidentUpdate.of(it, sealed(it, it.input().optionalText("description"))),
        IncidentUpdate::updated,
        IncidentRefused::new);
  }

  private static Mutation link() {
    return new Mutation(
        Action.LINK_INCIDENT,
        Place.INCIDENT,
        new Route.Recording(),
        IncidentLink::problem,
        IncidentLink::of,
        IncidentLink::linked,
        IncidentRefused::new);
  }

  /// Whether the thing is known, and the annotation the person's, is for the workers to say, who
  /// read the ledger.
  private static Mutation annotate() {
    return new Mutation(
        Action.ANNOTATE,
        Place.ANNOTATION,
        new Route.Recording(),
        AnnotationInput::problem,
        AnnotationInput::of,
        (it, receipt) -> new Annotated(it.subject(), receipt),
        AnnotationRefused::new);
  }

  /// Whether the saved query is the person's is for the workers to say, who read the ledger.
  private static Mutation saveQuery() {
    return new Mutation(
        Action.SAVE_QUERY,
        Place.SAVED_QUERY,
        new Route.Recording(),
        SavedQueryInput::problem,
        SavedQueryInput::of,
        (it, receipt) -> new QuerySaved(it.subject(), receipt),
        SavedQueryRefused::new);
  }

  /// Whether it was told before is for the workers to say, who read the ledger: then the receipt is
  /// of the record that stands.
  private Mutation reportDeployment() {
    return new Mutation(
        Action.REPORT_DEPLOYMENT,
        Place.ASSERTED_DEPLOYMENT,
        new Route.Recording(),
        ReportedDeployment::problem,
        it -> ReportedDeployment.of(it, known::previousReport),
        (_, receipt) -> new DeploymentReported(ReportedDeployment.subject(receipt), receipt),
        (_, reason, message) -> new DeploymentReportRefused(reason, message));
  }

  /// Whether it has an effect is for the workers to say, who read the ledger.
  private static Mutation registration(
      Action action, Function<Request, SourceRegistration> registration) {
    return new Mutation(
        action,
        Place.NEW_REGISTRATION,
        new Route.Recording(),
        it -> RegistrationInput.problem(it, registration),
        registration::apply,
        (it, receipt) -> new Registered(it.subject(), receipt),
        RegistrationRefused::new);
  }
}
