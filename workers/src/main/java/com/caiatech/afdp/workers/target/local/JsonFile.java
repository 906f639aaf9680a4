package com.caiatech.afdp.workers.target.local;

import com.caiatech.afdp.schemas.record.RecordJson;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.reason.Reason;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// One value in a file that is whole at every moment: written beside it, forced to disk, renamed.
///
/// @param <T> the value's type
record JsonFile<T>(Path path, Class<T> type) {
  Optional<T> read() {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(RecordJson.payloads().readValue(Files.readAllBytes(path), type));
    } catch (JsonProcessingException malformed) {
      throw new WorkersException.TargetUnavailable(
          Reason.of(
              "Reading a file of the local target failed: it is not what was written; move it away to start without it"),
          path,
          new IOException(malformed.getClass().getSimpleName())); // its message quotes the file
    } catch (IOException fault) {
      throw new WorkersException.TargetUnavailable(
          Reason.of("Reading a file of the local target failed; move it away to start without it"),
          path,
          fault);
    }
  }

  void write(T value) {
    Path next = path.resolveSibling(path.getFileName() + ".next");
    try {
      Files.createDirectories(path.getParent());
      try (FileChannel channel =
          FileChannel.open(
              next,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer bytes = ByteBuffer.wrap(RecordJson.mapper().writeValueAsBytes(value));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException fault) {
      throw new WorkersException.TargetUnavailable(
          Reason.of("Writing a file of the local target failed; the earlier state stands"),
          path,
          fault);
    }
  }
}
