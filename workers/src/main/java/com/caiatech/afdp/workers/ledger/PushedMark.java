package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.MarkLowered;
import com.caiatech.afdp.schemas.signing.SecretFile;
import com.caiatech.afdp.workers.WorkersException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// What a worker pushed last to a volume, as it stands in a file of the folder of its marks.
///
/// @param entries how many stand up to the head and with it
public record PushedMark(CommitId head, long entries) {
  /// Reads the mark, where there is one.
  ///
  /// @param marks the folder of the worker's marks
  /// @throws WorkersException.LedgerUnavailable when it cannot be read
  public static Optional<PushedMark> read(Path marks, VolumeName volume) {
    Path file = file(marks, volume);
    try {
      return SecretFile.readIfPresent(file)
          .map(bytes -> new String(bytes, StandardCharsets.US_ASCII).strip().split(" ", -1))
          .map(words -> new PushedMark(new CommitId(words[0]), Long.parseLong(words[1])));
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

  /// The mark as a place in the volume.
  public MarkLowered.Mark place() {
    return new MarkLowered.Mark(entries, head);
  }

  /// Writes the mark, durably.
  ///
  /// @throws SchemasException.KeyFault when the file cannot be written
  void write(Path marks, VolumeName volume) {
    SecretFile.overwrite(
        file(marks, volume), (head + " " + entries + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static Path file(Path marks, VolumeName volume) {
    return marks.resolve(volume.value());
  }
}
