package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.gateway.execution.DocumentCheck;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.DeploymentActing;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.DeploymentDecided;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.DeploymentStarted;
import com.caiatech.afdp.gateway.people.PeopleDirectory;
import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.intent.Intent;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.AssertedDeployment;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The course of every mutation: check → state → prove → send → standing.
///
/// A request that is sent again has one effect: its record's id follows from its own, the ledger
/// keeps the first record of an id, and the answer carries the input of the record that stands. An
/// answer counts for a request only when its input has the same digest.
final class MutationCourse {
  /// So often an update of an incident is made anew of what others have said meanwhile.
  private static final int MOST_ATTEMPTS = 20;

  private final RegisteredHere platform;
  private final RequestChecks checks;
  private final KnownState known;
  private final IntentProofs intents;
  private final WorkflowCalls workflows;
  private final PeopleDirectory people;

  MutationCourse(
      RegisteredHere platform,
      RequestChecks checks,
      KnownState known,
      IntentProofs intents,
      WorkflowCalls workflows,
      PeopleDirectory people) {
    this.platform = platform;
    this.checks = checks;
    this.known = known;
    this.intents = intents;
    this.workflows = workflows;
    this.people = people;
  }

  /// @param documents checks a document that shall be kept
  /// @param ofAnyMoment whether the id may be of a moment long ago
  MutationOutcome carryOut(
      Mutation mutation,
      Principal principal,
      Input given,
      DocumentCheck documents,
      boolean ofAnyMoment) {
    Input input = mutation.place().identified(given, checks.now());
    Platform current = platform.knowing(input.services());
    return checks
        .problem(mutation, principal, input, current, documents)
        .map(refusal -> mutation.refused(input, refusal))
        .orElseGet(
            () ->
                found(
                    new Request(
                        mutation,
                        principal,
                        RequestChecks.mentioning(input, people),
                        current,
                        Request.State.of(scope(mutation, input)),
                        checks.now(),
                        ofAnyMoment)));
  }

  private static Scope scope(Mutation mutation, Input input) {
    return mutation.place().isScoped()
        ? Scope.parse(input.text("environment"), input.text("service"))
        : Scope.global();
  }

  /// Looks up what the request acts on.
  private MutationOutcome found(Request request) {
    if (request.mutation().place() == Place.INCIDENT) {
      return ofIncident(request, 1);
    }
    if (request.mutation().place() == Place.ANNOTATION) {
      return prepared(request.with(request.state().withAnnotated(annotated(request))));
    }
    return request.mutation().place().isOfDeployment()
        ? known
            .deployment(request.named())
            .map(state -> aimed(request.with(state)))
            .orElseGet(() -> refused(request, unknown(request.named())))
        : aimed(request);
  }

  /// What is said of an incident builds on what its ledger knows before it, so that a request that
  /// is sent again says the same.
  private MutationOutcome ofIncident(Request request, int attempt) {
    RecordKind kind =
        request.mutation().action() == Action.UPDATE_INCIDENT
            ? RecordKind.INCIDENT_REPORT
            : RecordKind.CAUSAL_LINK;
    return switch (workflows.knownIncident(request.header(kind))) {
      case Reply.Answered(Answer(RecordInput known, RequestOutcome.Recorded(Receipt last))) ->
          prepared(
              request.with(
                  request
                      .state()
                      .with(
                          new Request.Incident(
                              known.body(IncidentReport.class), last.ref(), attempt))));
      case Reply.Unknown(String why) -> refused(request, unavailable(request, why));
      case Reply.Answered _, Reply.Nothing _, Reply.Refused _ ->
          refused(
              request,
              new Refusal(
                  RefusalReason.UNKNOWN_INCIDENT,
                  "incidentId: expected an incident that was reported, found "
                      + request.subject()));
    };
  }

  /// Chooses what a rollback goes back to.
  private MutationOutcome aimed(Request request) {
    return request.mutation().action() == Action.ROLLBACK_DEPLOYMENT
        ? target(request)
            .map(chosen -> prepared(request.with(request.state().withTarget(chosen))))
            .orElseGet(() -> refused(request, noTarget(request)))
        : prepared(request);
  }

  /// Where a rollback goes: where the request says, else where the same request went before, else
  /// to what served before the one that is undone, or to the newest good one.
  private Optional<DeploymentId> target(Request request) {
    Optional<DeploymentId> named =
        request.input().optionalUuid("targetDeploymentId").map(DeploymentId::new);
    return named
        .or(() -> standingTarget(standing(request, RecordKind.DEPLOYMENT_REQUEST)))
        .or(
            () ->
                undoes(request)
                    ? known.servedBefore(request.named())
                    : known.rollbackTarget(request.state().scope()));
  }

  private static boolean undoes(Request request) {
    return request.mutation().place() == Place.FOLLOWING_DEPLOYMENT;
  }

  private static Optional<DeploymentId> standingTarget(Reply standing) {
    return standing instanceof Reply.Answered(Answer answer)
            && answer.input().body() instanceof DeploymentRequest before
        ? Optional.ofNullable(before.rollbackTargetId())
        : Optional.empty();
  }

  private MutationOutcome prepared(Request request) {
    Optional<Refusal> refusal =
        Refusal.first(
            List.of(() -> mayDoThere(request), () -> request.mutation().standing().apply(request)));
    return refusal.map(it -> refused(request, it)).orElseGet(() -> sent(request));
  }

  private Optional<Refusal> mayDoThere(Request request) {
    return mayDo(request, TouchedScopes.by(request)).or(() -> mayBlame(request));
  }

  /// What an incident is attributed to is somewhere, too.
  private Optional<Refusal> mayBlame(Request request) {
    return request.mutation().action() == Action.LINK_INCIDENT
        ? mayDoEverywhere(request)
            .flatMap(
                _ -> mayDo(request, List.of(known.scopeOfCause(request).orElseGet(Scope::global))))
        : Optional.empty();
  }

  /// Where the thing belongs that an annotation is about.
  private List<Scope> annotated(Request request) {
    return mayDoEverywhere(request).isEmpty()
        ? List.of(Scope.global())
        : known.scopesOfAnnotated(request);
  }

  /// Whoever may needs no look-up.
  private Optional<Refusal> mayDoEverywhere(Request request) {
    return mayDo(request, List.of(Scope.global()));
  }

  private Optional<Refusal> mayDo(Request request, List<Scope> scopes) {
    return checks.mayDo(request.principal(), request.mutation().action(), scopes);
  }

  private MutationOutcome sent(Request request) {
    RecordInput input = RecordInput.of(request.mutation().body().apply(request));
    if (!request.ofAnyMoment() && !checks.isCurrent(request.id().uuid())) {
      return told(
          request, input, standing(request, input.kind()), checks.notCurrent(request.id().uuid()));
    }
    Header header = request.header(input.kind());
    RecordInput proven = intents.proven(request, header, input);
    Reply reply = workflows.send(request, header, proven);
    if (isOvertaken(request, header, reply)) {
      int attempts = request.incident().attempt();
      return attempts < MOST_ATTEMPTS
          ? ofIncident(request, attempts + 1)
          : refused(request, overtaken(request));
    }
    return switch (reply) {
      case Reply.Nothing _ ->
          told(
              request,
              input,
              standing(request, input.kind()),
              request.mutation().route().tooLate(request));
      case Reply.Refused(Refusal refusal) ->
          told(request, input, standing(request, input.kind()), refusal);
      case Reply.Answered _, Reply.Unknown _ ->
          told(request, input, reply, request.mutation().route().tooLate(request));
    };
  }

  /// Whether somebody else said more of the incident before this was recorded, or is just doing so:
  /// updates of one incident are recorded one after another, and who comes meanwhile gets the
  /// answer to the other.
  private static boolean isOvertaken(Request request, Header header, Reply reply) {
    return request.mutation().action() == Action.UPDATE_INCIDENT
        && reply instanceof Reply.Answered(Answer(RecordInput input, RequestOutcome outcome))
        && (outcome instanceof RequestOutcome.Overtaken || !isOf(header, input));
  }

  private static boolean isOf(Header header, RecordInput input) {
    Intent intent = input.body().intent();
    return intent != null && intent.statement().recordId().equals(header.recordId());
  }

  private static Refusal overtaken(Request request) {
    return new Refusal(
        RefusalReason.UNAVAILABLE,
        "incident %s: others have updated it %d times meanwhile; nothing was recorded. Send the request again with the same id"
            .formatted(request.subject(), MOST_ATTEMPTS));
  }

  /// The answer that stands: as Temporal remembers it, else by the record in the ledger.
  private Reply standing(Request request, RecordKind kind) {
    Reply remembered = workflows.remembered(request);
    return remembered instanceof Reply.Nothing || remembered instanceof Reply.Refused
        ? workflows.standing(request.header(kind))
        : remembered;
  }

  private MutationOutcome told(
      Request request, RecordInput input, Reply reply, Refusal nothingStands) {
    return switch (reply) {
      case Reply.Answered(Answer(RecordInput standing, RequestOutcome outcome)) ->
          saysTheSame(standing, input)
              ? told(request, outcome)
              : refused(request, conflict(request));
      case Reply.Nothing _, Reply.Refused _ -> refused(request, nothingStands);
      case Reply.Unknown(String why) -> refused(request, unavailable(request, why));
    };
  }

  private static boolean saysTheSame(RecordInput standing, RecordInput input) {
    if (standing.body() instanceof AssertedDeployment before
        && input.body() instanceof AssertedDeployment asserted) {
      return before.saysTheSameAs(asserted);
    }
    return standing.sha256().equals(input.sha256());
  }

  private MutationOutcome told(Request request, RequestOutcome outcome) {
    return switch (outcome) {
      case RequestOutcome.Admitted admitted ->
          new DeploymentStarted(
              request.subject(), admitted.receipt(), admitted.position(), uuid(admitted.behind()));
      case RequestOutcome.Decided decided ->
          new DeploymentDecided(
              request.subject(), decided.receipt(), decided.approvals(), decided.required());
      case RequestOutcome.Recorded recorded -> {
        if (request.mutation().action() == Action.REGISTER_SERVICE) {
          platform.registered(recorded.receipt());
        }
        yield request.mutation().done().apply(request, recorded.receipt());
      }
      case RequestOutcome.Acting acting ->
          new DeploymentActing(request.subject(), acting.unrecorded(), uuid(acting.behind()));
      case RequestOutcome.Overtaken _ -> refused(request, overtaken(request));
      case RequestOutcome.Refused(RefusalReason reason, String message) ->
          refused(request, new Refusal(reason, message));
    };
  }

  private static @Nullable UUID uuid(@Nullable DeploymentId deployment) {
    return deployment == null ? null : deployment.uuid();
  }

  private static MutationOutcome refused(Request request, Refusal refusal) {
    return request.mutation().refused(request.input(), refusal);
  }

  private static Refusal unknown(DeploymentId id) {
    return new Refusal(
        RefusalReason.UNKNOWN_DEPLOYMENT,
        "deploymentId: expected a deployment that was asked for, found %s".formatted(id));
  }

  private static Refusal noTarget(Request request) {
    Scope scope = request.state().scope();
    if (undoes(request)) {
      return new Refusal(
          RefusalReason.NO_ROLLBACK_TARGET,
          "undo of deployment %s of %s in %s: expected one before which another served, found none as far as its manifest was read; abort it if it is under way"
              .formatted(request.named(), scope.service(), scope.environment()));
    }
    return new Refusal(
        RefusalReason.NO_ROLLBACK_TARGET,
        "rollback of %s in %s: expected an earlier deployment that succeeded, whose evidence is"
                .formatted(scope.service(), scope.environment())
            + " trusted and that no incident is attributed to, found none; name one by"
            + " targetDeploymentId");
  }

  private static Refusal conflict(Request request) {
    if (request.mutation().place() == Place.ASSERTED_DEPLOYMENT) {
      return ReportedDeployment.conflict(request);
    }
    return new Refusal(
        RefusalReason.CONFLICT,
        "id %s: another request was sent under it; make a new id".formatted(request.id()));
  }

  /// A refusal that leaves it open whether the request took effect.
  private static Refusal unavailable(Request request, String why) {
    return new Refusal(
        RefusalReason.UNAVAILABLE,
        "%s: %s; it is not known whether the request took effect. Send it again with the same id: it"
                .formatted(request.id(), why)
            + " has one effect");
  }
}
