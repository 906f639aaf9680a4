package com.caiatech.afdp.workers.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.ledger.CommitReading;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.ledger.LedgerVerification;
import com.caiatech.afdp.schemas.ledger.ViolationKind;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.WorkersException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What others do to a ledger with stock git, and what becomes of writing and reading.
class LedgerFaultsTest {
  @TempDir Path folder;
  private final Clock clock = Clock.systemUTC();
  private final DeploymentId deployment = DeploymentId.create(clock.instant());
  private TestPlatform platform;
  private StockGit git;
  private Path clone;

  @BeforeEach
  void cloneALedger() throws Exception {
    platform = new TestPlatform(folder);
    git = new StockGit(folder.resolve("home"));
    try (Ledgers ledgers = platform.start(clock)) {
      ledgers.writer().write(List.of(check("one")));
      ledgers.writer().write(List.of(check("two")));
    }
    clone = folder.resolve("clone");
    // a host without our settings, so that what is forbidden can be done
    git.run(repository(), "git", "config", "receive.denyNonFastForwards", "false");
    git.run(repository(), "git", "config", "receive.denyDeletes", "false");
    git.run(folder, "git", "clone", "-q", repository().toString(), clone.toString());
    git.run(clone, "git", "config", "user.name", "Mallory");
    git.run(clone, "git", "config", "user.email", "mallory@example.invalid");
  }

  @Test
  void a_deletion_stops_writers_with_a_clear_error() throws Exception {
    git.run(clone, "git", "rm", "-q", check("one").path());
    git.run(clone, "git", "commit", "-q", "-m", "tidy");
    git.run(clone, "git", "push", "-q", "origin", "HEAD:main");
    expectStopped(ViolationKind.DELETED_RECORD);
  }

  @Test
  void a_change_stops_writers_with_a_clear_error() throws Exception {
    Files.writeString(clone.resolve(check("one").path()), "{}");
    git.run(clone, "git", "commit", "-q", "-a", "-m", "correct");
    git.run(clone, "git", "push", "-q", "origin", "HEAD:main");
    expectStopped(ViolationKind.CHANGED_RECORD);
  }

  @Test
  void a_merge_stops_writers_with_a_clear_error() throws Exception {
    git.run(clone, "git", "checkout", "-q", "-b", "side", "HEAD~1");
    git.run(clone, "git", "commit", "-q", "--allow-empty", "-m", "side");
    git.run(clone, "git", "checkout", "-q", "main");
    git.run(clone, "git", "merge", "-q", "--no-ff", "-m", "merge", "side");
    git.run(clone, "git", "push", "-q", "origin", "HEAD:main");
    expectStopped(ViolationKind.MERGE);
  }

  @Test
  void a_rewrite_under_a_running_writer_stops_it() throws Exception {
    try (Ledgers ledgers = platform.open(clock)) {
      ledgers.writer().write(List.of(check("three")));
      git.run(clone, "git", "push", "-q", "-f", "origin", "HEAD~1:main");
      assertThatThrownBy(() -> ledgers.writer().write(List.of(check("four"))))
          .isInstanceOf(WorkersException.LedgerStopped.class)
          .hasMessageContaining("rewritten-history")
          .hasMessageContaining("nothing was written");
    }
  }

  @Test
  void an_unsigned_addition_is_a_violation_and_writing_goes_on() throws Exception {
    LedgerRecord foreign = TestPlatform.check(deployment, "foreign", clock.instant());
    RecordToWrite record = RecordToWrite.of(foreign);
    git.push(repository(), Map.of(record.path(), record.json()));
    try (Ledgers ledgers = platform.open(clock)) {
      assertThat(ledgers.writer().write(List.of(check("three"))))
          .singleElement()
          .satisfies(receipt -> assertThat(receipt.ref().index()).isEqualTo(3));
      assertThat(ledgers.writer().write(List.of(record)))
          .singleElement()
          .satisfies(
              receipt -> {
                assertThat(receipt.ref().path())
                    .isEqualTo(LedgerPath.of(foreign.header()).attempt(2).text());
                assertThat(receipt.ref().index()).isEqualTo(4);
                assertThat(receipt.standing()).isFalse();
              });
      assertThat(ledgers.readings().trustedAbout(deployment.subject())).hasSize(4);
    }
    LedgerVerification verification = platform.verify(Series.CHECKS);
    assertThat(verification.structural()).isEmpty();
    assertThat(verification.trusted()).isEqualTo(4);
    assertThat(verification.violated()).isEqualTo(1);
  }

  @Test
  void a_lock_that_nobody_releases_is_named() throws Exception {
    Files.createFile(repository().resolve("refs/heads/main.lock"));
    try (Ledgers ledgers = platform.open(clock)) {
      assertThatThrownBy(() -> ledgers.writer().write(List.of(check("three"))))
          .isInstanceOf(WorkersException.LedgerUnavailable.class)
          .hasMessageContaining("main.lock")
          .hasMessageContaining("nothing was written");
    }
  }

  private void expectStopped(ViolationKind kind) {
    try (Ledgers ledgers = platform.open(clock)) {
      assertThatThrownBy(() -> ledgers.writer().write(List.of(check("three"))))
          .isInstanceOf(WorkersException.LedgerStopped.class)
          .hasMessageContaining("is stopped at entry 2")
          .hasMessageContaining(kind.code());
    }
    LedgerVerification verification = platform.verify(Series.CHECKS);
    assertThat(verification.structural().map(CommitReading.Structural::kind)).contains(kind);
    assertThat(verification.trusted()).isEqualTo(2);
  }

  private Path repository() {
    return platform.repository(Series.CHECKS);
  }

  private RecordToWrite check(String name) {
    return RecordToWrite.of(TestPlatform.check(deployment, name, clock.instant()));
  }
}
