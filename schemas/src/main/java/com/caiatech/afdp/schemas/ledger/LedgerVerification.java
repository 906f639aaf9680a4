package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.merkle.MerkleLog;
import com.caiatech.afdp.schemas.merkle.MerkleTree;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.util.Optional;
import java.util.function.Consumer;

/// A whole volume, verified from its first entry.
///
/// @param end where the volume ends: at its head, or at its last good commit
/// @param root the RFC 6962 root over all entries
/// @param trusted how many entries count
/// @param violated how many do not
/// @param structural the fault that ended the volume, where there is one
public record LedgerVerification(
    VolumePosition end,
    Sha256 root,
    long trusted,
    long violated,
    Optional<CommitReading.Structural> structural) {

  /// Verifies the volume as it is now.
  ///
  /// @param each is given every judged commit, in order
  public static LedgerVerification run(
      VolumeReader volume, TrustPolicy policy, Consumer<JudgedCommit> each) {
    MerkleLog log = new MerkleLog();
    VolumePosition position = VolumePosition.start(volume.volume());
    long trusted = 0;
    Optional<CommitReading.Structural> structural = Optional.empty();
    try (CommitReadings readings = volume.since(position)) {
      while (readings.hasNext()) {
        switch (readings.next()) {
          case CommitReading.Structural fault -> structural = Optional.of(fault);
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
        position, log.root(), trusted, position.size() - trusted, structural);
  }

  /// Whether the volume is whole and every entry counts.
  public boolean sound() {
    return structural.isEmpty() && violated == 0;
  }
}
