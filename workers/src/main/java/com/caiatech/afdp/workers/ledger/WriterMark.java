package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.MarkLowered;
import com.caiatech.afdp.workers.WorkersException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/// The last commit that this worker pushed to a volume, kept in a file of its own: a host that was
/// set back while the worker was away is not built upon, unless the roots lowered exactly that
/// mark.
final class WriterMark {
  private final Path folder;
  private final VolumeName volume;
  private final PolicySource policies;
  private @Nullable CommitId refused;
  private boolean shown;

  /// @param folder of the worker's marks, which is made where it is missing
  /// @param policies tell which marks the roots lowered
  WriterMark(Path folder, VolumeName volume, PolicySource policies) {
    this.folder = folder;
    this.volume = volume;
    this.policies = policies;
  }

  /// Refuses a head that is not the marked commit and does not descend from it. Once a head did,
  /// whoever reads the volume in order sees to the rest.
  ///
  /// @throws WorkersException.LedgerStopped until the host shows one that does
  synchronized void require(Repository repository, @Nullable CommitId head) {
    if (shown) {
      return;
    }
    Optional<PushedMark> pushed = PushedMark.read(folder, volume);
    if (pushed.isPresent()
        && !reaches(repository, head, pushed.get())
        && !isLowered(repository, head, pushed.get())) {
      refused = head;
      throw stopped(pushed.get(), head);
    }
    shown = true;
  }

  /// The entries that the volume had after the last push; 0 before the first.
  synchronized long entries() {
    return PushedMark.read(folder, volume).map(PushedMark::entries).orElse(0L);
  }

  /// Moves the mark, durably.
  ///
  /// @throws WorkersException.LedgerUnavailable when the file cannot be written
  synchronized void move(CommitId head, long entries) {
    try {
      new PushedMark(head, entries).write(folder, volume);
    } catch (SchemasException.KeyFault failed) {
      throw new WorkersException.LedgerUnavailable(
          "Keeping the mark of "
              + volume
              + ": "
              + failed.getMessage()
              + "; what was pushed stands, the same records may be written again",
          failed);
    }
    shown = true;
  }

  private boolean reaches(Repository repository, @Nullable CommitId head, PushedMark pushed) {
    return head != null
        && !head.equals(refused)
        && CommitAncestry.reaches(repository, head, pushed.head());
  }

  /// Whether the roots lowered this mark to where the head comes from.
  private boolean isLowered(Repository repository, @Nullable CommitId head, PushedMark pushed) {
    return policies.fetchedSince(System.nanoTime()).lowered().stream()
        .filter(lowered -> lowered.volume().equals(volume))
        .filter(lowered -> lowered.from().equals(pushed.place()))
        .map(MarkLowered::to)
        .anyMatch(
            to ->
                to.commit() == null
                    || (head != null && CommitAncestry.reaches(repository, head, to.commit())));
  }

  private WorkersException stopped(PushedMark pushed, @Nullable CommitId found) {
    return new WorkersException.LedgerStopped(
        "Volume "
            + volume
            + ": expected a head that descends from "
            + pushed.head()
            + ", which this worker pushed as the last of "
            + pushed.entries()
            + " entries, found "
            + (found == null ? "no branch" : found)
            + "; nothing was written, and nothing is until the host's branch is put back: by"
            + " afdp ledger repair, or by the host's operator; or, where nobody has what is missing"
            + " any more, until it is given up: afdp ledger lower-mark "
            + volume);
  }
}
