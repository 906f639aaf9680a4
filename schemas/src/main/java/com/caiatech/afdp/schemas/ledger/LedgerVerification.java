package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.merkle.CompactRange;
import com.caiatech.afdp.schemas.merkle.MerkleTree;
import com.caiatech.afdp.schemas.record.SuccessorVolume;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A whole volume, verified from its first entry.
///
/// @param end where the volume stands: at its head, or at its last good commit
/// @param root the RFC 6962 root over all entries
/// @param trusted how many entries count
/// @param violated how many do not
/// @param empty how many commits add no file; each is a violation
/// @param structural the fault that stops the volume, where there is one
/// @param otherEnd why the volume does not end as the record that opened its successor says; none
///   where it does, or has no successor
public record LedgerVerification(
    VolumePosition end,
    Sha256 root,
    long trusted,
    long violated,
    long empty,
    Optional<CommitReading.Structural> structural,
    Optional<String> otherEnd) {

  /// Verifies the volume as it is now.
  ///
  /// @param each is given every judged commit, in order
  public static LedgerVerification run(
      VolumeReader volume, TrustPolicy policy, Consumer<JudgedCommit> each) {
    CompactRange log = CompactRange.of(0, List.of());
    VolumePosition position = VolumePosition.start(volume.volume());
    long trusted = 0;
    long empty = 0;
    Optional<CommitReading.Structural> structural = Optional.empty();
    Optional<SuccessorVolume> successor = policy.chains().successor(volume.volume());
    String found = "no commit that ends with that entry";
    try (CommitReadings readings = volume.since(position)) {
      while (readings.hasNext()) {
        switch (readings.next()) {
          case CommitReading.Structural fault -> structural = Optional.of(fault);
          case CommitReading.Empty nothing -> {
            position = position.after(nothing);
            empty++;
          }
          case CommitReading.Good(LedgerCommit commit) -> {
            JudgedCommit judged = VolumeVerifier.judge(commit, position.recordedAt(), policy);
            for (JudgedEntry entry : judged.entries()) {
              log.append(MerkleTree.leafHash(entry.entry().bytes()));
              trusted += entry.verdict() instanceof Verdict.Trusted ? 1 : 0;
            }
            position = judged.after();
            if (successor.isPresent() && position.size() == successor.get().finalSize()) {
              found = "root " + log.root() + " at commit " + commit.id();
            }
            each.accept(judged);
          }
        }
      }
    }
    return new LedgerVerification(
        position,
        log.root(),
        trusted,
        position.size() - trusted,
        empty,
        structural,
        otherEnd(successor, found));
  }

  private static Optional<String> otherEnd(Optional<SuccessorVolume> successor, String found) {
    return successor.flatMap(
        it -> {
          String expected = "root " + it.finalRoot() + " at commit " + it.finalCommit();
          return expected.equals(found)
              ? Optional.empty()
              : Optional.of(
                  "end before %s: expected %d entries with %s, found %s"
                      .formatted(it.volume(), it.finalSize(), expected, found));
        });
  }

  /// Whether the volume is whole, every entry counts, every commit adds one, and it ends where the
  /// trust policy says.
  public boolean sound() {
    return structural.isEmpty() && violated == 0 && empty == 0 && otherEnd.isEmpty();
  }
}
