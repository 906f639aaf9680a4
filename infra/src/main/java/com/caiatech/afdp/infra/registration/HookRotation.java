package com.caiatech.afdp.infra.registration;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.state.OwnerOnly;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.lambdas.webhook.HookSecrets;
import com.caiatech.afdp.schemas.id.HookId;
import com.caiatech.afdp.schemas.platform.Hook;
import com.caiatech.afdp.schemas.platform.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Exchanges the secret of a webhook in two steps, so that no delivery is refused: from the first
/// to the second the former secret counts beside the new one. A platform that runs goes by the file
/// from the next delivery.
public final class HookRotation {
  private final Hook hook;
  private final Path file;

  private HookRotation(Hook hook, Path file) {
    this.hook = hook;
    this.file = file;
  }

  /// The rotation of one webhook's secret.
  ///
  /// @throws InfraException.Refused when the configuration of the state folder has no such webhook
  /// @throws InfraException.Unavailable when no platform ever ran on the state folder
  public static HookRotation of(StateLayout layout, HookId id) {
    Platform platform = Registration.platformOn(layout);
    Hook hook =
        platform
            .hook(id)
            .orElseThrow(
                () ->
                    new InfraException.Refused(
                        "rotating the secret of webhook %s: expected one of the webhooks %s; nothing was changed"
                            .formatted(id, platform.hooks().stream().map(Hook::id).toList())));
    return new HookRotation(hook, layout.webhookSecret(id));
  }

  /// The webhook.
  public Hook hook() {
    return hook;
  }

  /// The file with its secrets, one a line, the new one last.
  public Path file() {
    return file;
  }

  /// Makes a new secret in the file, below the one in use.
  ///
  /// @throws InfraException.Refused when there are two secrets already, none, or malformed ones
  public void begin() {
    HookSecrets secrets = secrets();
    if (secrets.isRotating()) {
      throw refused(
          "expected one secret, found two; end the rotation that is under way, once the host signs"
              + " with the one in the second line, with: afdp hook rotate "
              + hook.id()
              + " --finish");
    }
    replace(secrets.withNext());
  }

  /// Drops the former secret from the file.
  ///
  /// @throws InfraException.Refused when there is one secret only, none, or malformed ones
  public void finish() {
    HookSecrets secrets = secrets();
    if (!secrets.isRotating()) {
      throw refused(
          "expected two secrets, found one: no rotation is under way; begin one with: afdp hook"
              + " rotate "
              + hook.id());
    }
    replace(secrets.withoutFormer());
  }

  private HookSecrets secrets() {
    if (!Files.exists(file)) {
      throw refused("expected the secret in use, found no such file; put it there");
    }
    try {
      return HookSecrets.parse(Files.readString(file));
    } catch (IllegalArgumentException malformed) {
      throw refused(malformed.getMessage() + "; mend the file");
    } catch (IOException unreadable) {
      throw new InfraException.Unavailable(
          "reading the secrets of webhook %s in %s failed: %s; nothing was changed"
              .formatted(hook.id(), file, unreadable),
          unreadable);
    }
  }

  private void replace(String text) {
    OwnerOnly.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private InfraException.Refused refused(String why) {
    return new InfraException.Refused(
        "rotating the secret of webhook %s in %s: nothing was changed: %s"
            .formatted(hook.id(), file, why));
  }
}
