package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SuccessorVolume;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import com.caiatech.afdp.schemas.trust.PolicyHistory.Acceptance;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The first commit of a volume that follows another one of `trust-policy`. It counts where it
/// names the end of its predecessor as that stands, and the roots of the last policy before that
/// end signed the record that opens the volume, and the policy beside it.
record PolicyOpening(LedgerCommit commit, List<LedgerRecord> records, SuccessorVolume opened) {
  PolicyOpening {
    records = List.copyOf(records);
  }

  /// The first commit that adds something; none while there is none.
  static Optional<LedgerCommit> first(VolumeReader volume) {
    try (CommitReadings readings = volume.since(VolumePosition.start(volume.volume()))) {
      while (readings.hasNext()) {
        switch (readings.next()) {
          case CommitReading.Good(LedgerCommit commit) -> {
            return Optional.of(commit);
          }
          case CommitReading.Empty ignored -> {}
          case CommitReading.Structural ignored -> {}
        }
      }
    }
    return Optional.empty();
  }

  /// Reads a first commit; nothing where it does not hold exactly one record that opens a volume of
  /// the trust policy.
  static Optional<PolicyOpening> of(LedgerCommit first) {
    List<LedgerRecord> records = PolicyVolume.records(first);
    List<SuccessorVolume> openings = new ArrayList<>();
    for (LedgerRecord record : records) {
      if (record.body() instanceof SuccessorVolume opened
          && opened.series() == Series.TRUST_POLICY) {
        openings.add(opened);
      }
    }
    return openings.size() == 1
        ? Optional.of(new PolicyOpening(first, records, openings.getFirst()))
        : Optional.empty();
  }

  /// The history that goes on with it, or why it does not.
  Acceptance after(PolicyVolume predecessor) {
    Optional<String> otherEnd = otherEnd(predecessor.reader());
    if (otherEnd.isPresent()) {
      return new Acceptance.Refused(otherEnd.get());
    }
    PolicyHistory atEnd = predecessor.until(opened.finalCommit()).history();
    PolicyHistory whole = predecessor.history();
    return switch (atEnd.continued(records, null, whole)) {
      case Acceptance.Refused refused -> refused;
      case Acceptance.Accepted(PolicyHistory candidate) ->
          atEnd.continued(records, recordedAt(candidate.currentOrNobody()), whole);
    };
  }

  /// The position behind it.
  VolumePosition end(PolicyHistory history) {
    return new VolumePosition(
        commit.volume(), commit.endIndex(), commit.id(), recordedAt(history.currentOrNobody()));
  }

  private @Nullable Instant recordedAt(TrustPolicy policy) {
    return VolumeVerifier.judge(commit, null, policy).recordedAt();
  }

  /// Why the predecessor does not end as the record says.
  private Optional<String> otherEnd(VolumeReader predecessor) {
    List<CommitId> last = new ArrayList<>();
    LedgerVerification found =
        LedgerVerification.run(
            predecessor.at(opened.finalCommit()),
            TrustPolicy.nobody(),
            judged -> {
              last.clear();
              last.add(judged.commit().id());
            });
    boolean same =
        found.structural().isEmpty()
            && found.end().size() == opened.finalSize()
            && found.root().equals(opened.finalRoot())
            && last.equals(List.of(opened.finalCommit()));
    return same
        ? Optional.empty()
        : Optional.of(
            "Volume %s: expected %s to end with %d entries, root %s, at commit %s; found %s"
                .formatted(
                    opened.volume(),
                    predecessor.volume(),
                    opened.finalSize(),
                    opened.finalRoot(),
                    opened.finalCommit(),
                    found
                        .structural()
                        .map(CommitReading.Structural::describe)
                        .orElseGet(
                            () ->
                                "%d entries, root %s, the last of them at commit %s"
                                    .formatted(found.end().size(), found.root(), last))));
  }
}
