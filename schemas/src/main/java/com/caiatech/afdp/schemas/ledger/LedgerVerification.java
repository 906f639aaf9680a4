package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.merkle.CompactRange;
import com.caiatech.afdp.schemas.merkle.MerkleTree;
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
public record LedgerVerification(
    VolumePosition end,
    Sha256 root,
    long trusted,
    long violated,
    long empty,
    Optional<CommitReading.Structural> structural) {

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
            each.accept(judged);
          }
        }
      }
    }
    return new LedgerVerification(
        position, log.root(), trusted, position.size() - trusted, empty, structural);
  }

  /// Whether the volume is whole, every entry counts and every commit adds one.
  public boolean sound() {
    return structural.isEmpty() && violated == 0 && empty == 0;
  }
}
