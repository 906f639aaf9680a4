package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.schemas.platform.CurrentPlatform;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.RegisteredPlatform;
import com.caiatech.afdp.schemas.platform.RegisteredRepositories;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells the webhook function, by a file, which repositories are registered beside those that are
/// configured.
final class RegistrationHint {
  private final CurrentPlatform configured;
  private final RegisteredPlatform registered;
  private final @Nullable RegisteredRepositories file;

  /// @param file absent where nobody reads one
  RegistrationHint(CurrentPlatform configured, RegisteredPlatform registered, @Nullable Path file) {
    this.configured = configured;
    this.registered = registered;
    this.file = file == null ? null : new RegisteredRepositories(file);
  }

  /// Replaces the file where it says something else.
  synchronized void tell() {
    if (file == null) {
      return;
    }
    Platform known = configured.current();
    List<Platform.SourceRepository> now =
        registered.current().repositories().stream()
            .filter(repository -> known.repository(repository.name()).isEmpty())
            .toList();
    if (!now.equals(file.current())) {
      file.replace(now);
    }
  }
}
