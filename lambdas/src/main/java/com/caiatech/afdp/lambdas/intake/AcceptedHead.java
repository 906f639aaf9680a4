package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.lambdas.evidence.LedgerMirror;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.ledger.CommitReading;
import com.caiatech.afdp.schemas.ledger.CommitReadings;
import com.caiatech.afdp.schemas.ledger.LedgerCommit;
import com.caiatech.afdp.schemas.ledger.VolumePosition;
import com.caiatech.afdp.schemas.platform.Platform;
import org.jspecify.annotations.Nullable;

/// Moves the accepted head of a volume's evidence to the last good commit of what was fetched.
final class AcceptedHead {
  private AcceptedHead() {}

  /// Judges the structure of what is new. What breaks it is told by who takes the volume in.
  ///
  /// @param head the fetched head; absent where the branch is gone
  static void advance(LedgerMirror mirror, Platform.Volume volume, @Nullable CommitId head) {
    CommitId accepted = mirror.accepted().orElse(null);
    CommitId good = accepted;
    VolumePosition from = new VolumePosition(volume.name(), 0, accepted, null);
    try (CommitReadings readings = mirror.reader().since(from, head)) {
      while (readings.hasNext()) {
        good =
            switch (readings.next()) {
              case CommitReading.Good(LedgerCommit commit) -> commit.id();
              case CommitReading.Empty nothing -> nothing.commit();
              case CommitReading.Structural stopped -> good;
            };
      }
    }
    if (good != null && !good.equals(accepted)) {
      mirror.accept(accepted, good);
    }
  }
}
