package com.caiatech.afdp.lambdas.webhook;

import com.caiatech.afdp.schemas.configuration.FileStamp;
import com.caiatech.afdp.schemas.id.HookId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The folder with the secrets of webhooks, one file each, named by the webhook's id. A file that
/// changes counts from the next delivery.
public final class WebhookSecrets {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookSecrets.class);
  private static final long LARGEST = 4096;

  private final Path folder;
  private final Map<HookId, Stamped> known = new ConcurrentHashMap<>();

  private record Stamped(FileStamp stamp, Optional<HookSecrets> secrets) {}

  public WebhookSecrets(Path folder) {
    this.folder = folder;
  }

  /// The secrets of the webhook; empty where its file is missing or malformed, which the log says.
  public Optional<HookSecrets> of(HookId hook) {
    Path file = folder.resolve(hook.value());
    try {
      FileStamp now = FileStamp.of(file);
      Stamped latest = known.get(hook);
      if (latest == null || !latest.stamp.equals(now)) {
        latest = new Stamped(now, read(hook, file, now.size()));
        known.put(hook, latest);
      }
      return latest.secrets;
    } catch (IOException unreadable) {
      LOG.error(
          "Reading the secrets of webhook {} failed: {}; its deliveries are refused until the file"
              + " is there",
          hook,
          unreadable.toString());
      return Optional.empty();
    }
  }

  private static Optional<HookSecrets> read(HookId hook, Path file, long size) throws IOException {
    try {
      if (size > LARGEST) {
        throw new IllegalArgumentException("expected at most " + LARGEST + " bytes, found " + size);
      }
      return Optional.of(HookSecrets.parse(Files.readString(file)));
    } catch (IllegalArgumentException malformed) {
      LOG.error(
          "Reading the secrets of webhook {}: {}; its deliveries are refused until the file"
              + " changes",
          hook,
          malformed.getMessage());
      return Optional.empty();
    }
  }
}
