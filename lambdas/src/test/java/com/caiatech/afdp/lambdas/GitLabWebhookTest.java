package com.caiatech.afdp.lambdas;

import static com.caiatech.afdp.lambdas.WebhookFixture.CART;
import static com.caiatech.afdp.lambdas.WebhookFixture.NOW;
import static com.caiatech.afdp.lambdas.WebhookFixture.SIGNING_TOKEN;
import static com.caiatech.afdp.lambdas.testing.SignedDelivery.SECRET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.testing.QueueFixture;
import com.caiatech.afdp.lambdas.testing.SignedDelivery;
import com.caiatech.afdp.schemas.event.PushEvent;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Deliveries as GitLab documents them, with its plain token and with its signing token.
class GitLabWebhookTest {
  @RegisterExtension static final QueueFixture QUEUES = new QueueFixture();

  private static final String OLD = "95790bf891e76fee5e1747ab589903a6a1f80f22";
  private static final String NEW = "da1560886d4f094c3e6c9ef40349f7d38b5d27d7";
  private static final String NONE = "0".repeat(40);

  @RegisterExtension final WebhookFixture webhook = new WebhookFixture(QUEUES.create());

  @ParameterizedTest
  @CsvSource({
    "Push Hook, push, refs/heads/main, " + OLD + ", " + NEW,
    "Push Hook, push, refs/heads/new, 0000000000000000000000000000000000000000, " + NEW,
    "Push Hook, push, refs/heads/old, " + OLD + ", 0000000000000000000000000000000000000000",
    "Tag Push Hook, tag_push, refs/tags/v1, 0000000000000000000000000000000000000000, " + NEW,
    "Tag Push Hook, tag_push, refs/tags/v1, " + OLD + ", 0000000000000000000000000000000000000000",
    "System Hook, push, refs/heads/main, " + OLD + ", " + NEW,
    "System Hook, tag_push, refs/tags/v1, " + OLD + ", " + NEW,
    "Push Hook, push, refs/heads/main, e83c5163316f89bfbde7d9ab23ca2e25604af290e83c5163316f89bfbde7d9ab,"
        + " 4b825dc642cb6eb9a060e54bf8d69288fbee49044b825dc642cb6eb9a060e54b",
  })
  void aMoveOfABranchOrTagIsQueuedWithItsEnds(
      String header, String name, String ref, String before, String after) {
    PushEvent event =
        webhook.queued(
            push("gitlab", payload("team/sub/cart", name, ref, before, after))
                .with("X-Gitlab-Event", header));

    assertThat(event)
        .isEqualTo(new PushEvent(CART, ref, before, after, "gitlab.f5e5f430-f57b-4e6e-9fac"));
  }

  @Test
  void anEmptyPushATruncatedOneAndOneInAnotherCaseAreHintsLikeAnyOther() {
    String many =
        payload("Team/Sub/Cart", "push", "refs/heads/main", OLD, NEW)
            .replace("\"total_commits_count\":0", "\"total_commits_count\":2049");

    assertThat(webhook.queued(push("gitlab", many)).repository()).isEqualTo(CART);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Merge Request Hook", "Pipeline Hook", "", "push", "Push hook"})
  void anotherEventIsIgnoredAndCounted(String header) {
    assertThat(
            webhook.status(
                push("gitlab", "{\"object_kind\":\"x\"}").with("X-Gitlab-Event", header)))
        .isEqualTo(202);
    assertThat(webhook.counters().of(CounterNames.WEBHOOK_IGNORED)).isEqualTo(1);
    assertThat(webhook.queued()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"project_rename", "project_transfer", "repository_update", "user_create"})
  void anotherEventOfTheWholeInstanceIsIgnored(String name) {
    String event =
        """
        {"event_name":"%s","path_with_namespace":"team/sub/cart","project_id":1,
         "old_path_with_namespace":"team/cart","changes":[],"refs":["refs/heads/main"]}"""
            .formatted(name);

    assertThat(webhook.status(push("gitlab", event).with("X-Gitlab-Event", "System Hook")))
        .isEqualTo(202);
    assertThat(webhook.counters().of(CounterNames.WEBHOOK_IGNORED)).isEqualTo(1);
    assertThat(webhook.queued()).isEmpty();
  }

  @Test
  void otherProjectsAreUnregisteredForTheInstanceAndForbiddenForAProject() {
    SignedDelivery other = push("gitlab", payload("team/x", "push", "refs/heads/a", OLD, NEW));

    assertThat(webhook.status(other)).isEqualTo(202);
    assertThat(webhook.status(other.toHook("gitlab-cart"))).isEqualTo(403);
    assertThat(webhook.queued()).isEmpty();
    assertThat(webhook.counters().of(CounterNames.WEBHOOK_UNREGISTERED)).isEqualTo(1);
    assertThat(webhook.counters().of(CounterNames.WEBHOOK_REFUSED)).isEqualTo(1);
  }

  @Test
  void aWrongOrMissingTokenOrAnotherHostsSignatureProvesNothing() {
    SignedDelivery push = push("gitlab", payload("team/sub/cart", "push", "refs/x", OLD, NEW));
    SignedDelivery bare = push.without("X-Gitlab-Token");

    assertThat(webhook.status(bare)).isEqualTo(401);
    assertThat(webhook.status(push.with("X-Gitlab-Token", SECRET + "x"))).isEqualTo(401);
    assertThat(webhook.status(push.with("X-Gitlab-Token", ""))).isEqualTo(401);
    assertThat(webhook.status(bare.signed("X-Hub-Signature-256", "sha256=", SECRET)))
        .isEqualTo(401);
    assertThat(webhook.queued()).isEmpty();
  }

  @Test
  void aSignatureByTheSigningTokenHoldsForFiveMinutesBeforeAndAfter() {
    for (int seconds : new int[] {0, 300, -300}) {
      assertThat(
              webhook.queued(signed("msg_" + Math.abs(seconds * 2 + 1), NOW.plusSeconds(seconds))))
          .extracting(PushEvent::repository)
          .isEqualTo(CART);
    }
    assertThat(webhook.status(signed("m", NOW.plusSeconds(301)))).isEqualTo(401);
    assertThat(webhook.status(signed("m", NOW.minusSeconds(301)))).isEqualTo(401);
    assertThat(webhook.status(signed("m", NOW).with("webhook-timestamp", "soon"))).isEqualTo(401);
    assertThat(webhook.status(signed("m", NOW).with("webhook-timestamp", "9".repeat(18))))
        .isEqualTo(401);
    assertThat(webhook.queued()).isEmpty();
  }

  @Test
  void theSignatureCoversIdTimeAndBodyAndIsOneOfAList() {
    SignedDelivery signed = signed("m-1", NOW);
    String signature = signed.headers().getOrDefault("webhook-signature", "");

    assertThat(webhook.status(signed.with("webhook-id", "m-2"))).isEqualTo(401);
    assertThat(webhook.status(signed.with("webhook-timestamp", "1769947201"))).isEqualTo(401);
    assertThat(
            webhook.status(
                new SignedDelivery("gitlab-signed", signed.headers(), "{}".getBytes(UTF_8))))
        .isEqualTo(401);
    assertThat(webhook.status(signed.with("webhook-signature", signature.substring(3))))
        .isEqualTo(401);
    assertThat(webhook.status(signed.with("webhook-signature", "v2," + signature.substring(3))))
        .isEqualTo(401);
    assertThat(webhook.queued(signed.with("webhook-signature", "v1,AAAA v1a,x " + signature)))
        .extracting(PushEvent::delivery)
        .isEqualTo("gitlab-signed.m-1");
  }

  @Test
  void onceASigningTokenIsConfiguredThePlainTokenProvesNothing() {
    SignedDelivery plain =
        push("gitlab-signed", payload("team/sub/cart", "push", "refs/heads/main", OLD, NEW));

    assertThat(webhook.status(plain)).isEqualTo(401);
    assertThat(webhook.status(plain.with("X-Gitlab-Token", SIGNING_TOKEN))).isEqualTo(401);
    assertThat(webhook.queued()).isEmpty();
  }

  @Test
  void theIdOfOlderGitLabIsThatOfTheEvent() {
    SignedDelivery push =
        push("gitlab", payload("team/sub/cart", "push", "refs/heads/main", OLD, NONE))
            .without("Idempotency-Key");

    assertThat(webhook.queued(push).delivery())
        .isEqualTo("gitlab.13792a34-cac6-4fda-95a8-c58e00a3954e");
  }

  private static SignedDelivery signed(String id, Instant time) {
    String payload = payload("team/sub/cart", "push", "refs/heads/main", OLD, NEW);
    String seconds = Long.toString(time.getEpochSecond());
    byte[] key = Base64.getDecoder().decode(SIGNING_TOKEN.substring("whsec_".length()));
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes((id + "." + seconds + "." + payload).getBytes(UTF_8));
    return SignedDelivery.to("gitlab-signed", payload)
        .with("X-Gitlab-Event", "Push Hook")
        .with("Idempotency-Key", id)
        .with("webhook-id", id)
        .with("webhook-timestamp", seconds)
        .with(
            "webhook-signature",
            "v1,"
                + Base64.getEncoder()
                    .encodeToString(SignedDelivery.hmac(key, content.toByteArray())));
  }

  private static SignedDelivery push(String hook, String payload) {
    return SignedDelivery.to(hook, payload)
        .with("Content-Type", "application/json")
        .with("X-Gitlab-Event", "Push Hook")
        .with("X-Gitlab-Instance", "https://gitlab.example")
        .with("X-Gitlab-Webhook-UUID", "6569eb7d-b4d0-4d60-9c3a-7e1d8b5fd2a7")
        .with("X-Gitlab-Event-UUID", "13792a34-cac6-4fda-95a8-c58e00a3954e")
        .with("Idempotency-Key", "f5e5f430-f57b-4e6e-9fac")
        .with("X-Gitlab-Token", SECRET);
  }

  private static String payload(
      String name, String event, String ref, String before, String after) {
    return """
        {"object_kind":"%2$s","event_name":"%2$s","before":"%4$s","after":"%5$s","ref":"%3$s",
         "ref_protected":true,"checkout_sha":null,"user_id":4,"user_name":"A","user_email":null,
         "project_id":15,
         "project":{"id":15,"name":"Cart","web_url":"https://gitlab.example/%1$s",
           "avatar_url":null,"git_ssh_url":"ssh://git@gitlab.example:2222/%1$s.git",
           "git_http_url":"https://gitlab.example/%1$s.git","namespace":"Sub",
           "path_with_namespace":"%1$s","default_branch":"main","url":"git@elsewhere:x/y.git"},
         "repository":{"name":"Cart","url":"git@169.254.169.254:%1$s.git"},
         "commits":[],"total_commits_count":0}"""
        .formatted(name, event, ref, before, after);
  }
}
