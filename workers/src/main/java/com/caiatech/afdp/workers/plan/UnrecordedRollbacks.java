package com.caiatech.afdp.workers.plan;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.PinnedSource;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.soundness.NamedRecords;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.activity.Rollout;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import com.caiatech.afdp.workers.ledger.LedgerWriter;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.plan.Sources.Found;
import com.caiatech.afdp.workers.reason.Reason;
import java.util.Map;
import java.util.Optional;

/// Judges rollbacks that no ledger takes now, by what was last seen of the ledgers. One may be
/// carried out before it is recorded if its request carries its proof, nobody has to approve it,
/// and what it goes back to is sound and kept on the target as it was started. So whoever reaches
/// Temporal alone can have nothing else done by it than what a person asked for within the time
/// that the proof counts.
public final class UnrecordedRollbacks {
  private final LedgerReadings readings;
  private final LedgerWriter writer;
  private final DeploymentReadings deployments;
  private final RollbackEvidence evidence;
  private final Kept kept;

  public UnrecordedRollbacks(
      LedgerReadings readings,
      LedgerWriter writer,
      DeploymentReadings deployments,
      RollbackEvidence evidence,
      Kept kept) {
    this.readings = readings;
    this.writer = writer;
    this.deployments = deployments;
    this.evidence = evidence;
    this.kept = kept;
  }

  /// What a target keeps of earlier deployments.
  @FunctionalInterface
  public interface Kept {
    /// Whether the deployment of these commits is kept as it was started.
    boolean keeps(
        ServiceName service,
        EnvironmentName environment,
        DeploymentId earlier,
        Map<SourceRole, PinnedSource> sources);
  }

  /// Why nothing may be done before the request is recorded.
  Optional<Reason> problem(DeploymentStart start, RecordToWrite request) {
    return LedgerReadings.asLastSeen(
        () ->
            goneBackTo(start.deploymentId(), start.service(), start.environment(), request)
                    instanceof Found.Not<DeploymentManifestOpened> not
                ? Optional.of(not.message())
                : Optional.empty());
  }

  /// Why what a target is asked to do is not what the request says, or may not be done before it is
  /// recorded.
  Optional<Reason> problem(Rollout rollout, RecordToWrite request) {
    return LedgerReadings.asLastSeen(
        () ->
            switch (goneBackTo(
                rollout.deploymentId(), rollout.service(), rollout.environment(), request)) {
              case Found.Not<DeploymentManifestOpened>(RefusalReason _, Reason why) ->
                  Optional.of(why);
              case Found.Here<DeploymentManifestOpened>(DeploymentManifestOpened opened) ->
                  opened.plan().pinned().equals(rollout.sources())
                      ? Optional.empty()
                      : Optional.of(
                          Reason.of("its commits are not those of what its request goes back to"));
            });
  }

  private Found<DeploymentManifestOpened> goneBackTo(
      DeploymentId rollback,
      ServiceName service,
      EnvironmentName environment,
      RecordToWrite request) {
    Scope scope = Scope.of(environment, service);
    LedgerRecord record = request.decoded();
    if (!record.header().subject().equals(rollback.subject())
        || !record.header().scope().equals(scope)) {
      return not(Reason.of("its request is for another deployment, service or environment"));
    }
    DeploymentId earlier = NamedRecords.target(record.body()).orElse(null);
    if (earlier == null) {
      return not(Reason.of("its request names no deployment to go back to"));
    }
    try {
      writer.requireIntent(request);
    } catch (WorkersException.IntentNotProven | WorkersException.RecordRefused unproven) {
      return new Found.Not<>(RefusalReason.INTENT_NOT_PROVEN, Reason.of(unproven));
    }
    if (deployments.closed(rollback).isPresent()) {
      return not(Reason.of("its manifest is closed"));
    }
    int approvals = deployments.approvals(DeploymentType.ROLLBACK, scope);
    if (approvals > 0) {
      return not(Reason.of("it needs {} approvals").with(approvals));
    }
    Found<DeploymentManifestOpened> recorded =
        evidence.recorded(readings.forOneDecision(), scope, earlier);
    return recorded instanceof Found.Here<DeploymentManifestOpened>(DeploymentManifestOpened opened)
            && !kept.keeps(service, environment, earlier, opened.plan().pinned())
        ? not(Reason.of("deployment {} is not kept here as it was started").with(earlier))
        : recorded;
  }

  private static Found<DeploymentManifestOpened> not(Reason why) {
    return new Found.Not<>(RefusalReason.UNAVAILABLE, why);
  }
}
