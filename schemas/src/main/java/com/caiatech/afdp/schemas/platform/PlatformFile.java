package com.caiatech.afdp.schemas.platform;

import com.caiatech.afdp.schemas.SchemasException;
import java.nio.file.Path;

/// The file (JSON) that holds the platform's configuration. It is replaced atomically, and whoever
/// reads it sees a change at the next call, so that a service can be registered while everything
/// runs.
public final class PlatformFile implements CurrentPlatform {
  private final StampedFile<Platform> file;

  public PlatformFile(Path file) {
    this.file = new StampedFile<>(file, Platform.class, "the platform's configuration");
  }

  /// The configuration as the file now holds it.
  ///
  /// @throws SchemasException.ConfigurationFault when the file is missing, too large or malformed
  @Override
  public Platform current() {
    return file.current();
  }

  /// Replaces the configuration; readers see either the old or the new one.
  public void replace(Platform platform) {
    file.replace(platform);
  }
}
