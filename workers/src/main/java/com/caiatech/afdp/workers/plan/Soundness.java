package com.caiatech.afdp.workers.plan;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.soundness.SubjectVerdict;
import com.caiatech.afdp.schemas.soundness.SubjectVerifier;
import com.caiatech.afdp.schemas.soundness.Surroundings;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import com.caiatech.afdp.workers.ledger.ReadEntry;
import com.caiatech.afdp.workers.plan.DeploymentReadings.Standing;
import com.caiatech.afdp.workers.reason.Reason;
import java.util.Collection;
import java.util.Optional;

/// Judges deployments by their records as the workers read them: the verdict that `afdp verify`
/// gives. Entries that do not count take nothing away.
///
/// @param ledger as it is for one decision
/// @param deployments what was read before of their sequences
record Soundness(LedgerReadings ledger, DeploymentReadings deployments) implements Surroundings {
  /// Why the records of a deployment do not hold together.
  ///
  /// @param records its standing ones of all series
  Optional<Reason> problem(Collection<StandingRecord> records) {
    SubjectVerdict verdict = SubjectVerifier.judge(records, this, ledger.policy());
    return switch (verdict.records()) {
      case SOUND -> Optional.empty();
      case UNSOUND -> Optional.of(Reason.of("its records are not sound: {}").with(verdict));
      case PENDING ->
          Optional.of(
              Reason.of("its records name {}, which does not stand yet")
                  .with(verdict.pending().getFirst()));
    };
  }

  @Override
  public Place at(RecordRef ref) {
    if (!ledger.reaches(ref)) {
      return new Place.Unread();
    }
    return ledger
        .at(ref)
        .filter(entry -> entry.ref().equals(ref))
        .flatMap(ReadEntry::record)
        .<Place>map(Place.Exists::new)
        .orElseGet(Place.Other::new);
  }

  @Override
  public Optional<RecordRef> firstOpened(Scope scope, long sequence) {
    return deployments.firstOpened(ledger, scope, sequence);
  }

  @Override
  public Optional<LedgerRecord> opened(DeploymentId deployment) {
    return new DeploymentReadings(ledger).opened(deployment).map(Standing::record);
  }
}
