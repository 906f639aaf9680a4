package com.caiatech.afdp.infra.benchmark;

import com.caiatech.afdp.infra.InfraException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// How many writes a second a disk makes durable one after the other: the most that a ledger could
/// take that makes one write of each record.
final class ForcedWrites {
  private static final int BYTES = 1024;

  private ForcedWrites() {}

  /// Appends to a file and forces it, for that long.
  ///
  /// @param folder where nothing is yet
  /// @return writes a second
  static double measure(Path folder, Duration duration) {
    try {
      Path file = Files.createDirectories(folder).resolve("forced");
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        long begin = System.nanoTime();
        long writes = 0;
        while (System.nanoTime() - begin < duration.toNanos()) {
          channel.write(ByteBuffer.allocate(BYTES));
          channel.force(true);
          writes++;
        }
        return writes / ((System.nanoTime() - begin) / 1e9);
      }
    } catch (IOException failed) {
      throw new InfraException.Unavailable("forcing writes in " + folder + ": " + failed, failed);
    }
  }
}
