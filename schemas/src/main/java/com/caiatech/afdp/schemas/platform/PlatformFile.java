package com.caiatech.afdp.schemas.platform;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.configuration.FileStamp;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The file (JSON) that holds the platform's configuration. It is replaced atomically, and whoever
/// reads it sees a change at the next call, so that a service can be registered while everything
/// runs.
public final class PlatformFile {
  private static final long MAX_BYTES = 4 << 20;

  private final Path file;
  private @Nullable Stamped latest;

  private record Stamped(FileStamp stamp, Platform platform) {}

  public PlatformFile(Path file) {
    this.file = file;
  }

  /// The configuration as the file now holds it.
  ///
  /// @throws SchemasException.ConfigurationFault when the file is missing, too large or malformed
  public synchronized Platform current() {
    try {
      FileStamp now = FileStamp.of(file);
      Stamped known = latest;
      if (known != null && known.stamp.equals(now)) {
        return known.platform;
      }
      Platform platform = read(now.size());
      latest = new Stamped(now, platform);
      return platform;
    } catch (IOException unreadable) {
      throw new SchemasException.ConfigurationFault(
          "reading the platform's configuration " + file.getFileName() + " failed: " + unreadable,
          unreadable);
    }
  }

  /// Replaces the configuration; readers see either the old or the new one.
  public synchronized void replace(Platform platform) {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try {
      byte[] content =
          RecordJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(platform);
      Files.write(
          temporary, content, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException unwritable) {
      throw new SchemasException.ConfigurationFault(
          "writing the platform's configuration "
              + file.getFileName()
              + " failed, the old one remains: "
              + unwritable,
          unwritable);
    }
  }

  private Platform read(long size) throws IOException {
    if (size > MAX_BYTES) {
      throw new SchemasException.ConfigurationFault(
          "reading the platform's configuration "
              + file.getFileName()
              + ": expected at most "
              + MAX_BYTES
              + " bytes, found "
              + size);
    }
    try {
      Platform read = RecordJson.payloads().readValue(Files.readAllBytes(file), Platform.class);
      if (read == null) {
        throw new SchemasException.ConfigurationFault(
            "reading the platform's configuration "
                + file.getFileName()
                + ": expected an object, found null");
      }
      return read;
    } catch (JsonProcessingException malformed) {
      throw new SchemasException.ConfigurationFault(
          "reading the platform's configuration "
              + file.getFileName()
              + ": "
              + malformed.getOriginalMessage(),
          malformed);
    }
  }
}
