package com.caiatech.afdp.lambdas.webhook;

import com.caiatech.afdp.schemas.SchemasException;
import java.time.Instant;
import java.util.Optional;

/// Gitea and Forgejo: `X-Gitea-Signature` or `X-Forgejo-Signature`, the bare HMAC in hex. It is
/// over the JSON, also where that is sent as a field of a form.
///
/// A branch that is deleted comes as the event `delete` alone, which takes nothing away from what
/// was deployed: the next look sees it.
record GiteaDialect() implements HostDialect {
  @Override
  public boolean proves(HookSecrets secrets, Delivery delivery, Instant now) {
    return SignedBody.proves(
        secrets, signed(delivery), "", header(delivery, "signature").orElse(""));
  }

  @Override
  public EventType type(Delivery delivery) {
    String event = header(delivery, "event-type").or(() -> header(delivery, "event")).orElse("");
    return event.equals("push") ? EventType.PUSH : EventType.OTHER;
  }

  @Override
  public Optional<String> id(Delivery delivery) {
    return header(delivery, "delivery");
  }

  @Override
  public Naming naming() {
    return Naming.GITHUB;
  }

  private static Optional<String> header(Delivery delivery, String name) {
    return delivery.header("x-gitea-" + name).or(() -> delivery.header("x-forgejo-" + name));
  }

  private static byte[] signed(Delivery delivery) {
    try {
      return delivery.payloadBytes();
    } catch (SchemasException.MalformedInput noPayload) {
      return delivery.body(); // nobody signs that
    }
  }
}
