package com.caiatech.afdp.workers.plan;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.soundness.NamedRecords;
import com.caiatech.afdp.workers.activity.Rollout;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.plan.DeploymentReadings.Standing;
import com.caiatech.afdp.workers.plan.Sources.Found;
import com.caiatech.afdp.workers.reason.Reason;
import java.util.List;
import java.util.Optional;

/// Verifies by the ledgers that a deployment may run something new, at the place that runs it:
/// whoever reaches Temporal can have any activity carried out with any payload, but cannot make the
/// records that have to stand. What only makes safe is not asked for.
public final class StartEvidence {
  private final LedgerReadings readings;
  private final DeploymentReadings sequences;
  private final RollbackEvidence rollbacks;
  private final UnrecordedRollbacks unrecorded;

  public StartEvidence(
      LedgerReadings readings,
      DeploymentReadings sequences,
      RollbackEvidence rollbacks,
      UnrecordedRollbacks unrecorded) {
    this.readings = readings;
    this.sequences = sequences;
    this.rollbacks = rollbacks;
    this.unrecorded = unrecorded;
  }

  /// What a deployment is about to run.
  public enum Act {
    /// A check before anybody has approved the plan.
    PRE_CHECK,
    /// An instance, or a check of one: it needs a step `go`.
    INSTANCE
  }

  /// Why nothing of the deployment may run: its manifest does not stand, is closed or states
  /// something else, or its records are not sound. A rollback that no ledger takes now is proven by
  /// its request alone.
  public Optional<Reason> refusal(Rollout rollout, Act act) {
    RecordToWrite request = rollout.unrecorded();
    return (request == null ? problem(rollout, act) : unrecorded.problem(rollout, request))
        .map(
            why ->
                Reason.of("nothing of deployment {} was started; what runs was left as it is: {}")
                    .with(rollout.deploymentId())
                    .with(why));
  }

  /// The deployment that a rollback goes back to, by the request for it.
  public Optional<DeploymentId> goneBackTo(Rollout rollback) {
    RecordToWrite request = rollback.unrecorded();
    return request == null
        ? sequences
            .request(rollback.deploymentId())
            .flatMap(standing -> NamedRecords.target(standing.body()))
        : NamedRecords.target(request.decoded().body());
  }

  private Optional<Reason> problem(Rollout rollout, Act act) {
    LedgerReadings ledger = readings.forOneDecision();
    List<StandingRecord> records = ledger.standingAbout(rollout.deploymentId().subject());
    Optional<Standing<DeploymentManifestOpened>> opened =
        DeploymentReadings.first(records, DeploymentManifestOpened.class);
    if (opened.isEmpty()) {
      return Optional.of(Reason.of("it has no opened manifest that counts"));
    }
    if (DeploymentReadings.first(records, DeploymentManifestClosed.class).isPresent()) {
      return Optional.of(Reason.of("its manifest is closed"));
    }
    if (!isStated(rollout, opened.get())) {
      return Optional.of(
          Reason.of(
                  "asked for was another service, environment, sequence, commit or previous deployment than its manifest states, {}")
              .with(opened.get().ref()));
    }
    if (act == Act.INSTANCE && !saysGo(records)) {
      return Optional.of(Reason.of("it has no step `go` that counts and names what it relies on"));
    }
    return new Soundness(ledger, sequences)
        .problem(records)
        .or(() -> unproven(ledger, records, opened.get()));
  }

  private static boolean isStated(Rollout rollout, Standing<DeploymentManifestOpened> opened) {
    Scope scope = Scope.of(rollout.environment(), rollout.service());
    return opened.header().scope().equals(scope)
        && rollout.equals(
            Rollout.of(
                rollout.deploymentId(), rollout.service(), rollout.environment(), opened.body()));
  }

  private static boolean saysGo(List<StandingRecord> records) {
    return records.stream()
        .anyMatch(it -> it.record().body() instanceof DeploymentStep step && step.saysGo());
  }

  /// Why the evidence of what a rollback goes back to does not hold: it needs no approval, since it
  /// runs what ran before.
  private Optional<Reason> unproven(
      LedgerReadings ledger,
      List<StandingRecord> records,
      Standing<DeploymentManifestOpened> opened) {
    if (opened.body().plan().deploymentType() != DeploymentType.ROLLBACK) {
      return Optional.empty();
    }
    Optional<DeploymentId> asked =
        records.stream()
            .filter(it -> it.ref().equals(opened.body().requestRef()))
            .flatMap(it -> NamedRecords.target(it.record().body()).stream())
            .findFirst();
    if (asked.isEmpty()) {
      return Optional.of(Reason.of("its request names no deployment to go back to"));
    }
    return rollbacks.recorded(ledger, opened.header().scope(), asked.get())
            instanceof Found.Not<DeploymentManifestOpened> not
        ? Optional.of(not.message())
        : Optional.empty();
  }
}
