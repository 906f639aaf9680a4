package com.caiatech.afdp.lambdas.webhook;

import java.time.Instant;
import java.util.Optional;

/// GitHub: `X-Hub-Signature-256` over the body, be it JSON or a form.
///
/// Deletions and creations come as pushes with a zero id. The events `create`, `delete` and
/// `repository` (a new name, another default branch) say nothing that the next look does not see.
record GitHubDialect() implements HostDialect {
  @Override
  public boolean proves(HookSecrets secrets, Delivery delivery, Instant now) {
    return SignedBody.proves(
        secrets, delivery.body(), "sha256=", delivery.header("x-hub-signature-256").orElse(""));
  }

  @Override
  public EventType type(Delivery delivery) {
    return switch (delivery.header("x-github-event").orElse("")) {
      case "push" -> EventType.PUSH;
      case "ping" -> EventType.PING;
      default -> EventType.OTHER;
    };
  }

  @Override
  public Optional<String> id(Delivery delivery) {
    return delivery.header("x-github-delivery");
  }

  @Override
  public Naming naming() {
    return Naming.GITHUB;
  }
}
