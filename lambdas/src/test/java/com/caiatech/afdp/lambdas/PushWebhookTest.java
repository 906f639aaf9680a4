package com.caiatech.afdp.lambdas;

import static com.caiatech.afdp.lambdas.testing.SignedDelivery.event;
import static com.caiatech.afdp.lambdas.testing.SignedDelivery.signature;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.caiatech.afdp.lambdas.configuration.WebhookConfiguration;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.lambdas.testing.QueueFixture;
import com.caiatech.afdp.lambdas.testing.SignedDelivery;
import com.caiatech.afdp.schemas.event.PushEvent;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.Series;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.Message;

@NullUnmarked // fields that JUnit fills
class PushWebhookTest {
  @RegisterExtension static final QueueFixture QUEUES = new QueueFixture();

  private static final String PAYLOAD =
      SignedDelivery.payload(
          new PushSource.Ledger(Series.APPROVALS.firstVolume()), new CommitId("a".repeat(40)));

  @TempDir Path folder;
  private final Counters counters = new Counters();
  private final QueueFixture.Queue queue = QUEUES.create();
  private PushWebhook webhook;

  @BeforeEach
  void makeWebhook() {
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
            new WebhookConfiguration(SignedDelivery.SECRET, platform, queue.configuration()),
            counters);
  }

  @AfterEach
  void close() {
    webhook.close();
  }

  @Test
  void aSignedPushIsQueuedOnceHoweverOftenItIsDelivered() {
    assertThat(send(PAYLOAD, signature(PAYLOAD), "push", "d-1").getStatusCode()).isEqualTo(202);
    assertThat(send(PAYLOAD, signature(PAYLOAD), "push", "d-1").getStatusCode()).isEqualTo(202);

    List<Message> queued = queue.receive();
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

    assertThat(queue.receive()).isEmpty();
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
    assertThat(
            signed(PAYLOAD.replace("{\"ref\"", "{\"ref\":\"refs/heads/other\",\"ref\"")).getBody())
        .contains("Duplicate field 'ref'");
    assertThat(send(PAYLOAD, signature(PAYLOAD), "push", "").getStatusCode()).isEqualTo(400);
    assertThat(queue.receive()).isEmpty();
  }

  @Test
  void aRepositoryThatIsNotConfiguredGets403() {
    String other = PAYLOAD.replace("ledgers/approval-logs", "repositories/evil");

    APIGatewayV2HTTPResponse answer = signed(other);

    assertThat(answer.getStatusCode()).isEqualTo(403);
    assertThat(answer.getBody())
        .isEqualTo(
            "{\"message\":\"repository repositories/evil is not configured on this platform\"}");
    assertThat(queue.receive()).isEmpty();
  }

  @Test
  void aPingIsAnsweredOtherEventsAreIgnoredAndABodyOver25MegabytesIsRefused() {
    assertThat(send("{}", signature("{}"), "ping", "d-1").getStatusCode()).isEqualTo(200);
    assertThat(send("{}", signature("{}"), "star", "d-1").getStatusCode()).isEqualTo(202);
    String large = "x".repeat(PushWebhook.LARGEST_BODY + 1);
    assertThat(send(large, "sha256=", "push", "d-1").getStatusCode()).isEqualTo(413);
    assertThat(queue.receive()).isEmpty();
  }

  @Test
  void aBodyInBase64IsVerifiedOverItsBytes() {
    APIGatewayV2HTTPEvent event = event(PAYLOAD, signature(PAYLOAD), "push", "d-2");
    event.setBody(Base64.getEncoder().encodeToString(PAYLOAD.getBytes(StandardCharsets.UTF_8)));
    event.setIsBase64Encoded(true);

    assertThat(webhook.handle(event).getStatusCode()).isEqualTo(202);
    assertThat(queue.receive()).hasSize(1);
  }

  private APIGatewayV2HTTPResponse signed(String payload) {
    return send(payload, signature(payload), "push", "d-1");
  }

  private APIGatewayV2HTTPResponse send(
      String payload, @Nullable String signature, String type, String delivery) {
    return webhook.handle(event(payload, signature, type, delivery));
  }
}
