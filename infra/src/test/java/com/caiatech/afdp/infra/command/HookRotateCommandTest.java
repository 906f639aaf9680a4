package com.caiatech.afdp.infra.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.bootstrap.LocalHost;
import com.caiatech.afdp.infra.embedded.FreePort;
import com.caiatech.afdp.infra.embedded.QueueServer;
import com.caiatech.afdp.infra.embedded.RefMove;
import com.caiatech.afdp.infra.embedded.ServedName;
import com.caiatech.afdp.infra.embedded.WebhookEndpoint;
import com.caiatech.afdp.infra.embedded.WebhookSender;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.lambdas.PushWebhook;
import com.caiatech.afdp.lambdas.configuration.QueueConfiguration;
import com.caiatech.afdp.lambdas.configuration.WebhookConfiguration;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.schemas.id.HookId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A webhook whose secret is rotated while the webhook function takes deliveries.
class HookRotateCommandTest {
  private static final HookId HOOK = new HookId("ours");
  private static final ServedName LEDGER = new ServedName(ServedName.Root.LEDGERS, "approval-logs");

  @TempDir Path folder;
  private Commands afdp;
  private StateLayout layout;
  private Path file;
  private int moves;

  @BeforeEach
  void addAWebhook() throws Exception {
    layout = new StateLayout(folder.resolve("state"));
    afdp = new Commands(folder, layout.root());
    try (StateFolder state = StateFolder.open(layout.root())) {
      Bootstrap.ensure(state.layout());
    }
    file = layout.webhookSecret(HOOK);
    succeeded("hook", "add", HOOK.value(), "--host", "local");
  }

  @Test
  void betweenBeginningAndEndADeliverySignedWithEitherSecretIsTaken() throws Exception {
    String former = secrets().getFirst();
    try (QueueServer queues = QueueServer.start(FreePort.take());
        PushWebhook function = function(queues);
        WebhookEndpoint endpoint = WebhookEndpoint.start(FreePort.take(), function)) {
      assertThat(isTaken(endpoint, former)).isTrue();

      Commands.Ended begun = succeeded("hook", "rotate", HOOK.value());
      assertThat(secrets()).hasSize(2).first().isEqualTo(former);
      String next = secrets().getLast();
      assertThat(next).isNotEqualTo(former);
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(begun.out())
          .contains("/webhook/ours", file.toString(), "afdp hook rotate ours --finish")
          .doesNotContain(former, next);
      assertThat(isTaken(endpoint, former)).isTrue();
      assertThat(isTaken(endpoint, next)).isTrue();

      Commands.Ended finished = succeeded("hook", "rotate", HOOK.value(), "--finish");
      assertThat(finished.out()).contains(file.toString()).doesNotContain(former, next);
      assertThat(secrets()).containsExactly(next);
      assertThat(isTaken(endpoint, former)).isFalse();
      assertThat(isTaken(endpoint, next)).isTrue();
    }
  }

  @Test
  void theRunnersOwnGitServerSignsWithTheNewerSecretFromItsNextDelivery() throws Exception {
    file = layout.webhookSecret(LocalHost.HOOK);
    String former = LocalHost.secret(layout);
    succeeded("hook", "rotate", LocalHost.HOOK.value());
    assertThat(LocalHost.secret(layout)).isNotEqualTo(former).isEqualTo(secrets().getLast());
  }

  @Test
  void aSigningTokenIsExchangedForASigningToken() throws Exception {
    Files.writeString(file, "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\n");
    succeeded("hook", "rotate", HOOK.value());
    assertThat(secrets()).hasSize(2).allMatch(secret -> secret.startsWith("whsec_"));
  }

  @Test
  void whatCannotBeRotatedIsRefusedAndNothingIsChanged() throws Exception {
    refused("expected one of the webhooks [local, ours]", "hook", "rotate", "yours");
    refused("no rotation is under way", "hook", "rotate", HOOK.value(), "--finish");
    succeeded("hook", "rotate", HOOK.value());
    List<String> both = secrets();
    refused("expected one secret, found two", "hook", "rotate", HOOK.value());
    assertThat(secrets()).isEqualTo(both);
    Files.writeString(file, "too short\n");
    refused("at least 16 characters, found one of 9; mend", "hook", "rotate", HOOK.value());
    Files.delete(file);
    refused("expected the secret in use, found no such file", "hook", "rotate", HOOK.value());
    assertThat(file).doesNotExist();
  }

  private PushWebhook function(QueueServer queues) {
    return new PushWebhook(
        new WebhookConfiguration(
            layout.webhookSecrets(),
            layout.platform(),
            new QueueConfiguration(
                queues.fifoQueue("rotation.fifo", Duration.ofSeconds(30)),
                QueueServer.REGION,
                Optional.of(queues.endpoint()))),
        new Counters(),
        InstantSource.system());
  }

  private boolean isTaken(WebhookEndpoint endpoint, String secret) {
    moves++;
    try (WebhookSender sender = new WebhookSender(endpoint.uri(HOOK), () -> secret)) {
      sender.send(new RefMove(LEDGER, "refs/heads/main", id(moves), id(moves + 1), "afdp"));
      await().until(() -> sender.delivered() + sender.failed() == 1);
      return sender.delivered() == 1;
    }
  }

  private List<String> secrets() throws IOException {
    return Files.readAllLines(file);
  }

  private Commands.Ended succeeded(String... arguments) throws Exception {
    Commands.Ended ended = afdp.onState(arguments);
    assertThat(ended.code()).as(ended.err()).isZero();
    return ended;
  }

  private void refused(String reason, String... arguments) throws Exception {
    Commands.Ended ended = afdp.onState(arguments);
    assertThat(ended.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).hasLineCount(1).contains(reason);
  }

  private static ObjectId id(int number) {
    return ObjectId.fromString("%040x".formatted(number));
  }
}
