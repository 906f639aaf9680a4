package com.caiatech.afdp.lambdas.configuration;

import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.schemas.configuration.Section;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What the webhook function needs.
///
/// @param secret what the Git host signs deliveries with, at least 16 characters
/// @param platformFile the platform's configuration, which names the repositories
public record WebhookConfiguration(String secret, Path platformFile, QueueConfiguration queue) {
  private static final int SHORTEST_SECRET = 16;

  public WebhookConfiguration {
    if (secret.length() < SHORTEST_SECRET) {
      throw new LambdasException.ConfigurationFault(
          "Webhook secret: expected at least "
              + SHORTEST_SECRET
              + " characters, found "
              + secret.length());
    }
  }

  /// Reads environment variables.
  public static WebhookConfiguration read(Map<String, String> environment) {
    Section settings = Settings.of(environment);
    Optional<String> secret = settings.secret("AFDP_WEBHOOK_SECRET_FILE");
    Optional<Path> platform = settings.parsed("AFDP_PLATFORM_FILE", Path::of);
    return settings.complete(
        Settings.READING,
        () ->
            new WebhookConfiguration(
                secret.orElseThrow(),
                platform.orElseThrow(),
                QueueConfiguration.read(environment)));
  }

  @Override
  public String toString() {
    return "WebhookConfiguration[platformFile=" + platformFile + ", queue=" + queue + "]";
  }
}
