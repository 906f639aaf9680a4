package com.caiatech.afdp.infra.benchmark.micro;

import com.caiatech.afdp.lambdas.webhook.WebhookSignature;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
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

  private WebhookSignature signature = new WebhookSignature(SECRET);
  private byte[] body = "x".repeat(BODY_BYTES).getBytes(StandardCharsets.US_ASCII);
  private Mac mac = keyed();
  private String header = "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));

  @Benchmark
  public boolean ours() {
    return signature.holds(body, header);
  }

  @Benchmark
  public Object beside() {
    return mac.doFinal(body);
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
