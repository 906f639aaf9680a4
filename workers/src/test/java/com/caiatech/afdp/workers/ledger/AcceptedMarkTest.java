package com.caiatech.afdp.workers.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.WorkersException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A branch that somebody moved behind what observers accepted, and a worker that pushed nothing
/// itself.
class AcceptedMarkTest {
  @TempDir Path folder;
  private final Clock clock = Clock.systemUTC();
  private final DeploymentId deployment = DeploymentId.create(clock.instant());
  private TestPlatform platform;
  private String first;
  private String second;

  @BeforeEach
  void writeTwoElsewhere() throws IOException {
    platform = new TestPlatform(folder);
    try (Ledgers ledgers = platform.start(clock)) {
      write(ledgers, "one");
      first = platform.head(Series.CHECKS);
      write(ledgers, "two");
      second = platform.head(Series.CHECKS);
    }
  }

  @Test
  void nothingIsWrittenOnABranchThatWentBackUntilItIsPutBack() throws Exception {
    platform.accept(Series.CHECKS, 1, new CommitId(first));
    platform.accept(Series.CHECKS, 2, new CommitId(second));
    platform.point(Series.CHECKS, first);
    try (Ledgers ledgers = fresh()) {
      expectStopped(ledgers, first);
      expectStopped(ledgers, first);
      Files.delete(platform.branch(Series.CHECKS));
      expectStopped(ledgers, "no branch");
      platform.point(Series.CHECKS, second);
      write(ledgers, "three");
      write(ledgers, "four");
    }
    platform.expectChecks(4);
  }

  @Test
  void whatIsAcceptedWhileTheWorkerRunsCountsAtOnce() throws Exception {
    platform.point(Series.CHECKS, first);
    try (Ledgers ledgers = fresh()) {
      assertThat(ledgers.readings().trustedAbout(deployment.subject())).hasSize(1);
      platform.accept(Series.CHECKS, 2, new CommitId(second));
      expectStopped(ledgers, first);
      platform.point(Series.CHECKS, second);
      write(ledgers, "three");
    }
    platform.expectChecks(3);
  }

  @Test
  void anAcceptedHeadBehindTheBranchStopsNobody() throws Exception {
    platform.accept(Series.CHECKS, 1, new CommitId(first));
    try (Ledgers ledgers = fresh()) {
      write(ledgers, "three");
      write(ledgers, "four");
      platform.accept(Series.CHECKS, 3, new CommitId(platform.head(Series.CHECKS)));
      write(ledgers, "five");
    }
    platform.expectChecks(5);
  }

  @Test
  void evidenceThatCannotBeReadStopsTheWriterForNow() throws Exception {
    Path damaged = folder.resolve("evidence/heads/pre-post-deployment-checks/00/00/00");
    Files.createDirectories(damaged);
    Files.writeString(damaged.resolve("00000002.bundle"), "what is this");
    try (Ledgers ledgers = fresh()) {
      assertThatThrownBy(() -> write(ledgers, "three"))
          .isInstanceOf(WorkersException.LedgerUnavailable.class)
          .hasMessageContainingAll(damaged.toString(), "nothing was written");
    }
    assertThat(platform.head(Series.CHECKS)).isEqualTo(second);
  }

  @Test
  void trustPoliciesThatWentBackAreNotJudgedBy() throws Exception {
    String policies = platform.head(Series.TRUST_POLICY);
    platform.accept(Series.TRUST_POLICY, 2, new CommitId("1".repeat(40)));
    try (Ledgers ledgers = fresh()) {
      assertThatThrownBy(() -> write(ledgers, "three"))
          .isInstanceOf(WorkersException.LedgerStopped.class)
          .hasMessageContainingAll("Volume trust-policy", "found " + policies);
    }
    assertThat(platform.head(Series.CHECKS)).isEqualTo(second);
  }

  @Test
  void trustPoliciesThatWentBackLaterStayInForceAsTheyWereRead() throws Exception {
    try (Ledgers ledgers = fresh()) {
      write(ledgers, "three");
      platform.accept(Series.TRUST_POLICY, 2, new CommitId("1".repeat(40)));
      ledgers.readings().forOneDecision();
      write(ledgers, "four");
    }
    platform.expectChecks(4);
  }

  private void expectStopped(Ledgers ledgers, String found) {
    assertThatThrownBy(() -> write(ledgers, "three"))
        .isInstanceOf(WorkersException.LedgerStopped.class)
        .hasMessage(
            "Volume pre-post-deployment-checks: expected a head that descends from "
                + second
                + ", which observers accepted as the last of 2 commits, found "
                + found
                + "; nothing was written, and nothing is until the host's branch is put back: by"
                + " afdp ledger repair, or by the host's operator");
    assertThatThrownBy(() -> ledgers.readings().trustedAbout(deployment.subject()))
        .isInstanceOf(WorkersException.LedgerStopped.class);
  }

  /// A worker that has pushed nothing yet.
  private Ledgers fresh() {
    return platform.open(clock, platform.worker, folder.resolve("fresh"));
  }

  private void write(Ledgers ledgers, String name) {
    TestPlatform.write(ledgers, deployment, name);
  }
}
