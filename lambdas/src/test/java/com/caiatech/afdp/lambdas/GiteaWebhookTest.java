package com.caiatech.afdp.lambdas;

import static com.caiatech.afdp.lambdas.WebhookFixture.STOCK;
import static com.caiatech.afdp.lambdas.testing.SignedDelivery.SECRET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.testing.QueueFixture;
import com.caiatech.afdp.lambdas.testing.SignedDelivery;
import com.caiatech.afdp.schemas.event.PushEvent;
import java.net.URLEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Deliveries as Gitea and Forgejo document them; both send GitHub's headers, too.
class GiteaWebhookTest {
  @RegisterExtension static final QueueFixture QUEUES = new QueueFixture();

  private static final String OLD = "28e1879d029cb852e4844d9c718537df08844e03";
  private static final String NEW = "bffeb74224043ba2feb48d137756c8a9331c449a";

  @RegisterExtension final WebhookFixture webhook = new WebhookFixture(QUEUES.create());

  @ParameterizedTest
  @CsvSource({
    "refs/heads/develop, " + OLD + ", " + NEW,
    "refs/heads/new, 0000000000000000000000000000000000000000, " + NEW,
    "refs/heads/old, " + OLD + ", 0000000000000000000000000000000000000000",
    "refs/tags/v1, 0000000000000000000000000000000000000000, " + NEW,
    "refs/tags/v1, " + OLD + ", 0000000000000000000000000000000000000000",
    "refs/heads/main, e83c5163316f89bfbde7d9ab23ca2e25604af290e83c5163316f89bfbde7d9ab,"
        + " 4b825dc642cb6eb9a060e54bf8d69288fbee49044b825dc642cb6eb9a060e54b",
  })
  void aMoveOfABranchOrTagIsQueuedWithItsEnds(String ref, String before, String after) {
    String payload = payload("Acme/Stock", ref, before, after);

    assertThat(webhook.queued(push("Gitea", "gitea", payload)))
        .isEqualTo(new PushEvent(STOCK, ref, before, after, "gitea.f6266f16-1bf3"));
    assertThat(webhook.queued(push("Forgejo", "gitea-stock", payload)).repository())
        .isEqualTo(STOCK);
  }

  @Test
  void theSignatureOfAFormIsOverItsPayload() {
    String payload = payload("acme/stock", "refs/heads/main", OLD, NEW);
    SignedDelivery json = push("Gitea", "gitea", payload);
    SignedDelivery form =
        new SignedDelivery(
            "gitea",
            json.with("Content-Type", "application/x-www-form-urlencoded").headers(),
            ("payload=" + URLEncoder.encode(payload, UTF_8)).getBytes(UTF_8));

    assertThat(webhook.queued(form).ref()).isEqualTo("refs/heads/main");
    assertThat(webhook.status(form.signed("X-Gitea-Signature", "", "an unknown secret")))
        .isEqualTo(401);
    assertThat(webhook.status(new SignedDelivery("gitea", form.headers(), "x=1".getBytes(UTF_8))))
        .isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "delete", "repository", "pull_request", ""})
  void anotherEventIsIgnoredAndCounted(String event) {
    SignedDelivery delivery =
        push("Gitea", "gitea", "{\"ref\":\"develop\",\"ref_type\":\"branch\"}")
            .with("X-Gitea-Event", event)
            .with("X-Gitea-Event-Type", event);

    assertThat(webhook.status(delivery)).isEqualTo(202);
    assertThat(webhook.queued()).isEmpty();
    assertThat(webhook.counters().of(CounterNames.WEBHOOK_IGNORED)).isEqualTo(1);
  }

  @Test
  void anotherRepositoryIsUnregisteredForTheHostAndForbiddenForARepository() {
    SignedDelivery other =
        push("Gitea", "gitea", payload("acme/store", "refs/heads/main", OLD, NEW));

    assertThat(webhook.status(other)).isEqualTo(202);
    assertThat(webhook.status(other.toHook("gitea-stock"))).isEqualTo(403);
    assertThat(webhook.queued()).isEmpty();
  }

  @Test
  void onlyItsOwnHeaderProvesAnything() {
    SignedDelivery push =
        push("Gitea", "gitea", payload("acme/stock", "refs/heads/main", OLD, NEW));
    SignedDelivery bare = push.without("X-Gitea-Signature");

    assertThat(bare.headers()).containsKey("X-Hub-Signature-256");
    assertThat(webhook.status(bare)).isEqualTo(401);
    assertThat(webhook.status(bare.signed("X-Gitea-Signature", "sha256=", SECRET))).isEqualTo(401);
    assertThat(webhook.status(bare.with("X-Gitea-Signature", ""))).isEqualTo(401);
    assertThat(webhook.queued()).isEmpty();
  }

  private static SignedDelivery push(String product, String hook, String payload) {
    return SignedDelivery.to(hook, payload)
        .with("X-GitHub-Event", "push")
        .with("X-GitHub-Delivery", "f6266f16-1bf3")
        .signed("X-Hub-Signature-256", "sha256=", SECRET)
        .with("X-" + product + "-Event", "push")
        .with("X-" + product + "-Event-Type", "push")
        .with("X-" + product + "-Delivery", "f6266f16-1bf3")
        .signed("X-" + product + "-Signature", "", SECRET);
  }

  private static String payload(String name, String ref, String before, String after) {
    return """
        {"ref":"%2$s","before":"%3$s","after":"%4$s",
         "compare_url":"https://git.example:3000/%1$s/compare/x...y","commits":[],
         "total_commits":0,"head_commit":null,
         "repository":{"id":140,"owner":{"id":1,"login":"acme","full_name":"evil/owner"},
           "name":"stock","full_name":"%1$s","description":"","private":false,"size":64,
           "html_url":"https://git.example:3000/%1$s","ssh_url":"",
           "clone_url":"https://git.example:3000/%1$s.git","original_url":"https://evil.example/x",
           "default_branch":"main"},
         "pusher":{"id":1,"login":"a"},"sender":{"id":1,"login":"a"}}"""
        .formatted(name, ref, before, after);
  }
}
