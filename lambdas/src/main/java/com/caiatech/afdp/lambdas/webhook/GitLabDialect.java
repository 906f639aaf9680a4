package com.caiatech.afdp.lambdas.webhook;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// GitLab: the signature of Standard Webhooks (`webhook-signature`) where a secret is a signing
/// token, `whsec_…`; else the plain secret in `X-Gitlab-Token`. With a signing token among the
/// secrets the plain one proves nothing any more.
///
/// Deletions and creations come as pushes with a zero id, tags as an event of their own. A webhook
/// of the whole instance sends `System Hook` for everything; its payload says what it is.
record GitLabDialect() implements HostDialect {
  private static final String VERSION = "v1,";
  private static final int MOST_SIGNATURES = 8;
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Naming NAMING =
      new Naming("project", Set.of("path_with_namespace", "git_http_url", "git_ssh_url"));

  @Override
  public boolean proves(HookSecrets secrets, Delivery delivery, Instant now) {
    if (secrets.all().stream().anyMatch(HookSecrets.Secret::isSigningToken)) {
      boolean signed = isSigned(secrets, delivery);
      return signed && isFresh(delivery, now);
    }
    String token = delivery.header("x-gitlab-token").orElse("");
    boolean proven = false;
    for (HookSecrets.Secret secret : secrets.all()) {
      proven |= HookSecrets.areEqual(secret.text(), token);
      // as long as for a webhook that signs, so that the time does not tell whether there is one
      byte[] _ = HookSecrets.hmac(secret.key(), delivery.body());
    }
    return proven;
  }

  @Override
  public EventType type(Delivery delivery) {
    return switch (delivery.header("x-gitlab-event").orElse("")) {
      case "Push Hook", "Tag Push Hook", "System Hook" -> EventType.PUSH;
      default -> EventType.OTHER;
    };
  }

  @Override
  public Optional<String> id(Delivery delivery) {
    return delivery
        .header("webhook-id")
        .or(() -> delivery.header("idempotency-key"))
        .or(() -> delivery.header("x-gitlab-event-uuid"));
  }

  @Override
  public Naming naming() {
    return NAMING;
  }

  private static boolean isFresh(Delivery delivery, Instant now) {
    try {
      Instant sent =
          Instant.ofEpochSecond(Long.parseLong(delivery.header("webhook-timestamp").orElse("")));
      return Duration.between(sent, now).abs().compareTo(TOLERANCE) <= 0;
    } catch (NumberFormatException | DateTimeException | ArithmeticException noTime) {
      return false;
    }
  }

  private static boolean isSigned(HookSecrets secrets, Delivery delivery) {
    byte[] head =
        (delivery.header("webhook-id").orElse("")
                + "."
                + delivery.header("webhook-timestamp").orElse("")
                + ".")
            .getBytes(StandardCharsets.UTF_8);
    List<String> signatures =
        List.of(delivery.header("webhook-signature").orElse("").split(" ", MOST_SIGNATURES));
    boolean proven = false;
    for (HookSecrets.Secret secret : secrets.all()) {
      if (secret.isSigningToken()) {
        byte[] hmac = HookSecrets.hmac(secret.signingKey(), head, delivery.body());
        String expected = VERSION + Base64.getEncoder().encodeToString(hmac);
        for (String signature : signatures) {
          proven |= HookSecrets.areEqual(expected, signature);
        }
      }
    }
    return proven;
  }
}
