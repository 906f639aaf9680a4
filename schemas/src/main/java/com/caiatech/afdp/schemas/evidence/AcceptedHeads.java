package com.caiatech.afdp.schemas.evidence;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The heads of a volume that observers accepted, in an evidence store: each a Git bundle, written
/// once, with the objects that came since the head before it, so that stock Git brings the volume
/// back from them.
///
/// A head stands under `heads/<volume>/` and its number of commits, by whose digits the folders are
/// split: `00/01/23/00012345.bundle`. Numbers have gaps, for many commits may be accepted at once;
/// so the highest is found by the highest name in each folder, of which none has more than a
/// hundred. That costs four short listings, on a disk as in a store of objects that lists names by
/// prefix and delimiter, however many heads there are.
public final class AcceptedHeads {
  private static final int FOLDERS = 3;
  private static final Pattern FOLDER = Pattern.compile("[0-9]{2}");
  private static final Pattern FILE = Pattern.compile("([0-9]{8})\\.bundle");

  /// What comes before the pack of a bundle: its format, the head before, the head.
  private static final Pattern BEGINNING =
      Pattern.compile(
          "# v2 git bundle\n(?:-([0-9a-f]{40})[^\n]*\n)?([0-9a-f]{40}) refs/heads/main\n\n.*",
          Pattern.DOTALL);

  private static final int BEGINNING_BYTES = 512;

  private final Path folder;
  private final VolumeName volume;

  /// @param evidence the folder of the evidence store; that it, or anything of the volume, is not
  ///   there yet means that nothing was accepted
  public AcceptedHeads(Path evidence, VolumeName volume) {
    this.folder = evidence.resolve("heads").resolve(volume.value());
    this.volume = volume;
  }

  /// An accepted head.
  ///
  /// @param commits how many the volume has up to and with it
  /// @param before the accepted head before it; absent for the first
  public record Accepted(long commits, CommitId head, @Nullable CommitId before) {}

  /// The highest accepted head.
  ///
  /// @throws SchemasException.LedgerFault when it cannot be read
  public Optional<Accepted> highest() {
    return highest(folder, 0).map(this::read);
  }

  /// All of them, from the first on.
  ///
  /// @throws SchemasException.LedgerFault when they cannot be read
  public List<Accepted> all() {
    List<Accepted> all = new ArrayList<>();
    collect(folder, 0, all);
    return all;
  }

  /// The head of that number of commits, where it was accepted as such.
  ///
  /// @throws SchemasException.LedgerFault when it cannot be read
  public Optional<Accepted> of(long commits) {
    Path file = file(commits);
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /// Where the head of that number of commits stands.
  public Path file(long commits) {
    String digits = "%08d".formatted(commits);
    return folder
        .resolve(digits.substring(0, 2))
        .resolve(digits.substring(2, 4))
        .resolve(digits.substring(4, 6))
        .resolve(digits + ".bundle");
  }

  /// What stands before the pack of a bundle.
  ///
  /// @param before the accepted head before it; absent for the first
  public static byte[] beginning(@Nullable CommitId before, CommitId head) {
    return ("# v2 git bundle\n"
            + (before == null ? "" : "-" + before + "\n")
            + head
            + " refs/heads/main\n\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private Optional<Path> highest(Path in, int depth) {
    for (Path name : names(in, depth).reversed()) {
      Optional<Path> found = depth == FOLDERS ? Optional.of(name) : highest(name, depth + 1);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private void collect(Path in, int depth, List<Accepted> all) {
    for (Path name : names(in, depth)) {
      if (depth == FOLDERS) {
        all.add(read(name));
      } else {
        collect(name, depth + 1, all);
      }
    }
  }

  private List<Path> names(Path in, int depth) {
    Pattern pattern = depth == FOLDERS ? FILE : FOLDER;
    try (Stream<Path> names = Files.list(in)) {
      return names
          .filter(name -> pattern.matcher(name.getFileName().toString()).matches())
          .sorted(Comparator.naturalOrder())
          .toList();
    } catch (NoSuchFileException | NotDirectoryException nothing) {
      return List.of();
    } catch (IOException unreadable) {
      throw fault(in, "expected a folder of accepted heads, found " + unreadable, unreadable);
    }
  }

  private Accepted read(Path file) {
    Matcher name = FILE.matcher(file.getFileName().toString());
    try (InputStream bytes = Files.newInputStream(file)) {
      String text = new String(bytes.readNBytes(BEGINNING_BYTES), StandardCharsets.ISO_8859_1);
      Matcher beginning = BEGINNING.matcher(text);
      if (!name.matches() || !beginning.matches()) {
        throw fault(file, "expected a bundle of one head, found another beginning", null);
      }
      String before = beginning.group(1);
      return new Accepted(
          Long.parseLong(name.group(1)),
          new CommitId(beginning.group(2)),
          before == null ? null : new CommitId(before));
    } catch (IOException unreadable) {
      throw fault(file, "found " + unreadable, unreadable);
    }
  }

  private SchemasException fault(Path where, String found, @Nullable IOException cause) {
    return new SchemasException.LedgerFault(
        "Reading the accepted heads of volume "
            + volume
            + " at "
            + where
            + ": "
            + found
            + "; nothing was changed. Restore the evidence store from a copy",
        cause);
  }
}
