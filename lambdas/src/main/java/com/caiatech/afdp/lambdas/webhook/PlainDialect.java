package com.caiatech.afdp.lambdas.webhook;

import java.time.Instant;
import java.util.Optional;

/// The hook script for plain Git servers that AFDP ships, and the local runner: as GitHub, under
/// header names of our own.
record PlainDialect() implements HostDialect {
  @Override
  public boolean proves(HookSecrets secrets, Delivery delivery, Instant now) {
    return SignedBody.proves(
        secrets, delivery.body(), "sha256=", delivery.header("x-afdp-signature-256").orElse(""));
  }

  @Override
  public EventType type(Delivery delivery) {
    return switch (delivery.header("x-afdp-event").orElse("")) {
      case "push" -> EventType.PUSH;
      case "ping" -> EventType.PING;
      default -> EventType.OTHER;
    };
  }

  @Override
  public Optional<String> id(Delivery delivery) {
    return delivery.header("x-afdp-delivery");
  }

  @Override
  public Naming naming() {
    return Naming.GITHUB;
  }
}
