package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.gateway.mutation.MutationOutcome.IncidentLinked;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.IncidentRefused;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.IncidentReported;
import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.Ids;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.CausalLink;
import com.caiatech.afdp.schemas.record.CausalMethod;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Severity;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RecordingOutcome;
import com.caiatech.afdp.schemas.workflow.RecordingRequest;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reports incidents and links them to what caused them.
final class IncidentMutations {
  private final MutationParts parts;

  IncidentMutations(MutationParts parts) {
    this.parts = parts;
  }

  /// One record that has passed the checks.
  private record Request(UUID incident, RequestId id, Stated stated, RequestNote note) {}

  MutationOutcome report(Principal principal, Input input) {
    UUID uuid = input.uuid("id");
    RequestChecks checks = parts.checks();
    Platform platform = parts.platform().current();
    EnvironmentName environment =
        Optional.ofNullable(input.optionalText("environment"))
            .flatMap(name -> checks.environment(platform, name))
            .map(Platform.Environment::name)
            .orElse(null);
    Optional<Refusal> refusal =
        Refusal.first(
            () -> checks.mayDo(principal, Action.REPORT_INCIDENT, environment),
            () -> checks.isVersion7("id", uuid),
            () -> knownNames(platform, environment, input),
            () -> checks.clearText("title", input.text("title"), RequestChecks.MAX_TITLE),
            () -> checks.longText("description", input.optionalText("description")),
            () -> checks.pathPrefixes("components", input.texts("components")));
    if (refusal.isPresent()) {
      return refused(uuid, refusal.get());
    }
    IncidentId incident = new IncidentId(uuid);
    RequestId request = new RequestId(uuid);
    String logicalStep = LogicalStep.of(Action.REPORT_INCIDENT, request);
    IncidentReport body = reported(principal, input, incident, environment, logicalStep);
    Stated stated =
        new Stated(
            principal, incident.subject(), logicalStep, Scope.global(), RecordInput.of(body));
    return recorded(
        new Request(uuid, request, stated, note(principal, Action.REPORT_INCIDENT, input)),
        receipt -> new IncidentReported(uuid, receipt));
  }

  /// What was not said is taken from the id, so that a request sent twice says the same.
  private IncidentReport reported(
      Principal principal,
      Input input,
      IncidentId incident,
      @Nullable EnvironmentName environment,
      String logicalStep) {
    return new IncidentReport(
        IncidentPhase.OPENED,
        Severity.valueOf(input.text("severity")),
        String.valueOf(parts.mentioning(input.text("title"))),
        input.texts("services").stream().map(ServiceName::new).distinct().toList(),
        environment,
        input.texts("components"),
        input.optionalMoment("startedAt"),
        Objects.requireNonNullElse(
            input.optionalMoment("detectedAt"), Ids.momentOf(incident.uuid())),
        null,
        principal.personId(),
        sealed(principal, incident, logicalStep, input.optionalText("description")),
        null);
  }

  private @Nullable String sealed(
      Principal principal, IncidentId incident, String logicalStep, @Nullable String description) {
    Header header =
        new Header(
            RecordKind.INCIDENT_REPORT,
            incident.subject(),
            logicalStep,
            Scope.global(),
            parts.checks().now());
    return description == null
        ? null
        : parts
            .personalValues()
            .sealedDescription(principal.personId(), header.recordId(), description);
  }

  private Optional<Refusal> knownNames(
      Platform platform, @Nullable EnvironmentName environment, Input input) {
    String wanted = input.optionalText("environment");
    if (wanted != null && environment == null) {
      return Optional.of(parts.checks().unknownEnvironment(platform, wanted));
    }
    return input.texts("services").stream()
        .filter(name -> parts.checks().service(platform, name).isEmpty())
        .findFirst()
        .map(name -> parts.checks().unknownService(platform, name));
  }

  MutationOutcome link(Principal principal, Input input) {
    UUID incidentUuid = input.uuid("incidentId");
    UUID deploymentUuid = input.uuid("deploymentId");
    RequestChecks checks = parts.checks();
    Optional<Refusal> refusal =
        Refusal.first(
            () -> checks.mayDo(principal, Action.LINK_INCIDENT, null),
            () -> checks.isVersion7("id", input.uuid("id")),
            () -> checks.isVersion7("incidentId", incidentUuid),
            () -> checks.isVersion7("deploymentId", deploymentUuid),
            () -> checks.share("confidence", input.number("confidence", 1)),
            () -> namedCommit(input),
            () ->
                checks.clearText("reason", input.optionalText("reason"), RequestChecks.MAX_REASON),
            () -> knownSubjects(new IncidentId(incidentUuid), new DeploymentId(deploymentUuid)));
    if (refusal.isPresent()) {
      return refused(incidentUuid, refusal.get());
    }
    RequestId request = new RequestId(input.uuid("id"));
    Stated stated =
        new Stated(
            principal,
            new IncidentId(incidentUuid).subject(),
            LogicalStep.of(Action.LINK_INCIDENT, request),
            Scope.global(),
            RecordInput.of(linked(principal, input)));
    return recorded(
        new Request(incidentUuid, request, stated, note(principal, Action.LINK_INCIDENT, input)),
        receipt -> new IncidentLinked(incidentUuid, deploymentUuid, receipt));
  }

  private CausalLink linked(Principal principal, Input input) {
    String repository = input.optionalText("repository");
    String commit = input.optionalText("commitSha");
    return new CausalLink(
        new DeploymentId(input.uuid("deploymentId")),
        repository == null ? null : new RepositoryName(repository),
        commit == null ? null : new CommitId(commit),
        CausalMethod.DECLARED,
        input.number("confidence", 1),
        principal.personId().value(),
        parts.mentioning(input.optionalText("reason")),
        null);
  }

  /// A commit is named by repository and full id, or not at all.
  private Optional<Refusal> namedCommit(Input input) {
    String repository = input.optionalText("repository");
    String commit = input.optionalText("commitSha");
    if ((repository == null) != (commit == null)) {
      return Refusal.because(
          RefusalReason.INVALID_INPUT,
          "commitSha: expected repository and commitSha together or neither, found only "
              + (repository == null ? "commitSha" : "repository"));
    }
    if (repository == null || commit == null) {
      return Optional.empty();
    }
    try {
      RepositoryName name = new RepositoryName(repository);
      CommitId id = new CommitId(commit);
      return parts.platform().current().repository(name).isPresent()
          ? Optional.empty()
          : Refusal.because(
              RefusalReason.UNKNOWN_REF,
              "repository: expected a registered one, found '%s' for the commit %s"
                  .formatted(name, id));
    } catch (IllegalArgumentException malformed) {
      return Refusal.because(
          RefusalReason.INVALID_INPUT, "repository, commitSha: " + malformed.getMessage());
    }
  }

  /// The graph may lag, so what Temporal remembers counts too.
  private Optional<Refusal> knownSubjects(IncidentId incident, DeploymentId deployment) {
    if (!parts.workflows().knows(WorkflowNames.recordingId(new RequestId(incident.uuid())))
        && !parts.recorded().hasIncident(incident)) {
      return Refusal.because(
          RefusalReason.UNKNOWN_INCIDENT,
          "incidentId: expected an incident that was reported, found %s".formatted(incident));
    }
    return new KnownDeployments(parts).find(deployment).isPresent()
        ? Optional.empty()
        : Optional.of(KnownDeployments.unknown(deployment));
  }

  private static RequestNote note(Principal principal, Action action, Input input) {
    return new RequestNote(
        RequestNote.digest(action.value(), input, principal.personId()),
        Scope.global(),
        principal.personId());
  }

  private MutationOutcome recorded(Request request, Function<Receipt, MutationOutcome> done) {
    UUID id = request.id.uuid();
    Reply<RecordingOutcome> reply;
    if (parts.checks().isCurrent(id)) {
      RecordInput proven = parts.intents().proven(request.stated);
      RecordingRequest recording =
          new RecordingRequest(request.stated.header(parts.checks().now()), proven);
      reply = parts.workflows().record(request.id, recording, request.note);
    } else {
      reply = parts.workflows().standingRecording(request.id, request.note);
    }
    return switch (reply) {
      case Reply.Answered<RecordingOutcome>(RecordingOutcome.Recorded answer) ->
          done.apply(answer.receipt());
      case Reply.Answered<RecordingOutcome>(RecordingOutcome.Refused answer) ->
          new IncidentRefused(request.incident, answer.reason(), answer.message());
      case Reply.OtherInput<RecordingOutcome> other ->
          refused(request.incident, KnownDeployments.idInUse(request.id));
      case Reply.NotRunning<RecordingOutcome> forgotten ->
          standing(request, done)
              .orElseGet(() -> refused(request.incident, parts.checks().notCurrent(id)));
      case Reply.Unknown<RecordingOutcome>(String why) ->
          standing(request, done)
              .orElseGet(
                  () -> refused(request.incident, parts.unavailable(request.id.value(), why)));
    };
  }

  private Optional<MutationOutcome> standing(
      Request request, Function<Receipt, MutationOutcome> done) {
    return parts
        .recorded()
        .record(request.stated.header(parts.checks().now()).recordId())
        .map(
            standing ->
                request.stated.isSaidBy(standing.record())
                    ? done.apply(standing.receipt())
                    : refused(request.incident, KnownDeployments.idInUse(request.id)));
  }

  private static MutationOutcome refused(UUID incident, Refusal refusal) {
    return new IncidentRefused(incident, refusal.reason(), refusal.message());
  }
}
