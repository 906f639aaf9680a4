package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.evidence.AcceptedHeads;
import com.caiatech.afdp.schemas.evidence.AcceptedHeads.Accepted;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.workers.WorkersException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/// The highest head of a volume that observers accepted: a host that shows less, or another
/// history, is not built upon, whatever this worker itself pushed.
final class AcceptedMark {
  private final AcceptedHeads heads;
  private final VolumeName volume;
  private @Nullable Accepted compared;
  private @Nullable CommitId good;
  private @Nullable CommitId refused;

  /// @param evidence the folder of the evidence store
  AcceptedMark(Path evidence, VolumeName volume) {
    this.heads = new AcceptedHeads(evidence, volume);
    this.volume = volume;
  }

  /// The head that the host shows. What was accepted is read before the host is asked: it was
  /// pushed by then, so that a host that holds it shows it.
  ///
  /// @throws WorkersException.LedgerStopped when it is not the accepted head and does not descend
  ///   from it
  /// @throws WorkersException.LedgerUnavailable when the evidence cannot be read
  synchronized @Nullable CommitId compared(
      Repository repository, Supplier<@Nullable CommitId> tip) {
    Accepted accepted = highest();
    CommitId head = tip.get();
    if (accepted == null) {
      return head;
    }
    if (!accepted.equals(compared)) {
      compared = accepted;
      good = null;
      refused = null;
    }
    CommitId known = good == null ? accepted.head() : good;
    if (head == null
        || head.equals(refused)
        || !CommitAncestry.reaches(repository, head, accepted.head(), known)) {
      refused = head;
      throw stopped(accepted, head);
    }
    good = head;
    return head;
  }

  private @Nullable Accepted highest() {
    try {
      return heads.highest().orElse(null);
    } catch (SchemasException.LedgerFault unreadable) {
      throw new WorkersException.LedgerUnavailable(
          "Comparing "
              + volume
              + " with what observers accepted: "
              + unreadable.getMessage()
              + "; nothing was written",
          unreadable);
    }
  }

  private WorkersException stopped(Accepted accepted, @Nullable CommitId found) {
    return new WorkersException.LedgerStopped(
        "Volume "
            + volume
            + ": expected a head that descends from "
            + accepted.head()
            + ", which observers accepted as the last of "
            + accepted.commits()
            + " commits, found "
            + (found == null ? "no branch" : found)
            + "; nothing was written, and nothing is until the host's branch is put back: by"
            + " afdp ledger repair, or by the host's operator");
  }
}
