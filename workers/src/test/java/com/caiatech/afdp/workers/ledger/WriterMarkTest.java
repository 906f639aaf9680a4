package com.caiatech.afdp.workers.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.MarkLowered;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.workers.WorkersException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A branch that somebody moved while no worker ran.
class WriterMarkTest {
  @TempDir Path folder;
  private final Clock clock = Clock.systemUTC();
  private final DeploymentId deployment = DeploymentId.create(clock.instant());
  private TestPlatform platform;
  private String first;
  private String second;

  @BeforeEach
  void writeTwo() throws IOException {
    platform = new TestPlatform(folder);
    try (Ledgers ledgers = platform.start(clock)) {
      write(ledgers, "one");
      first = head();
      write(ledgers, "two");
      second = head();
    }
  }

  @Test
  void nothingIsWrittenOnABranchThatWentBackUntilItIsPutBack() throws Exception {
    point(first);
    try (Ledgers ledgers = platform.open(clock)) {
      expectStopped(ledgers, first);
      assertThat(head()).isEqualTo(first);
      point(second);
      write(ledgers, "three");
    }
    platform.expectChecks(3);
  }

  @Test
  void nothingIsWrittenOnAnotherHistoryOfTheSameLength() throws Exception {
    point(first);
    try (Ledgers elsewhere = platform.open(clock, platform.worker, folder.resolve("elsewhere"))) {
      write(elsewhere, "another");
    }
    String fork = head();
    try (Ledgers ledgers = platform.open(clock)) {
      expectStopped(ledgers, fork);
      expectStopped(ledgers, fork);
      point(second);
      write(ledgers, "three");
    }
    platform.expectChecks(3);
  }

  @Test
  void nothingIsWrittenWhereTheBranchIsGone() throws Exception {
    Files.delete(platform.branch(Series.CHECKS));
    try (Ledgers ledgers = platform.open(clock)) {
      expectStopped(ledgers, "no branch");
      assertThat(platform.branch(Series.CHECKS)).doesNotExist();
      point(second);
      write(ledgers, "three");
    }
    platform.expectChecks(3);
  }

  @Test
  void whatOthersAddedIsBuiltUpon() throws Exception {
    try (Ledgers elsewhere = platform.open(clock, platform.worker, folder.resolve("elsewhere"))) {
      write(elsewhere, "another");
    }
    try (Ledgers ledgers = platform.open(clock)) {
      write(ledgers, "three");
    }
    platform.expectChecks(4);
  }

  @Test
  void aMarkThatCannotBeReadIsNamed() throws Exception {
    Path mark = folder.resolve("marks").resolve(Series.CHECKS.firstVolume().value());
    assertThat(mark).hasContent(second + " 2\n");
    Files.writeString(mark, "what is this");
    try (Ledgers ledgers = platform.open(clock)) {
      assertThatThrownBy(() -> write(ledgers, "three"))
          .isInstanceOf(WorkersException.LedgerUnavailable.class)
          .hasMessageContainingAll(mark.toString(), "nothing was written");
    }
    assertThat(head()).isEqualTo(second);
  }

  @Test
  void theRootsLetAWriterGoOnWhereNobodyHasTheRestAnyMore() throws Exception {
    point(first);
    try (Ledgers ledgers = platform.open(clock)) {
      expectStopped(ledgers, first);
      write(ledgers, lowered(2, second, 1, first, platform.root));
      write(ledgers, "three");
    }
    platform.expectChecks(2);
    try (Ledgers ledgers = platform.open(clock)) {
      write(ledgers, "four");
    }
    platform.expectChecks(3);
    assertThat(platform.verify(Series.TRUST_POLICY).trusted()).isEqualTo(2);
  }

  @Test
  void onlyTheRootsLowerAMark() throws Exception {
    point(first);
    try (Ledgers ledgers = platform.open(clock)) {
      assertThatThrownBy(() -> write(ledgers, lowered(2, second, 1, first, platform.worker)))
          .isInstanceOf(WorkersException.RecordRefused.class)
          .hasMessageContainingAll(
              "unproven-mark", "expected signatures of 1 roots of version 1, found 0");
      expectStopped(ledgers, first);
    }
  }

  @Test
  void aMarkThatIsNotTheLoweredOneStillStops() throws Exception {
    point(first);
    try (Ledgers ledgers = platform.open(clock)) {
      write(ledgers, lowered(3, second, 1, first, platform.root));
      write(ledgers, lowered(2, "1".repeat(40), 1, first, platform.root));
      expectStopped(ledgers, first);
    }
  }

  @Test
  void aMarkIsLoweredToNothingElseThanTheRecordSays() throws Exception {
    try (Ledgers ledgers = platform.open(clock)) {
      write(ledgers, lowered(2, second, 1, first, platform.root));
    }
    Files.delete(platform.branch(Series.CHECKS));
    try (Ledgers ledgers = platform.open(clock)) {
      expectStopped(ledgers, "no branch");
    }
  }

  private LedgerRecord lowered(
      long fromSize, String from, long toSize, String to, OpenPgpSecretKey signer) {
    return platform.lowered(
        Series.CHECKS,
        new MarkLowered.Mark(fromSize, new CommitId(from)),
        new MarkLowered.Mark(toSize, new CommitId(to)),
        signer);
  }

  private static void write(Ledgers ledgers, LedgerRecord record) {
    ledgers.writer().write(List.of(RecordToWrite.of(record)));
  }

  private void expectStopped(Ledgers ledgers, String found) {
    assertThatThrownBy(() -> write(ledgers, "three"))
        .isInstanceOf(WorkersException.LedgerStopped.class)
        .hasMessage(
            "Volume pre-post-deployment-checks: expected a head that descends from "
                + second
                + ", which this worker pushed as the last of 2 entries, found "
                + found
                + "; nothing was written, and nothing is until the host's branch is put back: by"
                + " afdp ledger repair, or by the host's operator; or, where nobody has what is missing"
                + " any more, until it is given up: afdp ledger lower-mark"
                + " pre-post-deployment-checks");
    assertThatThrownBy(() -> ledgers.readings().trustedAbout(deployment.subject()))
        .isInstanceOf(WorkersException.LedgerStopped.class);
  }

  private void write(Ledgers ledgers, String name) {
    TestPlatform.write(ledgers, deployment, name);
  }

  private String head() throws IOException {
    return platform.head(Series.CHECKS);
  }

  private void point(String commit) throws IOException {
    platform.point(Series.CHECKS, commit);
  }
}
