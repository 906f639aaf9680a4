package com.caiatech.afdp.workers.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.workers.WorkersException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of the records of one batch when one of them may not be written, or is there twice.
class LedgerBatchTest {
  private static final Series SERIES = Series.DEPLOYMENT_MANIFESTS;

  @TempDir Path folder;
  private final Instant asked = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final Instant expiry = asked.plus(Duration.ofMinutes(10));
  private TestPlatform platform;

  @BeforeEach
  void makePlatform() {
    platform = new TestPlatform(folder);
    platform.start(Clock.systemUTC()).close();
    platform.moves.clear();
  }

  @Test
  void aLateIntentIsRefusedAndTheOthersOfItsBatchAreWritten() {
    Instant now = expiry.plusMillis(1);
    DeploymentId lateOne = DeploymentId.create(asked);
    RecordToWrite request = to(platform.request(DeploymentId.create(now), now));
    RecordToWrite late = to(platform.request(lateOne, asked));
    RecordToWrite closed = to(TestPlatform.closed(DeploymentId.create(asked), now));
    try (Ledgers ledgers = open(now)) {
      assertThatThrownBy(() -> write(ledgers, request, late, closed))
          .isInstanceOf(WorkersException.IntentNotProven.class)
          .hasMessageContaining("Writing " + late.path())
          .hasMessageContaining("late-intent")
          .hasMessageContaining("the statement expired at " + expiry)
          .hasMessageContaining("it was not written");
      assertThat(platform.moves).hasSize(1);
      assertThat(write(ledgers, request, closed))
          .allSatisfy(
              receipt -> {
                assertThat(receipt.standing()).isTrue();
                assertThat(receipt.size()).isEqualTo(2);
              });
      assertThat(ledgers.readings().about(SERIES, lateOne.subject())).isEmpty();
      assertThatThrownBy(() -> write(ledgers, late)).hasMessageContaining("late-intent");
      assertThat(platform.moves).hasSize(1);
    }
    assertThat(platform.verify(SERIES).sound()).isTrue();
  }

  @Test
  void anIntentCountsAtTheVeryMomentOfItsExpiry() {
    try (Ledgers ledgers = open(expiry)) {
      assertThat(write(ledgers, to(platform.request(DeploymentId.create(asked), asked))))
          .noneMatch(Receipt::standing);
    }
    assertThat(platform.verify(SERIES).sound()).isTrue();
  }

  @Test
  void ofTwoRecordsWithOneIdTheFirstIsWrittenAndTheSecondAdoptsIt() {
    DeploymentId deployment = DeploymentId.create(asked);
    RecordToWrite first = to(TestPlatform.closed(deployment, asked));
    RecordToWrite second = to(TestPlatform.closed(deployment, asked.minusSeconds(1)));
    RecordToWrite other = to(TestPlatform.closed(DeploymentId.create(asked), asked));
    assertThat(second.path()).isEqualTo(first.path());
    assertThat(second.sha256()).isNotEqualTo(first.sha256());
    try (Ledgers ledgers = open(asked)) {
      List<Receipt> receipts = write(ledgers, first, second, other, first);
      assertThat(receipts).extracting(Receipt::standing).containsExactly(false, true, false, true);
      assertThat(receipts.getFirst().ref().sha256()).isEqualTo(first.sha256());
      assertThat(receipts.get(1).ref()).isEqualTo(receipts.getFirst().ref());
      assertThat(receipts.get(3).ref()).isEqualTo(receipts.getFirst().ref());
      assertThat(receipts).extracting(Receipt::size).containsOnly(2L);
      assertThat(platform.moves).hasSize(1);
    }
    assertThat(platform.verify(SERIES).end().size()).isEqualTo(2);
  }

  @Test
  void aRenewedIntentIsWrittenBesideTheLateOneOfTheSameRecord() {
    Instant now = expiry.plusSeconds(1);
    DeploymentId deployment = DeploymentId.create(asked);
    RecordToWrite late = to(platform.request(deployment, asked));
    RecordToWrite renewed = to(platform.request(deployment, now));
    try (Ledgers ledgers = open(now)) {
      List<Receipt> receipts = write(ledgers, late, renewed);
      assertThat(receipts).extracting(Receipt::standing).containsExactly(true, false);
      assertThat(receipts)
          .extracting(receipt -> receipt.ref().sha256())
          .containsOnly(renewed.sha256());
    }
    assertThat(platform.verify(SERIES).end().size()).isEqualTo(1);
    assertThat(platform.verify(SERIES).sound()).isTrue();
  }

  private Ledgers open(Instant now) {
    return platform.open(Clock.fixed(now, ZoneOffset.UTC));
  }

  private static List<Receipt> write(Ledgers ledgers, RecordToWrite... records) {
    return ledgers.writer().write(Arrays.asList(records));
  }

  private static RecordToWrite to(LedgerRecord record) {
    return RecordToWrite.of(record);
  }
}
