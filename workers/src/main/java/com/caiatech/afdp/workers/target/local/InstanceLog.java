package com.caiatech.afdp.workers.target.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an instance prints. The process appends to the file itself, so that it outlives the runner;
/// once the file is too long it is copied to `.1` and cut, so that both together stay bounded.
record InstanceLog(Path file) {
  static final long LONGEST = 1 << 20;
  private static final int TAIL_BYTES = 4_096;
  private static final int TAIL_LINES = 15;
  private static final Logger LOG = LoggerFactory.getLogger(InstanceLog.class);

  void rotateIfLong() {
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

  private void keepEnd() throws IOException {
    Path kept = file.resolveSibling(file.getFileName() + ".1");
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.write(next, end((int) LONGEST));
    Files.move(next, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// The last lines, bounded.
  String tail() {
    try {
      if (!Files.exists(file)) {
        return "(it printed nothing)";
      }
      List<String> lines =
          new String(end(TAIL_BYTES), StandardCharsets.UTF_8).strip().lines().toList();
      if (lines.isEmpty()) {
        return "(it printed nothing)";
      }
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException fault) {
      return "(its log cannot be read: " + fault.getMessage() + ")";
    }
  }

  private byte[] end(int most) throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, log.length() - most);
      ByteBuffer buffer = ByteBuffer.allocate((int) (log.length() - from));
      log.getChannel().read(buffer, from);
      return buffer.flip().hasRemaining() ? copy(buffer) : new byte[0];
    }
  }

  private static byte[] copy(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
