package com.caiatech.afdp.infra.benchmark.micro;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.caiatech.afdp.lambdas.webhook.Delivery;
import com.caiatech.afdp.lambdas.webhook.HookSecrets;
import com.caiatech.afdp.lambdas.webhook.HostDialect;
import com.caiatech.afdp.schemas.platform.HostKind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// {@link Pair#WEBHOOK}.
@State(Scope.Thread)
public class WebhookBenchmark {
  private static final String SECRET = "the secret of a webhook";
  private static final int BODY_BYTES = 8 * 1024;

  private String text = "x".repeat(BODY_BYTES);
  private byte[] body = text.getBytes(StandardCharsets.US_ASCII);
  private Mac mac = keyed();
  private HookSecrets secrets = HookSecrets.parse(SECRET);
  private HostDialect dialect = HostDialect.of(HostKind.GITHUB);
  private Delivery delivery =
      Delivery.of(
          APIGatewayV2HTTPEvent.builder()
              .withHeaders(
                  Map.of(
                      "x-hub-signature-256",
                      "sha256=" + HexFormat.of().formatHex(mac.doFinal(body))))
              .withBody(text)
              .build());

  @Benchmark
  public boolean ours() {
    return dialect.proves(secrets, delivery, Instant.EPOCH);
  }

  /// Twice, as two secrets may be valid.
  @Benchmark
  public int beside() {
    return mac.doFinal(body).length + mac.doFinal(body).length;
  }

  private static Mac keyed() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), mac.getAlgorithm()));
      return mac;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
    }
  }
}
