package com.caiatech.afdp.lambdas;

import static com.caiatech.afdp.lambdas.WebhookFixture.MANIFESTS;
import static com.caiatech.afdp.lambdas.WebhookFixture.PAY;
import static com.caiatech.afdp.lambdas.WebhookFixture.SHOP;
import static com.caiatech.afdp.lambdas.testing.SignedDelivery.SECRET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.testing.QueueFixture;
import com.caiatech.afdp.lambdas.testing.SignedDelivery;
import com.caiatech.afdp.schemas.event.PushEvent;
import java.net.URLEncoder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Deliveries as GitHub documents them.
class GitHubWebhookTest {
  @RegisterExtension static final QueueFixture QUEUES = new QueueFixture();

  private static final String OLD = "6113728f27ae82c7b1a177c8d03f9e96e0adf246";
  private static final String NEW = "0d1a26e67d8f5eaf1f6ba5c57fc3c7d91ac0fd1c";
  private static final String NONE = "0".repeat(40);
  private static final String COMMIT =
      """
      {"id":"%s","tree_id":"f9d2a07e9488b91af2641b26b9407fe22a451433","distinct":true,
       "message":"Say \\"ref\\": \\u00e4","timestamp":"2026-02-01T12:00:00+01:00",
       "author":{"name":"A","email":"a@x","username":"a"},"added":["ref"],"modified":[]}\
      """
          .formatted(NEW);

  @RegisterExtension final WebhookFixture webhook = new WebhookFixture(QUEUES.create());

  @ParameterizedTest
  @CsvSource({
    "refs/heads/main, " + OLD + ", " + NEW,
    "refs/heads/feature/ä, 0000000000000000000000000000000000000000, " + NEW,
    "refs/heads/main, " + OLD + ", 0000000000000000000000000000000000000000",
    "refs/tags/v1.0, 0000000000000000000000000000000000000000, " + NEW,
    "refs/tags/v1.0, " + OLD + ", 0000000000000000000000000000000000000000",
    "refs/heads/main, e83c5163316f89bfbde7d9ab23ca2e25604af290e83c5163316f89bfbde7d9ab,"
        + " 4b825dc642cb6eb9a060e54bf8d69288fbee49044b825dc642cb6eb9a060e54b",
  })
  void aMoveOfABranchOrTagIsQueuedWithItsEnds(String ref, String before, String after) {
    PushEvent event = webhook.queued(push("acme/shop", ref, before, after, COMMIT));

    assertThat(event).isEqualTo(new PushEvent(SHOP, ref, before, after, "github.72d3162e-cc78"));
    assertThat(webhook.counters().of(CounterNames.WEBHOOK_QUEUED)).isEqualTo(1);
  }

  @Test
  void theLedgersOfAnOrganisationAreWatchedByTheSameWebhook() {
    assertThat(
            webhook
                .queued(push("acme/deployment-manifests", "refs/heads/main", OLD, NEW, ""))
                .repository())
        .isEqualTo(MANIFESTS);
  }

  @Test
  void aForcedAnEmptyAndAVeryLongPushAreHintsLikeAnyOther() {
    String forced =
        payload("acme/shop", "refs/heads/main", OLD, NEW, COMMIT)
            .replace("\"forced\":false", "\"forced\":true");
    String commits =
        IntStream.range(0, 2048).mapToObj(it -> COMMIT).collect(Collectors.joining(","));

    assertThat(webhook.queued(signed(forced)).after()).isEqualTo(NEW);
    assertThat(webhook.queued(numbered("a", push("acme/shop", "refs/heads/x", NONE, OLD, ""))))
        .extracting(PushEvent::after)
        .isEqualTo(OLD);
    assertThat(
            webhook.queued(numbered("b", push("acme/shop", "refs/heads/main", OLD, NEW, commits))))
        .extracting(PushEvent::before)
        .isEqualTo(OLD);
  }

  @Test
  void aFormIsReadAndItsSignatureIsOverTheForm() {
    String form =
        "payload="
            + URLEncoder.encode(payload("acme/shop", "refs/heads/a+b", OLD, NEW, COMMIT), UTF_8);
    SignedDelivery delivery = push(form).with("Content-Type", "application/x-www-form-urlencoded");

    assertThat(webhook.queued(delivery).ref()).isEqualTo("refs/heads/a+b");
    assertThat(webhook.answer(push("payload=%7").with("Content-Type", type())).getBody())
        .contains("whose payload is URL-encoded");
    assertThat(webhook.answer(push(form + "&" + form).with("Content-Type", type())).getBody())
        .contains("a form with one field payload");
    assertThat(webhook.status(push("payload=%ff%fe").with("Content-Type", type()))).isEqualTo(400);
    assertThat(webhook.queued()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "delete", "repository", "star", "", "Push"})
  void anotherEventIsIgnoredAndCounted(String event) {
    String renamed =
        """
        {"action":"renamed","changes":{"repository":{"name":{"from":"shop"}}},
         "repository":{"full_name":"acme/store","default_branch":"trunk"}}\
        """;

    assertThat(webhook.status(push(renamed).with("X-GitHub-Event", event))).isEqualTo(202);
    assertThat(webhook.queued()).isEmpty();
    assertThat(webhook.counters().of(CounterNames.WEBHOOK_IGNORED)).isEqualTo(1);
  }

  @Test
  void aPingIsAnswered() {
    String ping = "{\"zen\":\"Keep it logically awesome.\",\"hook_id\":1,\"hook\":{}}";

    assertThat(webhook.status(push(ping).with("X-GitHub-Event", "ping"))).isEqualTo(200);
    assertThat(webhook.status(SignedDelivery.to("github", ping).with("X-GitHub-Event", "ping")))
        .isEqualTo(401);
  }

  @Test
  void aRepositoryThatWasRegisteredHasAWebhookOfItsOwn() {
    SignedDelivery own = push("acme/pay", "refs/heads/main", OLD, NEW, COMMIT);
    assertThat(webhook.queued(own.toHook("github-pay")).repository()).isEqualTo(PAY);

    SignedDelivery other = push("acme/shop", "refs/heads/main", OLD, NEW, COMMIT);
    assertThat(webhook.status(other.toHook("github-pay"))).isEqualTo(403);
    assertThat(webhook.status(own.toHook("github-shop"))).isEqualTo(403);
    assertThat(webhook.queued()).isEmpty();
  }

  @Test
  void aRenamedRepositoryIsKnownByItsNewNameOnceThatIsAmongItsAddresses() {
    SignedDelivery renamed = push("acme/store", "refs/heads/main", OLD, NEW, COMMIT);

    assertThat(webhook.status(renamed)).isEqualTo(202);
    assertThat(webhook.status(renamed.toHook("github-shop"))).isEqualTo(403);
    assertThat(webhook.queued()).isEmpty();
    assertThat(webhook.counters().of(CounterNames.WEBHOOK_UNREGISTERED)).isEqualTo(1);
  }

  @Test
  void whatIsSignedInAnotherWayOrForAnotherHostProvesNothing() {
    SignedDelivery push = push("acme/shop", "refs/heads/main", OLD, NEW, COMMIT);
    SignedDelivery unsigned = push.without("X-Hub-Signature-256");

    assertThat(webhook.status(unsigned)).isEqualTo(401);
    assertThat(webhook.status(unsigned.signed("X-Hub-Signature", "sha1=", SECRET))).isEqualTo(401);
    assertThat(webhook.status(unsigned.signed("X-Hub-Signature-256", "", SECRET))).isEqualTo(401);
    assertThat(webhook.status(unsigned.signed("X-Gitea-Signature", "", SECRET))).isEqualTo(401);
    assertThat(webhook.status(unsigned.with("X-Gitlab-Token", SECRET))).isEqualTo(401);
    assertThat(webhook.status(unsigned.with("X-Hub-Signature-256", SECRET))).isEqualTo(401);
    assertThat(
            webhook.status(
                unsigned.signed("X-Hub-Signature-256", "sha256=", "an unknown secret of others")))
        .isEqualTo(401);
    assertThat(webhook.queued()).isEmpty();
    assertThat(webhook.counters().of(CounterNames.WEBHOOK_UNSIGNED)).isEqualTo(7);
  }

  private static String type() {
    return "application/x-www-form-urlencoded; charset=utf-8";
  }

  private static SignedDelivery numbered(String id, SignedDelivery delivery) {
    return delivery.with("X-GitHub-Delivery", id);
  }

  private static SignedDelivery push(
      String name, String ref, String before, String after, String commits) {
    return push(payload(name, ref, before, after, commits));
  }

  private static SignedDelivery signed(String payload) {
    return push(payload);
  }

  private static SignedDelivery push(String body) {
    return SignedDelivery.to("github", body)
        .with("X-GitHub-Event", "push")
        .with("X-GitHub-Delivery", "72d3162e-cc78")
        .with("X-GitHub-Hook-ID", "292430182")
        .signed("X-Hub-Signature-256", "sha256=", SECRET);
  }

  private static String payload(
      String name, String ref, String before, String after, String commits) {
    return """
    {"ref":"%2$s","before":"%3$s","after":"%4$s",
     "repository":{"id":186853002,"name":"shop","full_name":"%1$s","private":true,
       "owner":{"name":"acme","full_name":"evil/owner","login":"acme"},
       "html_url":"https://github.com/%1$s","url":"http://169.254.169.254/",
       "git_url":"git://github.com/%1$s.git","ssh_url":"git@github.com:%1$s.git",
       "clone_url":"https://github.com/%1$s.git","default_branch":"main"},
     "pusher":{"name":"a","email":"a@x"},"sender":{"login":"a","id":1},
     "created":false,"deleted":false,"forced":false,"base_ref":null,
     "compare":"https://github.com/acme/shop/compare/x...y",
     "commits":[%5$s],"head_commit":null}\
    """
        .formatted(name, ref, before, after, commits);
  }
}
