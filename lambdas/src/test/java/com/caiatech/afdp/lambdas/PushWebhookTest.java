package com.caiatech.afdp.lambdas;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.caiatech.afdp.lambdas.configuration.WebhookConfiguration;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.schemas.event.PushEvent;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.Series;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.Message;

@NullUnmarked // fields that JUnit fills
class PushWebhookTest {
  static final String SECRET = "a webhook secret of a test";
  private static final String PAYLOAD =
      """
      {"ref":"refs/heads/main","before":"%s","after":"%s","commits":[{"x":[1,{"y":2}]}],
       "repository":{"clone_url":"http://169.254.169.254/","owner":{},"full_name":"%s"}}
      """
          .formatted("0".repeat(40), "a".repeat(40), "ledgers/approval-logs");

  private static LocalQueue queue;

  @TempDir Path folder;
  private final Counters counters = new Counters();
  private PushWebhook webhook;

  @BeforeAll
  static void startQueue() {
    queue = LocalQueue.start();
  }

  @AfterAll
  static void stopQueue() {
    queue.close();
  }

  @BeforeEach
  void makeWebhook() {
    queue.renew();
    Path platform = folder.resolve("platform.json");
    new PlatformFile(platform)
        .replace(
            new Platform(
                "afdp-test",
                List.of(),
                List.of(
                    new Platform.Volume(
                        Series.APPROVALS.firstVolume(), Series.APPROVALS, URI.create("file:///x"))),
                List.of(),
                List.of()));
    webhook =
        new PushWebhook(
            new WebhookConfiguration(SECRET, platform, queue.configuration()), counters);
  }

  @AfterEach
  void close() {
    webhook.close();
  }

  @Test
  void aSignedPushIsQueuedOnceHoweverOftenItIsDelivered() {
    assertThat(send(PAYLOAD, signature(PAYLOAD), "push", "d-1").getStatusCode()).isEqualTo(202);
    assertThat(send(PAYLOAD, signature(PAYLOAD), "push", "d-1").getStatusCode()).isEqualTo(202);

    List<Message> queued = queued();
    assertThat(queued).hasSize(1);
    PushEvent event = PushEvent.parse(queued.getFirst().body());
    assertThat(event.repository().fullName()).isEqualTo("ledgers/approval-logs");
    assertThat(event.delivery()).isEqualTo("d-1");
  }

  @Test
  void aWrongOrMissingSignatureGets401AndNothingIsQueued() {
    assertThat(send(PAYLOAD, signature(PAYLOAD + " "), "push", "d-1").getStatusCode())
        .isEqualTo(401);
    assertThat(send(PAYLOAD, null, "push", "d-1").getStatusCode()).isEqualTo(401);

    assertThat(queued()).isEmpty();
    assertThat(counters.of(CounterNames.WEBHOOK_UNSIGNED)).isEqualTo(2);
  }

  @Test
  void aMalformedPayloadGets400NamingTheField() {
    assertThat(signed("{").getStatusCode()).isEqualTo(400);
    assertThat(signed("[]").getBody()).contains("expected a JSON object");
    assertThat(signed(PAYLOAD.replace("\"ref\"", "\"fer\"")).getBody())
        .contains("Push payload: ref: expected text, found nothing");
    assertThat(signed(PAYLOAD.replace("0".repeat(40), "zero")).getBody())
        .contains("before: expected an object id");
    assertThat(send(PAYLOAD, signature(PAYLOAD), "push", "").getStatusCode()).isEqualTo(400);
    assertThat(queued()).isEmpty();
  }

  @Test
  void aRepositoryThatIsNotConfiguredGets403() {
    String other = PAYLOAD.replace("ledgers/approval-logs", "repositories/evil");

    APIGatewayV2HTTPResponse answer = signed(other);

    assertThat(answer.getStatusCode()).isEqualTo(403);
    assertThat(answer.getBody())
        .isEqualTo(
            "{\"message\":\"repository repositories/evil is not configured on this platform\"}");
    assertThat(queued()).isEmpty();
  }

  @Test
  void aPingIsAnsweredOtherEventsAreIgnoredAndABodyOver25MegabytesIsRefused() {
    assertThat(send("{}", signature("{}"), "ping", "d-1").getStatusCode()).isEqualTo(200);
    assertThat(send("{}", signature("{}"), "star", "d-1").getStatusCode()).isEqualTo(202);
    String large = "x".repeat(PushWebhook.LARGEST_BODY + 1);
    assertThat(send(large, "sha256=", "push", "d-1").getStatusCode()).isEqualTo(413);
    assertThat(queued()).isEmpty();
  }

  @Test
  void aBodyInBase64IsVerifiedOverItsBytes() {
    APIGatewayV2HTTPEvent event = event(PAYLOAD, signature(PAYLOAD), "push", "d-2");
    event.setBody(Base64.getEncoder().encodeToString(PAYLOAD.getBytes(StandardCharsets.UTF_8)));
    event.setIsBase64Encoded(true);

    assertThat(webhook.handle(event).getStatusCode()).isEqualTo(202);
    assertThat(queued()).hasSize(1);
  }

  private APIGatewayV2HTTPResponse signed(String payload) {
    return send(payload, signature(payload), "push", "d-1");
  }

  private APIGatewayV2HTTPResponse send(
      String payload, String signature, String type, String delivery) {
    return webhook.handle(event(payload, signature, type, delivery));
  }

  private static APIGatewayV2HTTPEvent event(
      String payload, String signature, String type, String delivery) {
    Map<String, String> headers = new HashMap<>();
    headers.put("x-github-event", type);
    headers.put("x-github-delivery", delivery);
    if (signature != null) {
      headers.put("X-Hub-Signature-256", signature);
    }
    return APIGatewayV2HTTPEvent.builder().withHeaders(headers).withBody(payload).build();
  }

  static String signature(String payload) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return "sha256="
          + HexFormat.of().formatHex(mac.doFinal(payload.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private List<Message> queued() {
    return queue.received();
  }
}
