package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.gateway.mutation.MutationOutcome.DecisionRefused;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.DeploymentDecided;
import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.Decision;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.workflow.DecisionOutcome;
import com.caiatech.afdp.schemas.workflow.DecisionRequest;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import java.util.Optional;
import java.util.UUID;

/// Decides about the exact plan of a deployment.
final class DecisionMutations {
  private final MutationParts parts;
  private final KnownDeployments deployments;

  DecisionMutations(MutationParts parts) {
    this.parts = parts;
    this.deployments = new KnownDeployments(parts);
  }

  MutationOutcome approve(Principal principal, Input input) {
    return decided(principal, Action.APPROVE_DEPLOYMENT, Decision.APPROVED, input);
  }

  MutationOutcome reject(Principal principal, Input input) {
    return decided(principal, Action.REJECT_DEPLOYMENT, Decision.REJECTED, input);
  }

  private MutationOutcome decided(
      Principal principal, Action action, Decision decision, Input input) {
    UUID uuid = input.uuid("deploymentId");
    Optional<Refusal> refusal =
        Refusal.first(
            () -> parts.checks().mayDo(principal, action, null),
            () -> parts.checks().isVersion7("id", input.uuid("id")),
            () -> parts.checks().isVersion7("deploymentId", uuid),
            () -> parts.checks().sha256("planSha256", input.text("planSha256")),
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
    return decided(principal, action, decision, input, known.get());
  }

  private MutationOutcome decided(
      Principal principal,
      Action action,
      Decision decision,
      Input input,
      KnownDeployments.Known known) {
    UUID uuid = known.id().uuid();
    Optional<Refusal> refusal =
        Refusal.first(
            () -> parts.checks().mayDo(principal, action, known.scope().environment()),
            () -> selfApproval(principal, decision, known));
    if (refusal.isPresent()) {
      return refused(uuid, refusal.get());
    }
    RequestId request = new RequestId(input.uuid("id"));
    ApprovalDecision body =
        new ApprovalDecision(
            decision,
            principal.personId(),
            role(principal),
            new Sha256(input.text("planSha256")),
            rule(known),
            parts.mentioning(input.optionalText("reason")),
            null);
    Stated stated =
        new Stated(
            principal,
            known.id().subject(),
            LogicalStep.of(action, request),
            known.scope(),
            RecordInput.of(body));
    if (!parts.checks().isCurrent(request.uuid())) {
      return recorded(known, stated)
          .orElseGet(() -> refused(uuid, parts.checks().notCurrent(request.uuid())));
    }
    DecisionRequest decisionRequest = new DecisionRequest(request, parts.intents().proven(stated));
    return switch (parts.workflows().decide(known.id(), decisionRequest)) {
      case Reply.Answered<DecisionOutcome>(DecisionOutcome answer) -> outcome(uuid, answer);
      case Reply.OtherInput<DecisionOutcome> other ->
          refused(uuid, KnownDeployments.idInUse(request));
      case Reply.NotRunning<DecisionOutcome> ended ->
          recorded(known, stated).orElseGet(() -> refused(uuid, hasEnded(known)));
      case Reply.Unknown<DecisionOutcome>(String why) ->
          refused(uuid, parts.unavailable(request.value(), why));
    };
  }

  private static Optional<Refusal> selfApproval(
      Principal principal, Decision decision, KnownDeployments.Known known) {
    return principal.personId().equals(known.requestedBy())
        ? Refusal.because(
            RefusalReason.SELF_APPROVAL,
            "deployment %s: expected a decision (%s) by another person than the one who asked for it"
                .formatted(known.id(), decision))
        : Optional.empty();
  }

  private static String role(Principal principal) {
    return (principal.has(Role.APPROVER) ? Role.APPROVER : Role.ADMIN).label();
  }

  /// The rule of the environment; for one that is configured no more, its name says so.
  private String rule(KnownDeployments.Known known) {
    return Optional.ofNullable(known.scope().environment())
        .flatMap(parts.platform().current()::environment)
        .map(Platform.Environment::approvalRule)
        .orElse("none");
  }

  private Optional<MutationOutcome> recorded(KnownDeployments.Known known, Stated stated) {
    return parts
        .recorded()
        .record(stated.header(parts.checks().now()).recordId())
        .map(
            standing -> {
              if (!stated.isSaidBy(standing.record())) {
                return refused(known.id().uuid(), KnownDeployments.idInUse(stated.logicalStep()));
              }
              Optional<RecordedState.Known> projected = parts.recorded().deployment(known.id());
              return new DeploymentDecided(
                  known.id().uuid(),
                  standing.receipt(),
                  projected.map(RecordedState.Known::approvals).orElse(0),
                  projected.map(RecordedState.Known::requiredApprovals).orElse(0));
            });
  }

  private static Refusal hasEnded(KnownDeployments.Known known) {
    return new Refusal(
        RefusalReason.NOT_AWAITING_APPROVAL,
        "deployment %s: expected one that waits for approval, found one that has ended"
            .formatted(known.id()));
  }

  private static MutationOutcome outcome(UUID deployment, DecisionOutcome answer) {
    return switch (answer) {
      case DecisionOutcome.Recorded recorded ->
          new DeploymentDecided(
              deployment, recorded.receipt(), recorded.approvals(), recorded.required());
      case DecisionOutcome.Refused refusal ->
          new DecisionRefused(deployment, refusal.reason(), refusal.message());
    };
  }

  private static MutationOutcome refused(UUID deployment, Refusal refusal) {
    return new DecisionRefused(deployment, refusal.reason(), refusal.message());
  }
}
