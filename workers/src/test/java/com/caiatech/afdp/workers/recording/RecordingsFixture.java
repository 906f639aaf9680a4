package com.caiatech.afdp.workers.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.RegisteredPlatform;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.workflow.Receipt;
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
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Recordings into ledgers of their own, on a platform with the repository `shop`.
abstract class RecordingsFixture {
  @TempDir Path folder;

  final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  final IncidentId incident = IncidentId.create(now);
  TestPlatform platform;
  Recordings recordings;
  private Ledgers ledgers;

  @BeforeEach
  void open() {
    platform = new TestPlatform(folder);
    ledgers = platform.start(Clock.systemUTC());
    Platform configured =
        new Platform(
            "afdp-test",
            List.of(),
            List.of(),
            List.of(
                new Platform.SourceRepository(
                    new RepositoryName("shop"), URI.create("git://localhost/shop"), "main")),
            List.of());
    recordings =
        new Recordings(
            new LedgerRecording(ledgers.writer(), ledgers.readings()),
            ledgers.readings(),
            new DeploymentReadings(ledgers.readings()),
            new RegisteredPlatform(() -> configured, ledgers.readings()::registrations));
  }

  @AfterEach
  void close() {
    ledgers.close();
  }

  /// Where the record stands, which has to be recorded.
  final Receipt recorded(LedgerRecord record) {
    RequestOutcome outcome = recordings.record(RecordToWrite.of(record));
    assertThat(outcome).isInstanceOf(RequestOutcome.Recorded.class);
    return ((RequestOutcome.Recorded) outcome).receipt();
  }

  /// Why the record is refused, which it has to be.
  final RequestOutcome.Refused refusal(LedgerRecord record) {
    RequestOutcome outcome = recordings.record(RecordToWrite.of(record));
    assertThat(outcome).isInstanceOf(RequestOutcome.Refused.class);
    return (RequestOutcome.Refused) outcome;
  }
}
