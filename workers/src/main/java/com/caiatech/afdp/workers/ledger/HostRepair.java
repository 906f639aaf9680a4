package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.ledger.CommitReading;
import com.caiatech.afdp.schemas.ledger.CommitReadings;
import com.caiatech.afdp.schemas.ledger.VolumePosition;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.workers.WorkersException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/// Puts the branch of a volume's host back to what observers accepted, and further to what a worker
/// pushed where its objects are still here; by fast-forward alone, and with the account by which
/// the volume is written.
public final class HostRepair {
  private final VolumeStore store;
  private final VolumeReader volume;
  private final @Nullable PushedMark mark;

  /// @param store the volume's, not closed here
  /// @param marks the folder of the worker's marks
  public HostRepair(VolumeStore store, VolumeReader volume, Path marks) {
    this.store = store;
    this.volume = volume;
    this.mark = PushedMark.read(marks, volume.volume()).orElse(null);
  }

  /// What came of it.
  ///
  /// @param missing what the worker pushed and is neither here nor on the host: the worker writes
  ///   nothing there until that is given up; absent where all is there
  public record Repaired(PutBack outcome, @Nullable PushedMark missing) {}

  /// Puts the branch back, where that is a fast-forward.
  ///
  /// @param accepted the head that was accepted; absent where none was
  /// @param evidence the repository whose branch is that head
  /// @throws WorkersException.LedgerUnavailable when the host does not answer or does not take it;
  ///   a retry is safe
  /// @throws WorkersException.LedgerStopped when the host shows a head that it does not hand out
  public Repaired run(@Nullable CommitId accepted, Path evidence) {
    CommitId shown = store.tip();
    if (accepted != null) {
      take(evidence);
    }
    CommitId known = mark != null && leadsTo(accepted, mark.head()) ? mark.head() : accepted;
    PutBack outcome = putBack(shown, known);
    return new Repaired(outcome, isThere(known) || isThere(shown) ? null : mark);
  }

  private PutBack putBack(@Nullable CommitId shown, @Nullable CommitId known) {
    if (known == null || known.equals(shown)) {
      return new PutBack.Standing(known);
    }
    if (shown == null || volume.descends(shown, known)) {
      if (store.move(shown, known) == VolumeStore.Move.CONFLICT) {
        throw new WorkersException.LedgerUnavailable(
            "Putting "
                + volume.volume()
                + " back to "
                + known
                + ": expected the branch at "
                + shown
                + ", found it moved by another; nothing was changed, a retry is safe");
      }
      return new PutBack.Pushed(shown, known);
    }
    return volume.descends(known, shown)
        ? new PutBack.Ahead(shown, known)
        : new PutBack.Forked(shown, known);
  }

  private boolean isThere(@Nullable CommitId head) {
    return mark == null || (head != null && volume.descends(mark.head(), head));
  }

  /// Whether all objects from one commit to the other are here, and none breaks the volume.
  private boolean leadsTo(@Nullable CommitId from, CommitId to) {
    VolumePosition start = new VolumePosition(volume.volume(), 0, from, null);
    try (CommitReadings readings = volume.since(start, to)) {
      while (readings.hasNext()) {
        if (readings.next() instanceof CommitReading.Structural) {
          return false;
        }
      }
    }
    return true;
  }

  /// Takes over what the evidence has and this repository lost.
  private void take(Path evidence) {
    try (Transport transport =
        Transport.open(store.repository(), new URIish(evidence.toString()))) {
      transport.fetch(NullProgressMonitor.INSTANCE, List.of(new RefSpec(VolumeReader.BRANCH)));
    } catch (IOException | URISyntaxException failed) {
      throw new WorkersException.LedgerUnavailable(
          "Taking what was accepted of "
              + volume.volume()
              + " from "
              + evidence
              + " failed: "
              + failed
              + "; the host is as it was, a retry is safe",
          failed);
    }
  }
}
