package com.caiatech.afdp.workers.output;

import com.caiatech.afdp.schemas.record.CheckStage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one process printed. Only its owner may read the file. Once it is longer than 1 MiB its end
/// goes to a second file, so that both together stay bounded and the last lines are always there.
///
/// @param file its name ends in `.log`
public record OutputLog(Path file) {
  /// The most bytes that each of the two files keeps.
  public static final int LONGEST = 1 << 20;

  static final String SUFFIX = ".log";
  private static final int LONGEST_NOTE = 2_000;
  private static final Logger LOG = LoggerFactory.getLogger(OutputLog.class);

  /// The name without its suffix.
  public String name() {
    String full = String.valueOf(file.getFileName());
    return full.substring(0, full.length() - SUFFIX.length());
  }

  /// Whether it holds what the check of that name printed, in any stage.
  public boolean isOfCheck(String check) {
    return Arrays.stream(CheckStage.values())
        .anyMatch(stage -> name().equals(checkPrefix(stage) + check));
  }

  static String checkPrefix(CheckStage stage) {
    return "check-" + stage.name().toLowerCase(Locale.ROOT) + "-";
  }

  /// Makes the file where it is missing, for a process that appends to it itself and so outlives
  /// the runner.
  public void make() throws IOException {
    Files.createDirectories(
        file.getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
  }

  /// Begins anew; what is written is bounded.
  OutputStream begin() throws IOException {
    erase();
    make();
    return new BoundedFile(this);
  }

  /// Adds a line of the runner's own, which may quote what a process or its answers said. A note
  /// that cannot be written is not worth more than a warning.
  public void note(String text) {
    String line = text.length() <= LONGEST_NOTE ? text : text.substring(0, LONGEST_NOTE) + "…";
    try {
      rotateIfLong();
      make();
      Files.writeString(file, "[afdp] " + line + "\n", StandardOpenOption.APPEND);
    } catch (IOException fault) {
      LOG.warn("adding a line to {} failed: {}", file, fault.getMessage());
    }
  }

  /// Keeps the files bounded while and after another process appends.
  public void rotateIfLong() {
    try {
      if (Files.exists(file) && Files.size(file) > LONGEST) {
        keepEnd();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(0);
        }
      }
    } catch (IOException fault) {
      LOG.warn("rotating {} failed; it is tried again: {}", file, fault.getMessage());
    }
  }

  /// The last lines, for whoever may read this machine's files.
  ///
  /// @param most how many
  public List<String> lastLines(int most) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path part : List.of(older(), file)) {
      if (Files.exists(part)) {
        text.append(new String(end(part), StandardCharsets.UTF_8));
      }
    }
    List<String> lines = text.toString().lines().toList();
    return lines.subList(Math.max(0, lines.size() - most), lines.size());
  }

  /// Deletes what was printed. A process that still appends goes on in the empty file.
  public void erase() throws IOException {
    Files.deleteIfExists(older());
    if (Files.exists(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
    }
  }

  /// The file that holds what came before.
  Path older() {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  private void keepEnd() throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.deleteIfExists(next);
    Files.createFile(
        next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(next, end(file));
    Files.move(next, older(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] end(Path file) throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, log.length() - LONGEST);
      ByteBuffer buffer = ByteBuffer.allocate((int) (log.length() - from));
      log.getChannel().read(buffer, from);
      byte[] bytes = new byte[buffer.flip().remaining()];
      buffer.get(bytes);
      return bytes;
    }
  }
}
