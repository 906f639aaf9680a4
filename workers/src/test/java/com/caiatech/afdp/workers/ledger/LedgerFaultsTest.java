package com.caiatech.afdp.workers.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.ledger.CommitReading;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.ledger.LedgerVerification;
import com.caiatech.afdp.schemas.ledger.ViolationKind;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import com.caiatech.afdp.workers.WorkersException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
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
    git.run(clone, "git", "rm", "-q", check("one").ref().path());
    git.run(clone, "git", "commit", "-q", "-m", "tidy");
    git.run(clone, "git", "push", "-q", "origin", "HEAD:main");
    expectStopped(ViolationKind.DELETED_RECORD);
  }

  @Test
  void a_change_stops_writers_with_a_clear_error() throws Exception {
    Files.writeString(clone.resolve(check("one").ref().path()), "{}");
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
    Path file = clone.resolve(LedgerPath.of(foreign.header()).text());
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.write(file, record.bytes());
    git.run(clone, "git", "add", ".");
    git.run(clone, "git", "commit", "-q", "-m", "by hand");
    git.run(clone, "git", "push", "-q", "origin", "HEAD:main");
    try (Ledgers ledgers = platform.open(clock)) {
      assertThat(ledgers.writer().write(List.of(check("three"))))
          .singleElement()
          .satisfies(receipt -> assertThat(receipt.index()).isEqualTo(3));
      assertThatThrownBy(() -> ledgers.writer().write(List.of(record)))
          .isInstanceOf(WorkersException.RecordRefused.class)
          .hasMessageContaining("the path is taken by entry 2")
          .hasMessageContaining("does not count");
      assertThat(ledgers.readings().trustedAbout(deployment.subject())).hasSize(3);
    }
    LedgerVerification verification = verify();
    assertThat(verification.structural()).isEmpty();
    assertThat(verification.trusted()).isEqualTo(3);
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
          .hasMessageContaining("has ended at entry 2")
          .hasMessageContaining(kind.code());
    }
    LedgerVerification verification = verify();
    assertThat(verification.structural().map(CommitReading.Structural::kind)).contains(kind);
    assertThat(verification.trusted()).isEqualTo(2);
  }

  private LedgerVerification verify() {
    try (SharedDisk disk = SharedDisk.open(repository())) {
      return LedgerVerification.run(
          new VolumeReader(disk.repository(), Series.CHECKS, Series.CHECKS.firstVolume()),
          TrustPolicy.of(platform.policy),
          commit -> {});
    }
  }

  private Path repository() {
    return platform.repository(Series.CHECKS);
  }

  private RecordToWrite check(String name) {
    return RecordToWrite.of(TestPlatform.check(deployment, name, clock.instant()));
  }
}
