package com.caiatech.afdp.workers.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.activity.LedgerRecording;
import com.caiatech.afdp.workers.ledger.Ledgers;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.ledger.TestPlatform;
import com.caiatech.afdp.workers.plan.DeploymentReadings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
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

  @BeforeEach
  void open() {
    platform = new TestPlatform(folder);
    ledgers = platform.start(Clock.systemUTC());
    recordings =
        new Recordings(
            new LedgerRecording(ledgers.writer(), ledgers.readings()),
            ledgers.readings(),
            new DeploymentReadings(ledgers.readings()));
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

  private Receipt recorded(LedgerRecord record) {
    RequestOutcome outcome = recordings.record(RecordToWrite.of(record));
    assertThat(outcome).isInstanceOf(RequestOutcome.Recorded.class);
    return ((RequestOutcome.Recorded) outcome).receipt();
  }
}
