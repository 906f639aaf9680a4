package com.caiatech.afdp.infra.trial.tamper;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.schemas.ledger.JudgedCommit;
import com.caiatech.afdp.schemas.ledger.LedgerVerification;
import com.caiatech.afdp.schemas.ledger.PolicyVolumes;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.ledger.Verdict;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// The records that the demo left, from which a thief takes its patterns.
final class Honest {
  private final List<StandingRecord> records = new ArrayList<>();
  private final Random random;

  /// @param random picks victims
  Honest(Loot loot, Random random) {
    this.random = random;
    try (Ledgers ledgers = new Ledgers(loot)) {
      TrustPolicy policy =
          new PolicyVolumes(List.of(reader(ledgers, Series.TRUST_POLICY)), loot.pinned)
              .history()
              .currentOrNobody();
      for (Series series : Series.values()) {
        LedgerVerification.run(reader(ledgers, series), policy, this::take);
      }
    }
  }

  private static VolumeReader reader(Ledgers ledgers, Series series) {
    return new VolumeReader(ledgers.of(series).repository(), series, series.firstVolume());
  }

  private void take(JudgedCommit commit) {
    commit
        .entries()
        .forEach(
            entry -> {
              if (entry.verdict() instanceof Verdict.Trusted trusted) {
                records.add(
                    new StandingRecord(
                        commit.commit().volume(),
                        entry.entry().index(),
                        entry.entry().path(),
                        Objects.requireNonNull(commit.recordedAt()),
                        trusted.record()));
              }
            });
  }

  /// A record with a body of the type, any one.
  StandingRecord any(Class<? extends RecordBody> type) {
    List<StandingRecord> found = all(type);
    if (found.isEmpty()) {
      throw new InfraException.Refused(
          "the tamper trial: expected the state to hold a record of type "
              + type.getSimpleName()
              + ", found none; begin with a demo's state");
    }
    return found.get(random.nextInt(found.size()));
  }

  /// The last opened manifest of the scope; absent where none was opened.
  @Nullable StandingRecord lastOpened(Scope scope) {
    return all(DeploymentManifestOpened.class).stream()
        .filter(it -> it.record().header().scope().equals(scope))
        .max(
            Comparator.comparingLong(
                it -> ((DeploymentManifestOpened) it.record().body()).sequence()))
        .orElse(null);
  }

  List<StandingRecord> all(Class<? extends RecordBody> type) {
    return records.stream().filter(it -> type.isInstance(it.record().body())).toList();
  }
}
