package com.caiatech.afdp.lambdas;

import static com.caiatech.afdp.lambdas.testing.SignedDelivery.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.caiatech.afdp.lambdas.configuration.WebhookConfiguration;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.lambdas.testing.QueueFixture;
import com.caiatech.afdp.lambdas.testing.SignedDelivery;
import com.caiatech.afdp.schemas.event.PushEvent;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.HookId;
import com.caiatech.afdp.schemas.id.HostName;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.platform.Hook;
import com.caiatech.afdp.schemas.platform.Host;
import com.caiatech.afdp.schemas.platform.HostKind;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.platform.RegisteredRepositories;
import com.caiatech.afdp.schemas.record.Series;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.util.FileUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The webhook function of a platform with one host of each kind, each with a webhook of its own
/// and one of its repository alone, and one of GitLab with a signing token.
///
/// | host | webhooks | repository |
/// |---|---|---|
/// | GitHub | `github`, `github-shop` | `acme/shop`, and the ledger `acme/deployment-manifests` |
/// | | `github-pay` | `acme/pay`, which is registered by mutation |
/// | GitLab | `gitlab`, `gitlab-cart`, `gitlab-signed` | `team/sub/cart` |
/// | Gitea | `gitea`, `gitea-stock` | `Acme/Stock` |
/// | plain | `plain`, `plain-tools` | `srv/git/Tools` |
final class WebhookFixture implements AfterEachCallback {
  static final Instant NOW = Instant.parse("2026-02-01T12:00:00.000Z");
  static final String OTHER_SECRET = "another secret, in a rotation";
  static final String SIGNING_TOKEN = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
  static final PushSource SHOP = source("shop");
  static final PushSource PAY = source("pay");
  static final PushSource CART = source("cart");
  static final PushSource STOCK = source("stock");
  static final PushSource TOOLS = source("tools");
  static final PushSource MANIFESTS =
      new PushSource.Ledger(Series.DEPLOYMENT_MANIFESTS.firstVolume());

  private final Counters counters = new Counters();
  private final Path folder;
  private final QueueFixture.Queue queue;
  private final PushWebhook webhook;

  WebhookFixture(QueueFixture.Queue queue) {
    this.queue = queue;
    try {
      folder = Files.createTempDirectory("afdp-webhook");
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    new PlatformFile(platformFile()).replace(platform());
    new RegisteredRepositories(registeredFile())
        .replace(List.of(repository(PAY, "https://github.com/acme/pay.git")));
    webhook = webhook(queue);
  }

  /// The same function with another queue.
  PushWebhook webhook(QueueFixture.Queue other) {
    return new PushWebhook(
        new WebhookConfiguration(
            SignedDelivery.secrets(
                folder,
                Map.of(
                    "github", SECRET + "\r\n" + OTHER_SECRET + "\n",
                    "github-shop", SECRET,
                    "github-pay", SECRET,
                    "gitlab", SECRET,
                    "gitlab-cart", SECRET,
                    "gitlab-signed", SECRET + "\n" + SIGNING_TOKEN + "\n",
                    "gitea", SECRET,
                    "gitea-stock", SECRET,
                    "plain", SECRET,
                    "plain-tools", SECRET)),
            platformFile(),
            registeredFile(),
            other.configuration()),
        counters,
        () -> NOW);
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    webhook.close();
    FileUtils.delete(folder.toFile(), FileUtils.RECURSIVE | FileUtils.RETRY);
  }

  Path platformFile() {
    return folder.resolve("platform.json");
  }

  private Path registeredFile() {
    return folder.resolve("registered.json");
  }

  Path secretOf(String hook) {
    return folder.resolve("webhook-secrets").resolve(hook);
  }

  Counters counters() {
    return counters;
  }

  APIGatewayV2HTTPResponse answer(SignedDelivery delivery) {
    return answer(delivery.event());
  }

  APIGatewayV2HTTPResponse answer(APIGatewayV2HTTPEvent event) {
    return webhook.handle(event);
  }

  int status(SignedDelivery delivery) {
    return answer(delivery).getStatusCode();
  }

  /// Delivers what is taken and queued, and gives what came into the queue.
  PushEvent queued(SignedDelivery delivery) {
    APIGatewayV2HTTPResponse answer = answer(delivery);
    assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(202);
    List<PushEvent> events = queued();
    assertThat(events).as(answer.getBody()).hasSize(1);
    return events.getFirst();
  }

  /// Takes all that is in the queue.
  List<PushEvent> queued() {
    return queue.receive().stream()
        .peek(queue::delete)
        .map(message -> PushEvent.parse(message.body()))
        .toList();
  }

  private static Platform platform() {
    Host github = host("github", HostKind.GITHUB, "github.com", "ssh.github.com");
    Host gitlab = host("gitlab", HostKind.GITLAB, "gitlab.example", "gitlab.example:2222");
    Host gitea = host("gitea", HostKind.GITEA, "git.example:3000");
    Host plain = host("plain", HostKind.PLAIN, "plain.example");
    return new Platform(
        "afdp-test",
        List.of(),
        List.of(
            new Platform.Volume(
                Series.DEPLOYMENT_MANIFESTS.firstVolume(),
                Series.DEPLOYMENT_MANIFESTS,
                URI.create("ssh://git@ssh.github.com:22/acme/deployment-manifests.git"))),
        List.of(
            repository(SHOP, "https://github.com/acme/shop.git"),
            repository(CART, "ssh://git@gitlab.example:2222/team/sub/cart.git"),
            repository(STOCK, "https://git.example:3000/Acme/Stock"),
            repository(TOOLS, "git://plain.example/srv/git/Tools.git")),
        List.of(),
        List.of(github, gitlab, gitea, plain),
        List.of(
            hook("github", github, null),
            hook("github-shop", github, SHOP),
            hook("github-pay", github, PAY),
            hook("gitlab", gitlab, null),
            hook("gitlab-cart", gitlab, CART),
            hook("gitlab-signed", gitlab, null),
            hook("gitea", gitea, null),
            hook("gitea-stock", gitea, STOCK),
            hook("plain", plain, null),
            hook("plain-tools", plain, TOOLS)));
  }

  private static Host host(String name, HostKind kind, String... authorities) {
    return new Host(new HostName(name), kind, List.of(authorities));
  }

  private static Hook hook(String id, Host host, @Nullable PushSource source) {
    return new Hook(new HookId(id), host.name(), source);
  }

  private static Platform.SourceRepository repository(PushSource source, String uri) {
    return new Platform.SourceRepository(
        ((PushSource.Source) source).repository(), URI.create(uri), "main");
  }

  private static PushSource source(String name) {
    return new PushSource.Source(new RepositoryName(name));
  }
}
