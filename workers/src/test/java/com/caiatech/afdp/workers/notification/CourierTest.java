package com.caiatech.afdp.workers.notification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.ledger.VolumePosition;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.signing.SecretFile;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.ledger.StockGit;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From records in real ledgers to a real receiver, by one channel.
class CourierTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Pace PACE =
      new Pace(
          List.of(FIRST_PAUSE, Duration.ofMinutes(1)), Duration.ofSeconds(30), Duration.ofDays(1));

  @TempDir Path folder;
  private final SetClock clock = new SetClock();
  private Happenings happenings;
  private Receiver receiver;
  private Courier courier;

  @BeforeEach
  void open() throws Exception {
    happenings = new Happenings(folder.resolve("ledgers"));
    receiver = new Receiver();
    SecretFile.replace(secret(), SECRET.getBytes(UTF_8));
    courier = courier();
    look();
  }

  @AfterEach
  void close() {
    receiver.close();
    happenings.close();
  }

  @Test
  void aDeploymentThatFailedIsToldOnceAndSigned() throws Exception {
    DeploymentId id = happenings.failed("check smoke failed");
    look();
    look();
    courier = courier();
    look();

    assertThat(receiver.got()).hasSize(1);
    Receiver.Got got = receiver.got().getFirst();
    assertThat(got.method() + " " + got.path()).isEqualTo("POST /afdp");
    assertThat(got.headers())
        .containsEntry("webhook-id", "deployment_failed_" + id)
        .containsEntry(
            "webhook-signature",
            WebhookSignature.of(SECRET)
                .header(
                    "deployment_failed_" + id,
                    clock.instant().getEpochSecond(),
                    got.body().getBytes(UTF_8)));
    JsonNode body = RecordJson.mapper().readTree(got.body());
    assertThat(body.path("type").asText()).isEqualTo("deployment.failed");
    assertThat(body.path("data"))
        .isEqualTo(
            RecordJson.mapper()
                .readTree(
                    """
                    {
                      "service": "cart",
                      "environment": "staging",
                      "deployment": "%1$s",
                      "type": "deploy",
                      "commit": "%2$s",
                      "plan": "%3$s",
                      "requested_by": "p_0123456789abcdef0123456789abcdef",
                      "request_reason": "a new version",
                      "status": "failed",
                      "reason": "check smoke failed",
                      "record": "deployment-manifests:2",
                      "gateway": "https://afdp.example",
                      "text": "cart in staging: the deployment %1$s that p_0123456789abcdef0123456789abcdef asked for ended as failed: check smoke failed. Serves again: none"
                    }
                    """
                        .formatted(
                            id, Happenings.COMMIT, body.path("data").path("plan").asText())));
    assertThat(courier.counts().sent()).isZero();
  }

  @Test
  void whatStoodAtTheFirstStartIsNotTold() throws Exception {
    happenings.failed("long ago");
    courier = courier("another");
    look();
    DeploymentId later = happenings.failed("now");
    look();
    assertThat(ids()).containsExactly("deployment_failed_" + later);
  }

  @Test
  void whatACrashCutsOffAfterItWasSentIsSentAgainUnderTheSameId() throws Exception {
    DeploymentId id = happenings.failed("broken");
    Channel channel = webhook();
    courier =
        courier(
            "ops",
            event -> {
              channel.send(event);
              throw new AssertionError("the power goes");
            });
    assertThatThrownBy(this::look).hasMessage("the power goes");
    courier = courier();
    look();
    look();
    assertThat(ids()).containsExactly("deployment_failed_" + id, "deployment_failed_" + id);
  }

  @Test
  void whatIsNotTakenWaitsAndHoldsUpNothing() throws Exception {
    DeploymentId one = happenings.failed("one");
    receiver.answers(Receiver.status(500));
    look();
    receiver.answers(Receiver.status(204));
    DeploymentId two = happenings.failed("two");
    look();
    clock.pass(FIRST_PAUSE);
    courier = courier();
    look();
    look();
    assertThat(ids())
        .containsExactly(
            "deployment_failed_" + one, "deployment_failed_" + two, "deployment_failed_" + one);
    assertThat(courier.counts().sent()).isEqualTo(1);
  }

  @Test
  void aReceiverThatWantsToBeLeftAloneForSoLongIs() throws Exception {
    DeploymentId one = happenings.failed("one");
    receiver.answers(Receiver.busy(429, "1800"));
    look();
    receiver.answers(Receiver.status(204));
    clock.pass(Duration.ofMinutes(29));
    look();
    assertThat(ids()).hasSize(1);
    clock.pass(Duration.ofMinutes(2));
    look();
    assertThat(ids()).containsExactly("deployment_failed_" + one, "deployment_failed_" + one);
  }

  @Test
  void whatIsNeverTakenIsGivenUpAfterTheLastAttempt() throws Exception {
    happenings.failed("one");
    receiver.answers(Receiver.status(503));
    for (int i = 0; i < 10; i++) {
      look();
      clock.pass(Duration.ofMinutes(1));
    }
    assertThat(receiver.got()).hasSize(3);
    assertThat(courier.counts().failed()).isEqualTo(2);
    assertThat(courier.counts().dropped()).isEqualTo(1);
    assertThat(outbox().pending()).isEmpty();
  }

  @Test
  void whatIsRefusedOrLedElsewhereIsGivenUpAtOnce() throws Exception {
    try (Receiver elsewhere = new Receiver()) {
      receiver.answers(Receiver.redirect(elsewhere.address("/")));
      happenings.failed("one");
      look();
      receiver.answers(Receiver.status(410));
      happenings.failed("two");
      look();
      clock.pass(Duration.ofHours(1));
      look();
      assertThat(receiver.got()).hasSize(2);
      assertThat(elsewhere.got()).isEmpty();
      assertThat(courier.counts().dropped()).isEqualTo(2);
    }
  }

  @Test
  void whatIsOlderThanADayIsCountedAndNotSent() throws Exception {
    happenings.failed("yesterday");
    clock.pass(Duration.ofDays(1).plusMinutes(1));
    look();
    assertThat(receiver.got()).isEmpty();
    assertThat(courier.counts().dropped()).isEqualTo(1);
  }

  @Test
  void whatNobodyTrustsIsNoFact() throws Exception {
    DeploymentId id = happenings.opened();
    look();
    LedgerRecord forged =
        Happenings.closing(
            id, DeploymentStatus.FAILED, "forged", DeploymentId.create(clock.instant()));
    new StockGit(folder.resolve("home"))
        .push(
            happenings.platform().repository(Series.DEPLOYMENT_MANIFESTS),
            Map.of(
                LedgerPath.of(forged.header()).attempt(1).text(), RecordToWrite.of(forged).json()));
    look();
    assertThat(receiver.got()).isEmpty();
    happenings.closed(id, DeploymentStatus.FAILED, "true", null);
    look();
    assertThat(ids()).containsExactly("deployment_failed_" + id);
    assertThat(receiver.got().getFirst().body()).contains("true").doesNotContain("forged");
  }

  @Test
  void aReasonStaysOnOneLineAndIsBounded() throws Exception {
    happenings.failed("broken\r\nBcc: all@example\u202e\u0000" + "x".repeat(470));
    look();
    String reason =
        RecordJson.mapper()
            .readTree(receiver.got().getFirst().body())
            .path("data")
            .path("reason")
            .asText();
    assertThat(reason)
        .startsWith("broken\\u{d}\\u{a}Bcc: all@example\\u{202e}\\u{0}xxx")
        .hasSize(Event.LONGEST_VALUE);
  }

  @Test
  void nothingMoreIsReadWhileAsManyWaitAsMay() throws Exception {
    receiver.answers(Receiver.status(500));
    List<String> told = new ArrayList<>();
    for (int i = 0; i < Outbox.MOST_PENDING + 3; i++) {
      told.add("deployment_failed_" + happenings.failed("one of many"));
    }
    look();
    assertThat(outbox().pending()).hasSize(Outbox.MOST_PENDING);
    assertThat(receiver.got()).hasSize(Outbox.MOST_PENDING);
    receiver.answers(Receiver.status(204));
    clock.pass(FIRST_PAUSE);
    look();
    assertThat(outbox().pending()).isEmpty();
    assertThat(ids().stream().skip(Outbox.MOST_PENDING)).containsExactlyElementsOf(told);
    assertThat(courier.counts().dropped()).isZero();
  }

  @Test
  void whereTheLedgerDoesNotHoldWhatWasToldItIsToldAgainUnderTheSameIds() throws Exception {
    String told = "deployment_failed_" + happenings.failed("one");
    look();
    VolumeName first = Series.DEPLOYMENT_MANIFESTS.firstVolume();
    for (VolumeName volume : List.of(first, first.next())) {
      outbox()
          .at(new VolumePosition(volume, 3, new CommitId("0".repeat(40)), null))
          .write(file("ops"));
      courier = courier();
      look();
      look();
      look();
    }
    assertThat(ids()).containsExactly(told, told, told);
  }

  @Test
  void aSecretThatCannotBeReadIsWaitedForAndNeverSentWithout() throws Exception {
    happenings.failed("one");
    Files.delete(secret());
    look();
    assertThat(receiver.got()).isEmpty();
    SecretFile.replace(secret(), SECRET.getBytes(UTF_8));
    clock.pass(FIRST_PAUSE);
    look();
    assertThat(receiver.got()).hasSize(1);
  }

  @Test
  void anOutboxThatIsNoneSendsNothingAndSaysWhatToDo() throws Exception {
    SecretFile.replace(file("broken"), "{".getBytes(UTF_8));
    courier = courier("broken");
    assertThatThrownBy(this::look)
        .isInstanceOf(SchemasException.KeyFault.class)
        .hasMessageContaining("it is not what was written; nothing is sent by it")
        .hasMessageContaining("Move the file away");
  }

  private void look() throws InterruptedException {
    courier.look(happenings.readings().forOneDecision(), Happenings.PLATFORM);
  }

  private List<String> ids() {
    return receiver.got().stream().map(it -> it.headers().get("webhook-id")).toList();
  }

  private Courier courier() {
    return courier("ops");
  }

  private Courier courier(String name) {
    return courier(name, webhook());
  }

  private Courier courier(String name, Channel channel) {
    return new Courier(
        name,
        channel,
        Filter.of(EventKind.FAILED),
        "https://afdp.example",
        file(name),
        PACE,
        clock);
  }

  private Channel webhook() {
    URI address = receiver.address("/afdp");
    return new WebhookChannel(
        new HttpPost(Duration.ofSeconds(20)), address, secret(), new Texts(Map.of()), clock);
  }

  private Outbox outbox() {
    return Outbox.read(file("ops")).orElseThrow();
  }

  private Path secret() {
    return folder.resolve("ops.secret");
  }

  private Path file(String name) {
    return folder.resolve("outboxes").resolve(name + ".json");
  }
}
