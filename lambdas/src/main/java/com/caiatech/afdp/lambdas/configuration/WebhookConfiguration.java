package com.caiatech.afdp.lambdas.configuration;

import com.caiatech.afdp.schemas.configuration.Section;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the webhook function needs.
///
/// @param secretsFolder the secrets of the webhooks, one file each, named by the webhook's id
/// @param platformFile the platform's configuration, which names hosts, webhooks and repositories
/// @param registeredFile the repositories that were registered by mutation, as the projection tells
///   them; absent where it does not
public record WebhookConfiguration(
    Path secretsFolder,
    Path platformFile,
    @Nullable Path registeredFile,
    QueueConfiguration queue) {
  /// Settings without a file of registered repositories.
  public WebhookConfiguration(Path secretsFolder, Path platformFile, QueueConfiguration queue) {
    this(secretsFolder, platformFile, null, queue);
  }

  /// Reads environment variables.
  public static WebhookConfiguration read(Map<String, String> environment) {
    Section settings = Settings.of(environment);
    Optional<Path> secrets = settings.parsed("AFDP_WEBHOOK_SECRETS_FOLDER", Path::of);
    Optional<Path> platform = settings.parsed("AFDP_PLATFORM_FILE", Path::of);
    Path registered = settings.optionalText("AFDP_REGISTERED_FILE").map(Path::of).orElse(null);
    return settings.complete(
        Settings.READING,
        () ->
            new WebhookConfiguration(
                secrets.orElseThrow(),
                platform.orElseThrow(),
                registered,
                QueueConfiguration.read(environment)));
  }
}
