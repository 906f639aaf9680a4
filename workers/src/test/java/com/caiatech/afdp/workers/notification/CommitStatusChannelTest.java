package com.caiatech.afdp.workers.notification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.HostName;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.platform.GitAddress;
import com.caiatech.afdp.schemas.platform.Host;
import com.caiatech.afdp.schemas.platform.HostKind;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.caiatech.afdp.schemas.signing.SecretFile;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From records in real ledgers to the API of a Git host.
class CommitStatusChannelTest {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  @TempDir Path folder;
  private final SetClock clock = new SetClock();
  private Happenings happenings;
  private Receiver receiver;
  private Platform platform = Happenings.PLATFORM;

  @SuppressWarnings("NullAway.Init") // begin makes it
  private Courier courier;

  @BeforeEach
  void open() throws Exception {
    happenings = new Happenings(folder.resolve("ledgers"));
    receiver = new Receiver();
    receiver.answers(Receiver.status(201, "{}"));
    SecretFile.replace(folder.resolve("token"), "tea-time\n".getBytes(UTF_8));
    Files.writeString(
        folder.resolve("notifications.yaml"),
        """
        channels:
          - name: statuses
            kind: commit-status
            host: forge
            api: %s
            tokenFile: token
            targetUrl: https://afdp.example/deployments/{{deployment}}
        """
            .formatted(receiver.address("/api")));
  }

  @AfterEach
  void close() {
    receiver.close();
    happenings.close();
  }

  @Test
  void gitHubIsToldThatADeploymentHasBegunAndHowItEnded() throws Exception {
    begin(HostKind.GITHUB, "https://forge.example/acme/cart.git");
    DeploymentId id = happenings.opened();
    look();
    happenings.closed(id, DeploymentStatus.FAILED, "check smoke failed: " + "x".repeat(200), null);
    look();

    assertThat(receiver.got()).hasSize(2);
    Receiver.Got pending = receiver.got().getFirst();
    assertThat(pending.path()).isEqualTo("/api/repos/acme/cart/statuses/" + Happenings.COMMIT);
    assertThat(pending.headers())
        .containsEntry("authorization", "Bearer tea-time")
        .containsEntry("accept", "application/vnd.github+json");
    assertThat(json(pending))
        .isEqualTo(
            RecordJson.mapper()
                .readTree(
                    """
                    {"state": "pending", "context": "afdp/staging/cart", "description": "has begun",
                     "target_url": "https://afdp.example/deployments/%s"}
                    """
                        .formatted(id)));
    JsonNode ended = json(receiver.got().getLast());
    assertThat(ended.path("state").asText()).isEqualTo("failure");
    assertThat(ended.path("description").asText())
        .startsWith("failed: check smoke failed: xxx")
        .hasSize(140);
  }

  @Test
  void gitLabAndGiteaAreToldInTheirWords() throws Exception {
    begin(HostKind.GITLAB, "git@forge.example:acme/shop/cart.git");
    happenings.opened();
    look();
    begin(HostKind.GITEA, "https://forge.example/acme/cart");
    happenings.closed(happenings.opened(), DeploymentStatus.ABORTED, "enough", null);
    look();

    Receiver.Got gitLab = receiver.got().getFirst();
    assertThat(gitLab.path())
        .isEqualTo("/api/projects/acme%2Fshop%2Fcart/statuses/" + Happenings.COMMIT);
    assertThat(gitLab.headers()).containsEntry("private-token", "tea-time");
    assertThat(json(gitLab).path("name").asText()).isEqualTo("afdp/staging/cart");
    Receiver.Got gitea = receiver.got().getLast();
    assertThat(gitea.path()).isEqualTo("/api/repos/acme/cart/statuses/" + Happenings.COMMIT);
    assertThat(gitea.headers()).containsEntry("authorization", "token tea-time");
    assertThat(json(gitea).path("state").asText()).isEqualTo("error");
  }

  @Test
  void gitLabsRefusalOfWhatIsPendingAlreadyIsNoFault() throws Exception {
    begin(HostKind.GITLAB, "https://forge.example/acme/cart.git");
    receiver.answers(
        Receiver.status(
            400, "{\"message\":\"Cannot transition status via :enqueue from :pending\"}"));
    happenings.opened();
    look();
    assertThat(courier.counts().sent()).isEqualTo(1);
    receiver.answers(Receiver.status(400, "{\"message\":\"no such ref\"}"));
    happenings.opened();
    look();
    assertThat(courier.counts().dropped()).isEqualTo(1);
  }

  @Test
  void whatIsLateNeverHidesANewerDeploymentOfTheSameCommit() throws Exception {
    begin(HostKind.GITHUB, "https://forge.example/acme/cart.git");
    receiver.answers(Receiver.status(502));
    DeploymentId one = happenings.opened();
    look();
    happenings.closed(one, DeploymentStatus.FAILED, "broken", null);
    look();
    receiver.answers(Receiver.status(201, "{}"));
    happenings.closed(happenings.opened(), DeploymentStatus.SUCCEEDED, null, null);
    look();
    clock.pass(PAUSE);
    look();
    assertThat(receiver.got())
        .extracting(it -> json(it).path("state").asText())
        .containsExactly("pending", "failure", "success");
    assertThat(courier.counts().dropped()).isZero();
  }

  @Test
  void aRepositoryElsewhereIsNoneOfItsBusiness() throws Exception {
    begin(HostKind.GITHUB, "https://other.example/acme/cart.git");
    happenings.opened();
    look();
    assertThat(receiver.got()).isEmpty();
    assertThat(courier.counts().sent()).isZero();
  }

  @Test
  void theApiFollowsFromTheHost() {
    assertThat(List.of(HostKind.values()))
        .extracting(kind -> CommitStatusChannel.api(host(kind)).map(URI::toString).orElse("none"))
        .containsExactly(
            "https://forge.example/api/v3",
            "https://forge.example/api/v4",
            "https://forge.example/api/v1",
            "none");
    assertThat(
            CommitStatusChannel.api(
                new Host(new HostName("github"), HostKind.GITHUB, List.of("github.com"))))
        .contains(URI.create("https://api.github.com"));
  }

  @Test
  void whatCannotBeIsToldAtTheStart() throws Exception {
    begin(HostKind.GITHUB, "https://forge.example/acme/cart.git");
    SecretFile.replace(folder.resolve("bad"), "tea time".getBytes(UTF_8));
    Path file =
        Files.writeString(
            folder.resolve("wrong.yaml"),
            """
            channels:
              - name: statuses
                kind: commit-status
                host: gitbub
                tokenFile: bad
                targetUrl: "https://afdp.example/{{deploymnt}}"
                events: [deployment.failed]
            """);
    assertThatThrownBy(() -> NotificationSettings.read(file, () -> platform, Clock.systemUTC()))
        .isInstanceOf(SchemasException.ConfigurationFault.class)
        .hasMessageContaining(
            "host: expected a host of the platform that is GitHub, GitLab or Gitea, of [forge, other],"
                + " found 'gitbub'")
        .hasMessageContaining("tokenFile: reading a token from ")
        .hasMessageContaining("(did you mean deployment?)")
        .hasMessageContaining("channels[0].events: unknown")
        .hasMessageNotContaining("tea time");
  }

  private void begin(HostKind kind, String address) throws Exception {
    platform =
        new Platform(
            "afdp-test",
            List.of(),
            List.of(),
            List.of(
                new Platform.SourceRepository(
                    new RepositoryName("cart"),
                    folder.toUri(),
                    "main",
                    List.of(GitAddress.parse(address)))),
            List.of(),
            List.of(
                host(kind),
                new Host(new HostName("other"), HostKind.GITHUB, List.of("other.example"))),
            List.of());
    ConfiguredChannel configured =
        NotificationSettings.read(
                folder.resolve("notifications.yaml"), () -> platform, Clock.systemUTC())
            .channels()
            .getFirst();
    courier =
        new Courier(
            kind.name(),
            configured.channel(),
            configured.filter(),
            null,
            folder.resolve("outboxes").resolve(kind + ".json"),
            new Pace(List.of(PAUSE), Duration.ofSeconds(30), Duration.ofDays(1)),
            clock);
    look();
  }

  private static Host host(HostKind kind) {
    return new Host(new HostName("forge"), kind, List.of("forge.example"));
  }

  private void look() throws InterruptedException {
    courier.look(happenings.readings().forOneDecision(), platform);
  }

  private static JsonNode json(Receiver.Got got) {
    try {
      return RecordJson.mapper().readTree(got.body());
    } catch (JsonProcessingException malformed) {
      throw new AssertionError("expected JSON, found " + got.body(), malformed);
    }
  }
}
