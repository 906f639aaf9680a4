package com.caiatech.afdp.schemas.platform;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.configuration.FileStamp;
import com.caiatech.afdp.schemas.json.SchemaProblem;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A file (JSON) that is replaced atomically, and whose readers see a change at the next call.
///
/// @param <T> what it holds
final class StampedFile<T> {
  private static final long MAX_BYTES = 4 << 20;

  private final Path file;
  private final Class<T> type;
  private final String what;
  private @Nullable Stamped<T> latest;

  private record Stamped<T>(FileStamp stamp, T content) {}

  /// @param what it holds, for messages
  StampedFile(Path file, Class<T> type, String what) {
    this.file = file;
    this.type = type;
    this.what = what;
  }

  boolean exists() {
    return Files.exists(file);
  }

  /// The content as the file now holds it; the same object while the file is the same.
  ///
  /// @throws SchemasException.ConfigurationFault when the file is missing, too large or malformed
  synchronized T current() {
    try {
      FileStamp now = FileStamp.of(file);
      Stamped<T> known = latest;
      if (known != null && known.stamp.equals(now)) {
        return known.content;
      }
      T content = read(now.size());
      latest = new Stamped<>(now, content);
      return content;
    } catch (IOException unreadable) {
      throw new SchemasException.ConfigurationFault(
          reading() + " failed: " + unreadable, unreadable);
    }
  }

  /// Replaces the content; readers see either the old or the new one.
  synchronized void replace(T content) {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try {
      byte[] bytes =
          RecordJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(content);
      Files.write(
          temporary, bytes, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException unwritable) {
      throw new SchemasException.ConfigurationFault(
          "writing "
              + what
              + " "
              + file.getFileName()
              + " failed, the old one remains: "
              + unwritable,
          unwritable);
    }
  }

  private T read(long size) throws IOException {
    if (size > MAX_BYTES) {
      throw new SchemasException.ConfigurationFault(
          reading() + ": expected at most " + MAX_BYTES + " bytes, found " + size);
    }
    try {
      T read = RecordJson.payloads().readValue(Files.readAllBytes(file), type);
      if (read == null) {
        throw new SchemasException.ConfigurationFault(
            reading() + ": expected an object, found null");
      }
      return read;
    } catch (JsonProcessingException malformed) {
      throw new SchemasException.ConfigurationFault(
          reading() + ": " + SchemaProblem.of(malformed), malformed);
    }
  }

  private String reading() {
    return "reading " + what + " " + file.getFileName();
  }
}
