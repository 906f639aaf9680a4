package com.caiatech.afdp.workers.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.ledger.LedgerVerification;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.plan.DeploymentReadings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where a record is written whose place an entry holds that does not count.
class LedgerAttemptsTest {
  private static final Series SERIES = Series.DEPLOYMENT_MANIFESTS;

  @TempDir Path folder;
  private final Clock clock = Clock.systemUTC();
  private final DeploymentId deployment = DeploymentId.create(clock.instant());
  private final LedgerRecord closed = TestPlatform.closed(deployment, clock.instant());
  private TestPlatform platform;
  private StockGit git;

  @BeforeEach
  void makePlatform() throws Exception {
    platform = new TestPlatform(folder);
    git = new StockGit(folder.resolve("home"));
  }

  @Test
  void aForeignFileAtTheRecordsPlaceMakesTheWriterUseTheNextAttempt() throws Exception {
    RecordRef second = ref(2, 2);
    try (Ledgers ledgers = platform.start(clock)) {
      write(ledgers, platform.request(deployment, clock.instant()));
      git.push(platform.repository(SERIES), Map.of(place(1), "{}"));
      assertThat(ledgers.readings().openDeployments()).containsExactly(deployment);
      assertThat(write(ledgers, closed)).isEqualTo(new Receipt(second, 3, false));
      assertThat(write(ledgers, closed)).isEqualTo(new Receipt(second, 3, true));
      assertThat(ledgers.readings().openDeployments()).isEmpty();
      assertThat(
              new DeploymentReadings(ledgers.readings())
                  .closed(deployment)
                  .map(DeploymentReadings.Standing::ref))
          .contains(second);
    }
    try (Ledgers again = platform.open(clock)) {
      LedgerRecord other = TestPlatform.closed(deployment, clock.instant().minusSeconds(2));
      assertThat(write(again, other)).isEqualTo(new Receipt(second, 3, true));
    }
    assertThat(git.run(platform.repository(SERIES), "git", "show", "main:" + place(2)))
        .isEqualTo(RecordToWrite.of(closed).json());
    LedgerVerification verification = platform.verify(SERIES);
    assertThat(verification.structural()).isEmpty();
    assertThat(verification.trusted()).isEqualTo(2);
    assertThat(verification.violated()).isEqualTo(1);
  }

  @Test
  void theLowestAttemptThatIsFreeIsUsedWhateverFilesHoldTheOthers() throws Exception {
    String unsigned = RecordToWrite.of(closed).json();
    try (Ledgers ledgers = platform.start(clock)) {
      git.push(platform.repository(SERIES), Map.of(place(1), unsigned, place(2), "{}"));
      git.push(platform.repository(SERIES), Map.of(place(4), unsigned));
      assertThat(write(ledgers, closed)).isEqualTo(new Receipt(ref(3, 3), 4, false));
      assertThat(write(ledgers, closed)).isEqualTo(new Receipt(ref(3, 3), 4, true));
    }
  }

  @Test
  void aForeignFurtherAttemptHoldsNothing() throws Exception {
    try (Ledgers ledgers = platform.start(clock)) {
      git.push(platform.repository(SERIES), Map.of(place(2), RecordToWrite.of(closed).json()));
      assertThat(write(ledgers, closed)).isEqualTo(new Receipt(ref(1, 1), 2, false));
      assertThat(write(ledgers, closed)).isEqualTo(new Receipt(ref(1, 1), 2, true));
    }
  }

  @Test
  void aRecordWhosePlacesAreAllHeldIsRefusedAndTheOthersOfItsBatchAreWritten() throws Exception {
    RecordToWrite held = RecordToWrite.of(closed);
    RecordToWrite free =
        RecordToWrite.of(
            TestPlatform.closed(DeploymentId.create(clock.instant()), clock.instant()));
    try (Ledgers ledgers = platform.start(clock)) {
      git.push(
          platform.repository(SERIES),
          IntStream.rangeClosed(1, LedgerPath.MAX_ATTEMPTS)
              .boxed()
              .collect(Collectors.toMap(this::place, _ -> "{}")));
      assertThatThrownBy(() -> ledgers.writer().write(List.of(held, free)))
          .isInstanceOf(WorkersException.RecordRefused.class)
          .hasMessageContaining("Writing " + held.path())
          .hasMessageContaining("all 9999 places of the record are held")
          .hasMessageContaining("it was not written");
      assertThat(ledgers.writer().write(List.of(free)).getFirst().standing()).isTrue();
    }
  }

  private static Receipt write(Ledgers ledgers, LedgerRecord record) {
    return ledgers.writer().write(List.of(RecordToWrite.of(record))).getFirst();
  }

  private RecordRef ref(long index, int attempt) {
    return new RecordRef(
        SERIES.firstVolume(), index, place(attempt), RecordToWrite.of(closed).sha256());
  }

  private String place(int attempt) {
    return LedgerPath.of(closed.header()).attempt(attempt).text();
  }
}
