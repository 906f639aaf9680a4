package com.caiatech.afdp.lambdas.configuration;

import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.schemas.configuration.Section;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// Where a queue is: that of pushes, or that of dead letters.
///
/// @param url the queue's URL, which ends in `.fifo`
/// @param region such as `eu-central-1`
/// @param localEndpoint the address of an SQS-compatible queue that asks for no credentials; absent
///   for AWS
public record QueueConfiguration(String url, String region, Optional<URI> localEndpoint) {
  public QueueConfiguration {
    if (!url.endsWith(".fifo")) {
      throw new LambdasException.ConfigurationFault(
          "Queue: expected the URL of a FIFO queue, ending in .fifo, found '" + url + "'");
    }
  }

  /// Reads where the queue of pushes is from environment variables.
  public static QueueConfiguration read(Map<String, String> environment) {
    return read(environment, "AFDP_QUEUE_URL");
  }

  /// Reads where the dead-letter queue is from environment variables.
  public static QueueConfiguration readDeadLetters(Map<String, String> environment) {
    return read(environment, "AFDP_DEAD_LETTER_QUEUE_URL");
  }

  private static QueueConfiguration read(Map<String, String> environment, String variable) {
    Section settings = Settings.of(environment);
    Optional<String> url = settings.requiredText(variable);
    Optional<String> region = settings.requiredText("AWS_REGION");
    Optional<URI> endpoint =
        settings.has("AFDP_QUEUE_ENDPOINT")
            ? settings.parsed("AFDP_QUEUE_ENDPOINT", URI::create)
            : Optional.empty();
    return settings.complete(
        Settings.READING,
        () -> new QueueConfiguration(url.orElseThrow(), region.orElseThrow(), endpoint));
  }
}
