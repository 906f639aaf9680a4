package com.caiatech.afdp.lambdas.webhook;

import static com.caiatech.afdp.lambdas.testing.SignedDelivery.SECRET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.lambdas.testing.SignedDelivery;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.platform.HostKind;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class HostDialectFuzzTest {
  private static final int MAX_BYTES = 32 * 1024;
  private static final String BODY = "{\"ref\":\"refs/heads/main\"}";
  private static final HookSecrets SECRETS = HookSecrets.parse(SECRET);

  /// The header with the proof, and what stands before the HMAC in it.
  private static final Map<HostKind, List<String>> HEADERS =
      Map.of(
          HostKind.GITHUB, List.of("x-hub-signature-256", "sha256="),
          HostKind.GITEA, List.of("x-gitea-signature", ""),
          HostKind.PLAIN, List.of("x-afdp-signature-256", "sha256="));

  static Stream<byte[]> headers() {
    String signature = signature("sha256=");
    return Stream.of(
            signature,
            signature.toUpperCase(Locale.ROOT),
            " " + signature,
            signature(""),
            SECRET,
            "v1,MDEyMzQ1Njc4OWFiY2RlZg==")
        .map(header -> header.getBytes(UTF_8));
  }

  static Stream<byte[]> forms() {
    return Stream.of("payload=%7B%7D", "x=1&payload=a+b%C3%A4", "payload=1&payload=2", "payload=%f")
        .map(form -> form.getBytes(UTF_8));
  }

  @MethodSource("headers")
  @FuzzTest
  void onlyTheProofItselfHolds(byte[] bytes) {
    String header = new String(bytes, UTF_8);
    if (bytes.length > MAX_BYTES) {
      return;
    }
    HEADERS.forEach(
        (kind, form) ->
            assertThat(proves(kind, Objects.requireNonNull(form.getFirst()), header))
                .isEqualTo(header.equals(signature(form.getLast()))));
    assertThat(proves(HostKind.GITLAB, "x-gitlab-token", header)).isEqualTo(header.equals(SECRET));
    assertThat(proves(HostKind.GITLAB, "webhook-signature", header)).isFalse();
  }

  @MethodSource("forms")
  @FuzzTest
  void aFormHasAPayloadOrIsRefusedInOneLine(byte[] body) {
    if (body.length > MAX_BYTES) {
      return;
    }
    Delivery delivery =
        Delivery.of(
            new SignedDelivery("x", Map.of(), body)
                .with("Content-Type", "application/x-www-form-urlencoded")
                .event());
    try {
      assertThat(delivery.payload().getBytes(UTF_8)).isEqualTo(delivery.payloadBytes());
    } catch (SchemasException.MalformedInput refused) {
      assertThat(refused.getMessage()).startsWith("Push payload: ").hasLineCount(1);
    }
  }

  private static boolean proves(HostKind kind, String header, String value) {
    Delivery delivery = Delivery.of(SignedDelivery.to("x", BODY).with(header, value).event());
    return HostDialect.of(kind).proves(SECRETS, delivery, Instant.EPOCH);
  }

  private static String signature(String prefix) {
    return SignedDelivery.to("x", BODY).signed("s", prefix, SECRET).headers().getOrDefault("s", "");
  }
}
