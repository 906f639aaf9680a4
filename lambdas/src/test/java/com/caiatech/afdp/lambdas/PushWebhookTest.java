package com.caiatech.afdp.lambdas;

import static com.caiatech.afdp.lambdas.WebhookFixture.OTHER_SECRET;
import static com.caiatech.afdp.lambdas.WebhookFixture.TOOLS;
import static com.caiatech.afdp.lambdas.testing.SignedDelivery.SECRET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.testing.QueueFixture;
import com.caiatech.afdp.lambdas.testing.SignedDelivery;
import com.caiatech.afdp.schemas.event.PushEvent;
import com.caiatech.afdp.schemas.id.CommitId;
import java.nio.file.Files;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds of every host, told by the deliveries of plain servers.
class PushWebhookTest {
  @RegisterExtension static final QueueFixture QUEUES = new QueueFixture();

  private static final CommitId NEW = new CommitId("a".repeat(40));
  private static final SignedDelivery PUSH = push("srv/git/Tools", "d-1");

  @RegisterExtension final WebhookFixture webhook = new WebhookFixture(QUEUES.create());

  @Test
  void aProvenPushIsQueuedOnceHoweverOftenItIsDelivered() {
    assertThat(webhook.status(PUSH)).isEqualTo(202);
    assertThat(webhook.status(PUSH)).isEqualTo(202);

    assertThat(webhook.queued())
        .containsExactly(
            new PushEvent(
                TOOLS, "refs/heads/main", ObjectId.zeroId().name(), NEW.value(), "plain.d-1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "srv/git/Tools",
        "/srv/git/Tools.git",
        "git://plain.example/srv/git/Tools.git",
        "someone@plain.example:srv/git/Tools",
        "repositories/tools"
      })
  void aPlainServerNamesARepositoryByAnyAddressOrByOurName(String name) {
    assertThat(webhook.queued(push(name, "d-1")).repository()).isEqualTo(TOOLS);
    assertThat(webhook.queued(push(name, "d-2").toHook("plain-tools")).repository())
        .isEqualTo(TOOLS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "srv/git/tools",
        "acme/shop",
        "https://github.com/acme/shop.git",
        "git://other.example/srv/git/Tools.git",
        "http://127.0.0.1/srv/git/Tools",
        "../../etc",
        ""
      })
  void anotherRepositoryOrHostIsUnregisteredForAHostAndForbiddenForARepository(String name) {
    assertThat(webhook.status(push(name, "d-1"))).isEqualTo(202);
    assertThat(webhook.counters().of(CounterNames.WEBHOOK_UNREGISTERED)).isEqualTo(1);

    APIGatewayV2HTTPResponse answer = webhook.answer(push(name, "d-1").toHook("plain-tools"));
    assertThat(answer.getStatusCode()).isEqualTo(403);
    assertThat(answer.getBody())
        .isEqualTo("{\"message\":\"repository: expected that of this webhook, found another\"}");
    assertThat(webhook.counters().of(CounterNames.WEBHOOK_REFUSED)).isEqualTo(1);
    assertThat(webhook.queued()).isEmpty();
  }

  @Test
  void aWebhookOfARepositoryDoesNotSpeakForAnotherThatIsRegistered() {
    assertThat(webhook.status(push("repositories/shop", "d-1"))).isEqualTo(202);
    assertThat(webhook.queued()).hasSize(1);
    assertThat(webhook.status(push("repositories/shop", "d-2").toHook("plain-tools")))
        .isEqualTo(403);
    assertThat(webhook.queued()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/webhook/none",
        "/webhook/github",
        "/webhook/",
        "/webhook",
        "/plain",
        "/a/b/webhook/plain",
        "/webhook/plain/x",
        "/webhook/..%2Fplain",
        "/webhook/PLAIN"
      })
  void thePathAloneChoosesTheSecretAndAnUnknownOneIsAsAWrongProof(String path) {
    APIGatewayV2HTTPResponse wrong =
        webhook.answer(PUSH.with("X-AFDP-Signature-256", "sha256=" + "0".repeat(64)));
    APIGatewayV2HTTPResponse unknown = webhook.answer(PUSH.event(path));

    assertThat(unknown.getStatusCode()).isEqualTo(401);
    assertThat(unknown.getBody()).isEqualTo(wrong.getBody());
    assertThat(webhook.counters().of(CounterNames.WEBHOOK_UNSIGNED)).isEqualTo(2);
    assertThat(webhook.queued()).isEmpty();
  }

  @Test
  void theNameOfAStageMayStandBeforeThePath() {
    assertThat(webhook.answer(PUSH.event("/prod/webhook/plain")).getStatusCode()).isEqualTo(202);
    assertThat(webhook.queued()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "nonsense", "\u0000"})
  void withoutAProofTheAnswerIsTheSameWhateverTheBody(String body) {
    assertThat(webhook.status(SignedDelivery.to("plain", body).with("X-AFDP-Event", "push")))
        .isEqualTo(401);
    assertThat(webhook.status(SignedDelivery.to("plain", body))).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{                          | Push payload: expected JSON, found: Unexpected end-of-input",
        "[]                         | Push payload: expected a JSON object",
        "{}{}                       | Push payload: expected one JSON object, found more after it",
        "{\"ref\":1}                | Push payload: ref: expected text, found VALUE_NUMBER_INT",
        "{\"ref\":\"r\",\"ref\":\"r\"} | Duplicate field 'ref'",
        "{\"x\":{\"y\":1,\"y\":2}}  | Duplicate field 'y'",
        "{\"repository\":\"x\"}     | Push payload: repository: expected an object",
        "{\"repository\":{\"full_name\":[]}} | repository.full_name: expected text, found START_ARRAY",
        "{\"repository\":{\"full_name\":\"srv/git/Tools\"}} | Push payload: ref: expected text, found nothing",
      })
  void aMalformedPayloadGets400NamingTheField(String payload, String message) {
    APIGatewayV2HTTPResponse answer = webhook.answer(signed(payload.getBytes(UTF_8)));

    assertThat(answer.getStatusCode()).isEqualTo(400);
    assertThat(answer.getBody()).contains(message).doesNotContain("\\n");
    assertThat(webhook.queued()).isEmpty();
    assertThat(webhook.counters().of(CounterNames.WEBHOOK_REFUSED)).isEqualTo(1);
  }

  @Test
  void refsObjectIdsAndDeliveryIdsOfAnotherFormGet400() {
    String payload = new String(PUSH.body(), UTF_8);

    assertThat(refusal(payload.replace("refs/heads", "heads"))).contains("ref: expected refs/…");
    assertThat(refusal(payload.replace("refs/heads/main", "refs/" + "x".repeat(1020))))
        .contains("ref: expected");
    assertThat(refusal(payload.replace("refs/heads/main", "heads\\nforged line")))
        .contains("found 'heads\\\\u{a}forged line'");
    assertThat(refusal(payload.replace("0".repeat(40), "zero"))).contains("before: expected");
    assertThat(refusal(payload.replace("a".repeat(40), "A".repeat(40)))).contains("after: ");
    assertThat(webhook.answer(PUSH.without("X-AFDP-Delivery")).getBody()).contains("delivery: ");
    assertThat(webhook.status(PUSH.with("X-AFDP-Delivery", "d 1"))).isEqualTo(400);
    assertThat(webhook.status(PUSH.with("X-AFDP-Delivery", "d".repeat(65)))).isEqualTo(400);
    assertThat(webhook.queued()).isEmpty();
  }

  @Test
  void whatIsNotReadMayBeLongButNotDeepAndNotInvalidUtf8() {
    String payload = new String(PUSH.body(), UTF_8);
    String filled = "{\"commits\":[\"%s\"],%s";

    assertThat(refusal(filled.formatted("x", "\"x\":" + "[".repeat(65) + "]".repeat(65) + "}")))
        .contains("nesting depth");
    assertThat(refusal(payload.replace("refs/heads/main", "refs/" + "x".repeat(5000))))
        .contains("String value length");
    byte[] invalid = payload.replace("refs", "refs\u00e4").getBytes(UTF_8);
    invalid[payload.indexOf("refs") + 5] = (byte) 0xff;
    assertThat(webhook.answer(signed(invalid)).getBody())
        .contains("Push payload: expected UTF-8, found other bytes");
    assertThat(
            webhook.status(
                signed(
                    filled.formatted("x".repeat(1 << 20), payload.substring(1)).getBytes(UTF_8))))
        .isEqualTo(202);
    assertThat(webhook.queued()).hasSize(1);
  }

  @Test
  void namesOfSeveralRepositoriesAreRefused() {
    String two =
        new String(PUSH.body(), UTF_8)
            .replace("\"full_name\"", "\"clone_url\":\"repositories/shop\",\"full_name\"");

    assertThat(refusal(two)).contains("repository: expected names of one, found those of several");
    assertThat(webhook.queued()).isEmpty();
  }

  @Test
  void aPingIsAnsweredOtherEventsAreIgnoredAndABodyOver6MegabytesIsRefused() {
    assertThat(webhook.status(PUSH.with("X-AFDP-Event", "ping"))).isEqualTo(200);
    assertThat(webhook.status(PUSH.with("X-AFDP-Event", "star"))).isEqualTo(202);
    assertThat(webhook.status(signed(new byte[PushWebhook.LARGEST_BODY]))).isEqualTo(400);
    assertThat(webhook.status(signed(new byte[PushWebhook.LARGEST_BODY + 1]))).isEqualTo(413);
    assertThat(webhook.queued()).isEmpty();
  }

  @Test
  void twoSecretsAreValidDuringARotationAndAChangeIsSeenAtOnce() throws Exception {
    SignedDelivery push = PUSH.toHook("github").with("X-GitHub-Event", "ping");
    SignedDelivery first = push.signed("X-Hub-Signature-256", "sha256=", SECRET);
    SignedDelivery second = push.signed("X-Hub-Signature-256", "sha256=", OTHER_SECRET);
    assertThat(webhook.status(first)).isEqualTo(200);
    assertThat(webhook.status(second)).isEqualTo(200);

    Files.writeString(webhook.secretOf("github"), OTHER_SECRET);
    assertThat(webhook.status(first)).isEqualTo(401);
    assertThat(webhook.status(second)).isEqualTo(200);

    for (String malformed : List.of("", "too short", SECRET + "\n" + SECRET + "\n" + SECRET)) {
      Files.writeString(webhook.secretOf("github"), malformed);
      assertThat(webhook.status(first)).isEqualTo(401);
    }
    Files.delete(webhook.secretOf("github"));
    assertThat(webhook.status(first)).isEqualTo(401);
  }

  @Test
  void aTextBodyIsReadAsItsUtf8Bytes() {
    APIGatewayV2HTTPEvent event = PUSH.event();
    event.setBody(new String(PUSH.body(), UTF_8));
    event.setIsBase64Encoded(false);

    assertThat(webhook.answer(event).getStatusCode()).isEqualTo(202);
    assertThat(webhook.queued()).hasSize(1);
  }

  @Test
  void withoutAQueueOrAConfigurationTheSenderMayTryAgain() throws Exception {
    QueueFixture away = new QueueFixture();
    QueueFixture.Queue lost = away.create();
    away.stop();
    try (PushWebhook without = webhook.webhook(lost)) {
      APIGatewayV2HTTPResponse answer = without.handle(PUSH.event());
      assertThat(answer.getStatusCode()).isEqualTo(503);
      assertThat(answer.getBody()).contains("the queue does not answer; try again");
    }
    Files.writeString(webhook.platformFile(), "{");
    assertThat(webhook.status(PUSH)).isEqualTo(503);
    assertThat(webhook.counters().of(CounterNames.WEBHOOK_QUEUED)).isZero();
  }

  private String refusal(String payload) {
    APIGatewayV2HTTPResponse answer = webhook.answer(signed(payload.getBytes(UTF_8)));
    assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(400);
    return answer.getBody();
  }

  private static SignedDelivery push(String repository, String delivery) {
    return SignedDelivery.push("plain", repository, NEW, delivery);
  }

  private static SignedDelivery signed(byte[] body) {
    return new SignedDelivery("plain", PUSH.headers(), body)
        .signed("X-AFDP-Signature-256", "sha256=", SECRET);
  }
}
