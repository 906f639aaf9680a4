package com.caiatech.afdp.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.caiatech.afdp.infra.trial.StockGit;
import com.caiatech.afdp.lambdas.PushWebhook;
import com.caiatech.afdp.lambdas.configuration.QueueConfiguration;
import com.caiatech.afdp.lambdas.configuration.WebhookConfiguration;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.schemas.event.PushEvent;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.HookId;
import com.caiatech.afdp.schemas.id.HostName;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.platform.GitAddress;
import com.caiatech.afdp.schemas.platform.Hook;
import com.caiatech.afdp.schemas.platform.Host;
import com.caiatech.afdp.schemas.platform.HostKind;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/// The post-receive hook for plain Git servers, with stock git, curl and openssl, in front of the
/// real webhook function.
class HookScriptTest {
  private static final PushSource SHOP = new PushSource.Source(new RepositoryName("shop"));
  private static final HookId HOOK = new HookId("server");
  private static final String SECRET = "the secret of a plain server";

  @TempDir Path folder;
  private final Counters counters = new Counters();
  private final AtomicInteger calls = new AtomicInteger();
  private QueueServer server;
  private SqsClient client;
  private String queue;
  private PushWebhook webhook;
  private WebhookEndpoint endpoint;
  private StockGit bare;
  private StockGit work;

  @BeforeEach
  void start() throws IOException {
    bare = new StockGit(folder.resolve("shop.git"), Map.of());
    work =
        new StockGit(
            folder.resolve("work"),
            Map.of(
                "GIT_AUTHOR_NAME", "A",
                "GIT_AUTHOR_EMAIL", "a@x",
                "GIT_COMMITTER_NAME", "A",
                "GIT_COMMITTER_EMAIL", "a@x"));
    server = QueueServer.start(FreePort.take());
    client = QueueServer.client(server.endpoint());
    queue = server.fifoQueue("pushes.fifo", Duration.ofSeconds(20));
    Files.createDirectory(folder.resolve("secrets"));
    Files.writeString(folder.resolve("secrets").resolve(HOOK.value()), SECRET + "\n");
    Files.writeString(folder.resolve("secret"), SECRET + "\n");
    new PlatformFile(folder.resolve("platform.json")).replace(platform());
    webhook =
        new PushWebhook(
            new WebhookConfiguration(
                folder.resolve("secrets"),
                folder.resolve("platform.json"),
                new QueueConfiguration(queue, QueueServer.REGION, Optional.of(server.endpoint()))),
            counters,
            InstantSource.system());
    endpoint =
        WebhookEndpoint.start(
            FreePort.take(),
            (event, context) -> {
              calls.incrementAndGet();
              return webhook.handleRequest(event, context);
            });
  }

  @AfterEach
  void stop() {
    endpoint.close();
    webhook.close();
    client.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha1", "sha256"})
  void everyMovedRefOfAPushIsTold(String format) throws IOException {
    serve(format);
    String first = commit("first");
    work.run("tag", "v1");
    work.run("branch", "f\"ä");
    assertThat(work.run("push", "origin", "main", "v1", "f\"ä")).doesNotContain("afdp:");
    String second = commit("second");
    work.run("push", "-q", "origin", "main", ":v1");
    commit("third", "--amend");
    String forced = work.run("rev-parse", "HEAD").strip();
    work.run("push", "-q", "--force", "origin", "main");

    String none = "0".repeat(first.length());
    assertThat(queued())
        .extracting(event -> List.of(event.ref(), event.before(), event.after()))
        .containsExactlyInAnyOrder(
            List.of("refs/heads/main", none, first),
            List.of("refs/tags/v1", none, first),
            List.of("refs/heads/f\"??", none, first),
            List.of("refs/heads/main", first, second),
            List.of("refs/tags/v1", first, none),
            List.of("refs/heads/main", second, forced));
    assertThat(counters.of(CounterNames.WEBHOOK_QUEUED)).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 63, 64, 65, 200})
  void aSecretOfAnyLengthSigns(int length) throws IOException {
    serve("sha1");
    String secret = "s3cret %\\ ä$(x)`".repeat(20).substring(0, length - 1) + "x";
    Files.writeString(folder.resolve("secrets").resolve(HOOK.value()), secret);
    Files.writeString(folder.resolve("secret"), secret + "\nanother that is not looked at\n");

    commit("first");
    work.run("push", "-q", "origin", "main");

    assertThat(queued()).hasSize(1);
  }

  @Test
  void aPingSaysThatTheWebhookAnswers() throws IOException {
    serve("sha1");
    Process ping =
        new ProcessBuilder("hooks/post-receive", "ping")
            .directory(folder.resolve("shop.git").toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(ping.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said).isEqualTo("afdp: " + endpoint.uri(HOOK) + " answers\n");
    assertThat(calls).hasValue(1);
    assertThat(queued()).isEmpty();
  }

  @Test
  void aRefusedEventIsToldToThePusherOnceAndThePushStands() throws IOException {
    serve("sha1");
    Files.writeString(folder.resolve("secret"), "a secret of somebody else");
    String commit = commit("first");
    work.run("branch", "other");

    assertThat(work.run("push", "origin", "main", "other"))
        .contains("was not told to", "expected status 2xx, found 401")
        .doesNotContain("secret of");
    assertThat(bare.run("rev-parse", "main", "other").lines()).containsOnly(commit);
    assertThat(calls).hasValue(1);
    assertThat(queued()).isEmpty();
  }

  @Test
  void aWebhookThatIsAwayIsTriedThreeTimesAndThePushStands() throws IOException {
    serve("sha1");
    String away = endpoint.uri(HOOK).toString();
    endpoint.close();
    List<Integer> statuses = new ArrayList<>(List.of(503, 500, 202));
    try (WebhookEndpoint failing =
        WebhookEndpoint.start(
            FreePort.take(),
            (event, context) ->
                APIGatewayV2HTTPResponse.builder()
                    .withStatusCode(statuses.removeFirst())
                    .build())) {
      bare.run("config", "afdp.url", failing.uri(HOOK).toString());
      commit("first");
      assertThat(work.run("push", "origin", "main")).doesNotContain("afdp:");
      assertThat(statuses).isEmpty();
    }
    bare.run("config", "afdp.url", away);
    String commit = commit("second");
    assertThat(work.run("push", "origin", "main")).contains("expected status 2xx, found 000");
    assertThat(bare.run("rev-parse", "main").strip()).isEqualTo(commit);
  }

  @Test
  void aHookThatIsNotConfiguredSaysWhatItExpects() throws IOException {
    serve("sha1");
    bare.run("config", "--unset", "afdp.repository");
    commit("first");

    assertThat(work.run("push", "origin", "main"))
        .contains("expected afdp.url, afdp.repository and a readable afdp.secretFile");
    assertThat(calls).hasValue(0);
  }

  private void serve(String format) throws IOException {
    StockGit git = new StockGit(folder, Map.of());
    git.run("init", "-q", "--bare", "--object-format=" + format, "-b", "main", "shop.git");
    git.run("init", "-q", "--object-format=" + format, "-b", "main", "work");
    work.run("remote", "add", "origin", folder.resolve("shop.git").toString());
    bare.run("config", "afdp.url", endpoint.uri(HOOK).toString());
    bare.run("config", "afdp.secretFile", folder.resolve("secret").toString());
    bare.run("config", "afdp.repository", "acme/shop");
    Path hook = folder.resolve("shop.git/hooks/post-receive");
    Files.createDirectories(folder.resolve("shop.git/hooks"));
    try (InputStream script =
        Objects.requireNonNull(
            HookScriptTest.class.getResourceAsStream(
                "/com/caiatech/afdp/infra/hook/post-receive"))) {
      Files.copy(script, hook);
    }
    assertThat(hook.toFile().setExecutable(true)).isTrue();
  }

  private String commit(String message, String... options) {
    List<String> command = new ArrayList<>(List.of("commit", "-q", "--allow-empty", "-m", message));
    command.addAll(List.of(options));
    work.run(command.toArray(String[]::new));
    return work.run("rev-parse", "HEAD").strip();
  }

  private List<PushEvent> queued() {
    List<PushEvent> events = new ArrayList<>();
    for (List<Message> taken = take(); !taken.isEmpty(); taken = take()) {
      for (Message message : taken) {
        events.add(PushEvent.parse(message.body()));
        client.deleteMessage(
            request -> request.queueUrl(queue).receiptHandle(message.receiptHandle()));
      }
    }
    assertThat(events).allSatisfy(event -> assertThat(event.repository()).isEqualTo(SHOP));
    return events;
  }

  private List<Message> take() {
    return client
        .receiveMessage(request -> request.queueUrl(queue).maxNumberOfMessages(10))
        .messages();
  }

  private static Platform platform() {
    HostName plain = new HostName("plain");
    return new Platform(
        "test",
        List.of(),
        List.of(),
        List.of(
            new Platform.SourceRepository(
                new RepositoryName("shop"),
                URI.create("file:///srv/git/shop.git"),
                "main",
                List.of(GitAddress.parse("acme/shop")))),
        List.of(),
        List.of(new Host(plain, HostKind.PLAIN, List.of())),
        List.of(new Hook(HOOK, plain, SHOP)));
  }
}
