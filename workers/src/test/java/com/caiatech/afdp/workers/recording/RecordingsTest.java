package com.caiatech.afdp.workers.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.HostName;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.Host;
import com.caiatech.afdp.schemas.platform.HostKind;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.RegisteredPlatform;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SourceRegistration;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.activity.LedgerRecording;
import com.caiatech.afdp.workers.ledger.Ledgers;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.ledger.TestPlatform;
import com.caiatech.afdp.workers.plan.DeploymentReadings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a request's id stands for is decided by the ledger alone.
class RecordingsTest {
  @TempDir Path folder;
  private final Instant now = Instant.now();
  private final DeploymentId id = DeploymentId.create(now);
  private TestPlatform platform;
  private Ledgers ledgers;
  private Recordings recordings;
  private RegisteredPlatform effective;
  private Platform configured =
      new Platform(
          "afdp-test",
          List.of(),
          List.of(),
          List.of(
              new Platform.SourceRepository(
                  new RepositoryName("shop"), URI.create("https://github.com/acme/shop"), "main")),
          List.of(),
          List.of(new Host(new HostName("hub"), HostKind.GITHUB, List.of("github.com"))),
          List.of());

  @BeforeEach
  void open() {
    platform = new TestPlatform(folder);
    ledgers = platform.start(Clock.systemUTC());
    effective = new RegisteredPlatform(() -> configured, ledgers.readings()::registrations);
    recordings =
        new Recordings(
            new LedgerRecording(ledgers.writer(), ledgers.readings()),
            ledgers.readings(),
            new DeploymentReadings(ledgers.readings()),
            effective);
  }

  @AfterEach
  void close() {
    ledgers.close();
  }

  @Test
  void whatIsSentAgainIsAnsweredByTheRecordThatStands() {
    Receipt first = recorded(platform.request(id, now));
    Receipt again = recorded(platform.request(id, now.plusSeconds(2)));

    assertThat(again.ref()).isEqualTo(first.ref());
    assertThat(again.standing()).isTrue();
  }

  @Test
  void anotherInputUnderTheIdIsAConflict() {
    Receipt first = recorded(platform.request(id, now));
    DeploymentRequest asked = TestPlatform.unproven();
    LedgerRecord other =
        platform.request(
            id,
            now,
            new DeploymentRequest(
                asked.action(), asked.sources(), null, asked.requestedBy(), "another", null));

    assertThat(recordings.record(RecordToWrite.of(other)))
        .isEqualTo(
            new RequestOutcome.Refused(
                RefusalReason.CONFLICT,
                "the id stands for another request already, recorded at " + first.ref().path()));
  }

  @Test
  void theStandingRecordIsReadByItsIdWithTheInputItWasMadeOf() {
    LedgerRecord record = platform.request(id, now);
    assertThat(recordings.standing(record.header())).isNull();
    Receipt first = recorded(record);

    Answer standing =
        Objects.requireNonNull(
            recordings.standing(platform.request(id, now.plusSeconds(9)).header()));

    assertThat(standing.input().sha256())
        .isEqualTo(RecordInput.of(TestPlatform.unproven()).sha256());
    assertThat(standing.outcome())
        .isEqualTo(new RequestOutcome.Recorded(new Receipt(first.ref(), 1, true)));
  }

  @Test
  void whatAnAdminRegistersIsThereAtOnceAndOnlyOnce() {
    LedgerRecord repository = platform.registering(request(), repository("pay"), "admin");
    Receipt first = recorded(repository);
    recorded(platform.registering(request(), service("billing", "pay"), "admin"));

    assertThat(effective.current().repository(new RepositoryName("pay")).orElseThrow().uri())
        .isEqualTo(URI.create("https://github.com/acme/pay"));
    assertThat(effective.current().service(new ServiceName("billing"))).isPresent();
    assertThat(effective.current()).isSameAs(effective.current());
    configured = configured.withHosts(List.of(), List.of());
    assertThat(recorded(repository).ref()).as("sent again").isEqualTo(first.ref());
    assertThat(effective.current()).isEqualTo(configured);
    assertThat(effective.effective().countLeftOut()).isEqualTo(2);
  }

  @Test
  void withoutAnAdminsIntentNothingIsRegistered() {
    assertThat(refused(platform.registering(request(), repository("pay"), "deployer")))
        .isEqualTo(RefusalReason.INTENT_NOT_PROVEN);
    assertThat(refused(platform.unproven(request(), repository("pay"))))
        .isEqualTo(RefusalReason.INTENT_NOT_PROVEN);
    assertThat(effective.current()).isEqualTo(configured);
    assertThat(platform.verify(Series.DEPLOYMENT_MANIFESTS).trusted()).isZero();
  }

  @Test
  void whatWouldHaveNoEffectIsRefusedWithItsReasonAndNotRecorded() {
    assertThat(refused(platform.registering(request(), repository("shop"), "admin")))
        .isEqualTo(RefusalReason.NAME_CONFIGURED);
    assertThat(refused(platform.registering(request(), service("billing", "pay"), "admin")))
        .isEqualTo(RefusalReason.UNKNOWN_REPOSITORY);
    configured = configured.withHosts(List.of(), List.of());
    assertThat(refused(platform.registering(request(), repository("pay"), "admin")))
        .isEqualTo(RefusalReason.UNKNOWN_HOST);
    assertThat(platform.verify(Series.DEPLOYMENT_MANIFESTS).trusted()).isZero();
  }

  @Test
  void aPolicyFromBeforeThereWereRegistrationsRefusesThemAndSaysSo() {
    ledgers.writer().write(List.of(RecordToWrite.of(platform.without(RecordKind.REGISTRATION))));
    RequestOutcome outcome =
        recordings.record(
            RecordToWrite.of(platform.registering(request(), repository("pay"), "admin")));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            RequestOutcome.Refused.class,
            refused ->
                assertThat(refused.message())
                    .contains("may not sign registration/1", "it was not written"));
  }

  private RequestId request() {
    return RequestId.create(now);
  }

  private static SourceRegistration repository(String name) {
    return SourceRegistration.of(
        new SourceRegistration.RegisteredRepository(
            new RepositoryName(name), List.of("https://github.com/acme/" + name), "main"),
        TestPlatform.ALICE,
        null);
  }

  private static SourceRegistration service(String name, String repository) {
    return SourceRegistration.of(
        new SourceRegistration.RegisteredService(
            new ServiceName(name),
            Map.of(
                SourceRole.APPLICATION,
                new SourceRegistration.RegisteredSource(new RepositoryName(repository), null)),
            null),
        TestPlatform.ALICE,
        null);
  }

  private RefusalReason refused(LedgerRecord record) {
    RequestOutcome outcome = recordings.record(RecordToWrite.of(record));
    assertThat(outcome).isInstanceOf(RequestOutcome.Refused.class);
    return ((RequestOutcome.Refused) outcome).reason();
  }

  private Receipt recorded(LedgerRecord record) {
    RequestOutcome outcome = recordings.record(RecordToWrite.of(record));
    assertThat(outcome).isInstanceOf(RequestOutcome.Recorded.class);
    return ((RequestOutcome.Recorded) outcome).receipt();
  }
}
