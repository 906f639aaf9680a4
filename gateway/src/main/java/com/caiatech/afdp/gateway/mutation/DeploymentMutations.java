package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.gateway.mutation.MutationOutcome.DeploymentRefused;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.DeploymentStarted;
import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.record.RequestedSource;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.workflow.Admission;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Starts deployments and rollbacks.
final class DeploymentMutations {
  private final MutationParts parts;

  DeploymentMutations(MutationParts parts) {
    this.parts = parts;
  }

  /// A request that has passed the checks.
  private record Request(
      Principal principal,
      Action action,
      DeploymentId id,
      Platform.Service service,
      Platform.Environment environment,
      DeploymentRequest body,
      RequestNote note) {
    Scope scope() {
      return Scope.of(environment.name(), service.name());
    }

    String workflowType() {
      return action == Action.ROLLBACK_DEPLOYMENT
          ? WorkflowNames.ROLLBACK
          : WorkflowNames.DEPLOYMENT;
    }
  }

  MutationOutcome start(Principal principal, Input input) {
    return admitted(principal, Action.START_DEPLOYMENT, input);
  }

  MutationOutcome rollback(Principal principal, Input input) {
    return admitted(principal, Action.ROLLBACK_DEPLOYMENT, input);
  }

  private MutationOutcome admitted(Principal principal, Action action, Input input) {
    UUID uuid = input.uuid("id");
    RequestChecks checks = parts.checks();
    Platform platform = parts.platform().current();
    Optional<Platform.Service> service = checks.service(platform, input.text("service"));
    Optional<Platform.Environment> environment =
        checks.environment(platform, input.text("environment"));
    Optional<Refusal> refusal =
        Refusal.first(
            () -> checks.mayDo(principal, action, environment.map(it -> it.name()).orElse(null)),
            () -> checks.isVersion7("id", uuid),
            () ->
                service.isPresent()
                    ? Optional.empty()
                    : Optional.of(checks.unknownService(platform, input.text("service"))),
            () ->
                environment.isPresent()
                    ? Optional.empty()
                    : Optional.of(checks.unknownEnvironment(platform, input.text("environment"))),
            () -> sourceless(service.orElseThrow(), input),
            () ->
                checks.clearText("reason", input.optionalText("reason"), RequestChecks.MAX_REASON));
    if (refusal.isPresent()) {
      return refused(uuid, refusal.get());
    }
    DeploymentId id = new DeploymentId(uuid);
    Scope scope = Scope.of(environment.orElseThrow().name(), service.orElseThrow().name());
    RequestNote note =
        new RequestNote(
            RequestNote.digest(action.value(), input, principal.personId()),
            scope,
            principal.personId());
    Request request =
        new Request(
            principal,
            action,
            id,
            service.orElseThrow(),
            environment.orElseThrow(),
            body(principal, action, platform, service.orElseThrow(), input),
            note);
    return parts.checks().isCurrent(uuid) ? sent(request) : standing(request, true);
  }

  /// A ref for a role that the service does not have.
  private static Optional<Refusal> sourceless(Platform.Service service, Input input) {
    for (SourceRole role : SourceRole.values()) {
      String ref = input.optionalText(refField(role));
      if (ref != null && !service.sources().containsKey(role)) {
        return Refusal.because(
            RefusalReason.UNKNOWN_REF,
            "%s: the service %s has no repository for %s, found the ref '%s'"
                .formatted(refField(role), service.name(), role, RequestChecks.shortened(ref)));
      }
    }
    return Optional.empty();
  }

  private static String refField(SourceRole role) {
    return switch (role) {
      case APPLICATION -> "ref";
      case CONFIGURATION -> "configurationRef";
      case IAC -> "iacRef";
    };
  }

  private DeploymentRequest body(
      Principal principal,
      Action action,
      Platform platform,
      Platform.Service service,
      Input input) {
    boolean rollback = action == Action.ROLLBACK_DEPLOYMENT;
    return new DeploymentRequest(
        rollback ? RequestedAction.ROLLBACK : RequestedAction.DEPLOY,
        rollback ? Map.of() : sources(platform, service, input),
        input.optionalUuid("targetDeploymentId").map(DeploymentId::new).orElse(null),
        principal.personId(),
        parts.mentioning(input.optionalText("reason")),
        null);
  }

  private static Map<SourceRole, RequestedSource> sources(
      Platform platform, Platform.Service service, Input input) {
    Map<SourceRole, RequestedSource> sources = new EnumMap<>(SourceRole.class);
    for (Map.Entry<SourceRole, RepositoryName> source : service.sources().entrySet()) {
      String ref = input.optionalText(refField(source.getKey()));
      sources.put(
          source.getKey(),
          new RequestedSource(
              source.getValue(), ref == null ? defaultRef(platform, source.getValue()) : ref));
    }
    return sources;
  }

  private static String defaultRef(Platform platform, RepositoryName repository) {
    return platform
        .repository(repository)
        .map(Platform.SourceRepository::defaultBranch)
        .orElse("main");
  }

  private MutationOutcome sent(Request request) {
    DeploymentRequest body = request.body;
    if (request.action == Action.ROLLBACK_DEPLOYMENT && body.rollbackTargetId() == null) {
      Optional<MutationOutcome> before = standingOnly(request);
      if (before.isPresent()) {
        return before.get();
      }
      Optional<DeploymentId> target =
          parts.recorded().rollbackTarget(request.service.name(), request.environment.name());
      if (target.isEmpty()) {
        return refused(request.id.uuid(), noTarget(request));
      }
      body = targeted(body, target.get());
    }
    DeploymentStart start =
        new DeploymentStart(
            request.id,
            request.service.name(),
            request.environment.name(),
            parts.intents().proven(stated(request, body)));
    return switch (parts.workflows().admit(request.workflowType(), start, request.note)) {
      case Reply.Answered<Admission>(Admission answer) -> outcome(request, answer);
      case Reply.OtherInput<Admission> other -> refused(request.id.uuid(), idInUse(request));
      case Reply.NotRunning<Admission> ended -> standing(request, false);
      case Reply.Unknown<Admission>(String why) ->
          refused(request.id.uuid(), parts.unavailable(request.id.value(), why));
    };
  }

  private static Stated stated(Request request, DeploymentRequest body) {
    return new Stated(
        request.principal,
        request.id.subject(),
        LogicalStep.REQUEST,
        request.scope(),
        RecordInput.of(body));
  }

  private static DeploymentRequest targeted(DeploymentRequest body, DeploymentId target) {
    return new DeploymentRequest(
        body.action(), body.sources(), target, body.requestedBy(), body.reason(), null);
  }

  /// The answer to the same request that was sent before; for an id that is neither current nor
  /// known a refusal.
  private MutationOutcome standing(Request request, boolean outdated) {
    return standingOnly(request)
        .orElseGet(
            () ->
                refused(
                    request.id.uuid(),
                    outdated
                        ? parts.checks().notCurrent(request.id.uuid())
                        : parts.unavailable(
                            request.id.value(),
                            "its workflow has ended and its record is not in the graph yet")));
  }

  private Optional<MutationOutcome> standingOnly(Request request) {
    return switch (parts.workflows().standingAdmission(request.id, request.note)) {
      case Reply.Answered<Admission>(Admission answer) -> Optional.of(outcome(request, answer));
      case Reply.OtherInput<Admission> other ->
          Optional.of(refused(request.id.uuid(), idInUse(request)));
      case Reply.NotRunning<Admission> ended -> recorded(request);
      case Reply.Unknown<Admission> unknown -> recorded(request);
    };
  }

  private Optional<MutationOutcome> recorded(Request request) {
    return parts
        .recorded()
        .record(stated(request, request.body).header(parts.checks().now()).recordId())
        .map(
            standing ->
                isSame(request, standing.record())
                    ? new DeploymentStarted(request.id.uuid(), standing.receipt(), 0, null)
                    : refused(request.id.uuid(), idInUse(request)));
  }

  /// The standing body has the target that was chosen then.
  private static boolean isSame(Request request, LedgerRecord standing) {
    DeploymentRequest wanted =
        request.body.rollbackTargetId() == null
                && standing.body() instanceof DeploymentRequest chosen
                && chosen.rollbackTargetId() != null
            ? targeted(request.body, chosen.rollbackTargetId())
            : request.body;
    return stated(request, wanted).isSaidBy(standing);
  }

  private MutationOutcome outcome(Request request, Admission answer) {
    return switch (answer) {
      case Admission.Admitted admitted ->
          new DeploymentStarted(
              request.id.uuid(), admitted.receipt(), admitted.position(), behind(admitted));
      case Admission.Refused refusal ->
          new DeploymentRefused(request.id.uuid(), refusal.reason(), refusal.message());
    };
  }

  private static @Nullable UUID behind(Admission.Admitted admitted) {
    DeploymentId behind = admitted.behind();
    return behind == null ? null : behind.uuid();
  }

  private static DeploymentRefused refused(UUID id, Refusal refusal) {
    return new DeploymentRefused(id, refusal.reason(), refusal.message());
  }

  private static Refusal idInUse(Request request) {
    return new Refusal(
        RefusalReason.ID_IN_USE,
        "id %s: another request was sent under it; make a new id".formatted(request.id));
  }

  private static Refusal noTarget(Request request) {
    return new Refusal(
        RefusalReason.NO_ROLLBACK_TARGET,
        "rollback of %s in %s: expected an earlier deployment that succeeded, whose evidence is"
                .formatted(request.service.name(), request.environment.name())
            + " trusted and that no incident is attributed to, found none; name one by"
            + " targetDeploymentId");
  }
}
