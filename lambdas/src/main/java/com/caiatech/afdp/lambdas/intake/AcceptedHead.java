package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.lambdas.evidence.LedgerMirror;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.ledger.CommitReading;
import com.caiatech.afdp.schemas.ledger.CommitReadings;
import com.caiatech.afdp.schemas.ledger.VolumePosition;
import com.caiatech.afdp.schemas.platform.Platform;

/// Moves the accepted head of a volume's evidence to the last good commit of what was fetched.
final class AcceptedHead {
  private AcceptedHead() {}

  /// @param head the fetched head
  static void advance(LedgerMirror mirror, Platform.Volume volume, CommitId head) {
    CommitId accepted = mirror.accepted().orElse(null);
    if (head.equals(accepted)) {
      return;
    }
    CommitId good = accepted;
    VolumePosition from = new VolumePosition(volume.name(), 0, accepted, null);
    try (CommitReadings readings = mirror.reader().since(from, head)) {
      while (readings.hasNext()) {
        if (readings.next() instanceof CommitReading.Good reading) {
          good = reading.commit().id();
        }
      }
    }
    if (good != null && !good.equals(accepted)) {
      mirror.accept(good);
    }
  }
}
