package com.caiatech.afdp.lambdas.configuration;

import com.caiatech.afdp.schemas.configuration.Section;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What the webhook function needs.
///
/// @param secretsFolder the secrets of the webhooks, one file each, named by the webhook's id
/// @param platformFile the platform's configuration, which names hosts, webhooks and repositories
public record WebhookConfiguration(
    Path secretsFolder, Path platformFile, QueueConfiguration queue) {
  /// Reads environment variables.
  public static WebhookConfiguration read(Map<String, String> environment) {
    Section settings = Settings.of(environment);
    Optional<Path> secrets = settings.parsed("AFDP_WEBHOOK_SECRETS_FOLDER", Path::of);
    Optional<Path> platform = settings.parsed("AFDP_PLATFORM_FILE", Path::of);
    return settings.complete(
        Settings.READING,
        () ->
            new WebhookConfiguration(
                secrets.orElseThrow(),
                platform.orElseThrow(),
                QueueConfiguration.read(environment)));
  }
}
