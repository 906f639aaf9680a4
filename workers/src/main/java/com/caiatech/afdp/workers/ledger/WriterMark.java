package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.signing.SecretFile;
import com.caiatech.afdp.workers.WorkersException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/// The last commit that this worker pushed to a volume, kept in a file of its own: a host that was
/// set back while the worker was away is not built upon.
final class WriterMark {
  private final Path file;
  private final VolumeName volume;
  private @Nullable CommitId refused;
  private boolean shown;

  /// @param folder of the worker's marks, which is made where it is missing
  WriterMark(Path folder, VolumeName volume) {
    this.file = folder.resolve(volume.value());
    this.volume = volume;
  }

  /// What was pushed.
  ///
  /// @param entries how many stand up to and with it
  private record Pushed(CommitId head, long entries) {}

  /// Refuses a head that is not the marked commit and does not descend from it. Once a head did,
  /// whoever reads the volume in order sees to the rest.
  ///
  /// @throws WorkersException.LedgerStopped until the host shows one that does
  synchronized void require(Repository repository, @Nullable CommitId head) {
    if (shown) {
      return;
    }
    Optional<Pushed> pushed = read();
    if (pushed.isPresent()
        && (head == null
            || head.equals(refused)
            || !CommitAncestry.reaches(repository, head, pushed.get().head()))) {
      refused = head;
      throw stopped(pushed.get(), head);
    }
    shown = true;
  }

  /// Moves the mark, durably.
  ///
  /// @throws WorkersException.LedgerUnavailable when the file cannot be written
  synchronized void move(CommitId head, long entries) {
    try {
      SecretFile.replace(file, (head + " " + entries + "\n").getBytes(StandardCharsets.US_ASCII));
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

  private Optional<Pushed> read() {
    try {
      return SecretFile.readIfPresent(file)
          .map(bytes -> new String(bytes, StandardCharsets.US_ASCII).strip().split(" ", -1))
          .map(words -> new Pushed(new CommitId(words[0]), Long.parseLong(words[1])));
    } catch (SchemasException | IllegalArgumentException | ArrayIndexOutOfBoundsException fault) {
      throw new WorkersException.LedgerUnavailable(
          "Reading the mark of "
              + volume
              + ": expected a commit and a number of entries in "
              + file
              + ", found something else: "
              + fault.getMessage()
              + "; nothing was written. Restore the file, or, where the ledger is known to be"
              + " whole, remove it",
          fault);
    }
  }

  private WorkersException stopped(Pushed pushed, @Nullable CommitId found) {
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
            + " afdp ledger repair, or by the host's operator");
  }
}
