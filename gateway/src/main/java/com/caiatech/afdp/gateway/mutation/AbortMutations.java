package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.gateway.mutation.MutationOutcome.AbortRefused;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.DeploymentAborting;
import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.workflow.AbortOutcome;
import com.caiatech.afdp.schemas.workflow.AbortRequest;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Stops deployments.
final class AbortMutations {
  private final MutationParts parts;
  private final KnownDeployments deployments;

  AbortMutations(MutationParts parts) {
    this.parts = parts;
    this.deployments = new KnownDeployments(parts);
  }

  MutationOutcome abort(Principal principal, Input input) {
    UUID uuid = input.uuid("deploymentId");
    Optional<Refusal> refusal =
        Refusal.first(
            () -> parts.checks().mayDo(principal, Action.ABORT_DEPLOYMENT, null),
            () -> parts.checks().isVersion7("id", input.uuid("id")),
            () -> parts.checks().isVersion7("deploymentId", uuid),
            () ->
                parts
                    .checks()
                    .clearText("reason", input.optionalText("reason"), RequestChecks.MAX_REASON));
    if (refusal.isPresent()) {
      return refused(uuid, refusal.get());
    }
    DeploymentId deployment = new DeploymentId(uuid);
    Optional<KnownDeployments.Known> known = deployments.find(deployment);
    if (known.isEmpty()) {
      return refused(uuid, KnownDeployments.unknown(deployment));
    }
    return parts
        .checks()
        .mayDo(principal, Action.ABORT_DEPLOYMENT, known.get().scope().environment())
        .map(denied -> refused(uuid, denied))
        .orElseGet(() -> aborted(principal, input, known.get()));
  }

  private MutationOutcome aborted(Principal principal, Input input, KnownDeployments.Known known) {
    UUID uuid = known.id().uuid();
    RequestId request = new RequestId(input.uuid("id"));
    Stated stated = stated(principal, input, known, request);
    if (!parts.checks().isCurrent(request.uuid())) {
      return recorded(known, stated)
          .orElseGet(() -> refused(uuid, parts.checks().notCurrent(request.uuid())));
    }
    AbortRequest abort = new AbortRequest(request, parts.intents().proven(stated));
    return switch (parts.workflows().abort(known.id(), abort)) {
      case Reply.Answered<AbortOutcome>(AbortOutcome answer) -> outcome(uuid, answer);
      case Reply.OtherInput<AbortOutcome> other -> refused(uuid, KnownDeployments.idInUse(request));
      case Reply.NotRunning<AbortOutcome> ended ->
          recorded(known, stated).orElseGet(() -> refused(uuid, hasEnded(known)));
      case Reply.Unknown<AbortOutcome>(String why) ->
          refused(uuid, parts.unavailable(request.value(), why));
    };
  }

  private Stated stated(
      Principal principal, Input input, KnownDeployments.Known known, RequestId request) {
    return new Stated(
        principal,
        known.id().subject(),
        LogicalStep.of(Action.ABORT_DEPLOYMENT, request),
        known.scope(),
        RecordInput.of(
            new DeploymentRequest(
                RequestedAction.ABORT,
                Map.of(),
                null,
                principal.personId(),
                parts.mentioning(input.optionalText("reason")),
                null)));
  }

  private Optional<MutationOutcome> recorded(KnownDeployments.Known known, Stated stated) {
    return parts
        .recorded()
        .record(stated.header(parts.checks().now()).recordId())
        .map(
            standing ->
                stated.isSaidBy(standing.record())
                    ? new DeploymentAborting(known.id().uuid(), standing.receipt())
                    : refused(known.id().uuid(), KnownDeployments.idInUse(stated.logicalStep())));
  }

  private static Refusal hasEnded(KnownDeployments.Known known) {
    return new Refusal(
        RefusalReason.ALREADY_ENDED,
        "deployment %s: expected one that runs or waits, found one that has ended"
            .formatted(known.id()));
  }

  private static MutationOutcome outcome(UUID deployment, AbortOutcome answer) {
    return switch (answer) {
      case AbortOutcome.Accepted accepted -> new DeploymentAborting(deployment, accepted.receipt());
      case AbortOutcome.Refused refusal ->
          new AbortRefused(deployment, refusal.reason(), refusal.message());
    };
  }

  private static MutationOutcome refused(UUID deployment, Refusal refusal) {
    return new AbortRefused(deployment, refusal.reason(), refusal.message());
  }
}
