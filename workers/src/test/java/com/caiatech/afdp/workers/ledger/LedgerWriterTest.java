package com.caiatech.afdp.workers.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import com.caiatech.afdp.schemas.ledger.LedgerVerification;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.workers.WorkersException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerWriterTest {
  @TempDir Path folder;
  private TestPlatform platform;
  private final Clock clock = Clock.systemUTC();

  @BeforeEach
  void makePlatform() {
    platform = new TestPlatform(folder);
  }

  @Test
  void stock_git_and_gpg_call_every_commit_good() throws Exception {
    try (Ledgers ledgers = platform.start(clock)) {
      DeploymentId deployment = DeploymentId.create(clock.instant());
      ledgers.writer().write(List.of(to(platform.request(deployment, clock.instant()))));
      ledgers.writer().write(checks(deployment, 5));
    }
    StockGit git = new StockGit(folder.resolve("gnupg"));
    git.runWith(folder, platform.worker.publicKey().armored(), "gpg", "--batch", "--import");
    for (Series series : List.of(Series.TRUST_POLICY, Series.DEPLOYMENT_MANIFESTS, Series.CHECKS)) {
      Path repository = platform.repository(series);
      git.run(repository, "git", "fsck", "--strict");
      // U: good, by a key whose owner gpg was not told to trust
      assertThat(git.run(repository, "git", "log", "--format=%G?", "main")).isEqualTo("U\n");
      assertThat(git.run(repository, "git", "log", "--show-signature", "main"))
          .contains("Good signature from \"AFDP worker <worker@afdp.invalid>\"");
    }
  }

  @Test
  void what_waits_together_is_one_commit_and_its_receipts_say_where_each_record_stands() {
    try (Ledgers ledgers = platform.start(clock)) {
      DeploymentId deployment = DeploymentId.create(clock.instant());
      List<RecordToWrite> records = checks(deployment, 4);
      List<Receipt> receipts = ledgers.writer().write(records);
      assertThat(receipts)
          .extracting(receipt -> receipt.ref().path())
          .containsExactlyElementsOf(records.stream().map(RecordToWrite::path).toList());
      assertThat(receipts)
          .extracting(receipt -> receipt.ref().sha256())
          .containsExactlyElementsOf(records.stream().map(RecordToWrite::sha256).toList());
      assertThat(receipts)
          .extracting(receipt -> receipt.ref().volume())
          .containsOnly(Series.CHECKS.firstVolume());
      assertThat(receipts)
          .extracting(receipt -> receipt.ref().index())
          .containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
      assertThat(receipts).allSatisfy(receipt -> assertThat(receipt.size()).isEqualTo(4));
      assertThat(receipts).noneMatch(Receipt::standing);
      assertThat(ledgers.writer().consistencyToken(Series.CHECKS))
          .isEqualTo(new ConsistencyToken(Series.CHECKS.firstVolume(), 4));
      assertThat(platform.moves).last().satisfies(move -> assertThat(move.before()).isNull());
    }
    assertThat(platform.verify(Series.CHECKS).sound()).isTrue();
  }

  @Test
  void the_first_write_wins_and_the_second_adopts_what_stands() {
    try (Ledgers ledgers = platform.start(clock)) {
      DeploymentId deployment = DeploymentId.create(clock.instant());
      RecordToWrite first = to(TestPlatform.check(deployment, "a", clock.instant()));
      RecordToWrite second =
          to(TestPlatform.check(deployment, "a", clock.instant().minusSeconds(9)));
      assertThat(second.sha256()).isNotEqualTo(first.sha256());
      ledgers.writer().write(List.of(first));
      assertThat(ledgers.writer().write(List.of(second)))
          .singleElement()
          .satisfies(
              receipt -> {
                assertThat(receipt.standing()).isTrue();
                assertThat(receipt.ref())
                    .isEqualTo(
                        new RecordRef(
                            Series.CHECKS.firstVolume(), 0, first.path(), first.sha256()));
              });
      assertThat(ledgers.writer().write(List.of(first, second)))
          .allSatisfy(receipt -> assertThat(receipt.standing()).isTrue());
    }
    assertThat(platform.verify(Series.CHECKS).end().size()).isEqualTo(1);
  }

  @Test
  void two_writers_with_many_threads_lose_nothing_double_nothing_and_stay_linear()
      throws Exception {
    int threads = 8;
    int each = 12;
    DeploymentId shared = DeploymentId.create(clock.instant());
    try (Ledgers one = platform.start(clock);
        Ledgers other = platform.open(clock)) {
      TestPlatform.writeSideBySide(
          List.of(one.writer(), other.writer()),
          threads,
          each,
          name -> to(TestPlatform.check(shared, name, clock.instant())));
    }
    LedgerVerification verification = platform.verify(Series.CHECKS);
    assertThat(verification.sound()).isTrue();
    assertThat(verification.end().size()).isEqualTo(threads * each + each);
  }

  @Test
  void a_request_without_a_proof_is_not_recorded() {
    try (Ledgers ledgers = platform.start(clock)) {
      DeploymentId deployment = DeploymentId.create(clock.instant());
      LedgerRecord unproven =
          LedgerRecord.of(
              TestPlatform.requestHeader(deployment, clock.instant()), TestPlatform.unproven());
      assertThatThrownBy(() -> ledgers.writer().write(List.of(to(unproven))))
          .isInstanceOf(WorkersException.IntentNotProven.class)
          .hasMessageContaining("carries no intent");
    }
    assertThat(platform.verify(Series.DEPLOYMENT_MANIFESTS).end().size()).isZero();
  }

  @Test
  void a_key_that_the_policy_does_not_know_writes_nothing() {
    platform.start(clock).close();
    OpenPgpSecretKey stranger =
        OpenPgpSecretKey.generate("Stranger <s@example.invalid>", TestPlatform.KEYS_MADE);
    try (Ledgers ledgers = platform.open(clock, stranger)) {
      assertThatThrownBy(
              () -> ledgers.writer().write(checks(DeploymentId.create(clock.instant()), 1)))
          .isInstanceOf(WorkersException.RecordRefused.class)
          .hasMessageContaining("unknown-key");
    }
    assertThat(platform.verify(Series.CHECKS).end().size()).isZero();
  }

  @Test
  void a_policy_that_no_root_signed_is_refused() {
    try (Ledgers ledgers = platform.open(clock)) {
      TestPlatform other = new TestPlatform(folder.resolve("other"));
      assertThatThrownBy(() -> ledgers.writer().write(List.of(to(other.policy))))
          .isInstanceOf(WorkersException.RecordRefused.class)
          .hasMessageContaining("expected the pinned first policy");
    }
  }

  @Test
  void a_clock_more_than_five_seconds_behind_stops_the_writer() {
    platform.start(clock).close();
    DeploymentId deployment = DeploymentId.create(clock.instant());
    try (Ledgers ledgers = platform.open(clock)) {
      ledgers.writer().write(checks(deployment, 1));
    }
    try (Ledgers late = platform.open(Clock.offset(clock, Duration.ofMinutes(-1)))) {
      assertThatThrownBy(
              () ->
                  late.writer()
                      .write(List.of(to(TestPlatform.check(deployment, "late", clock.instant())))))
          .isInstanceOf(WorkersException.LedgerUnavailable.class)
          .hasMessageContaining("clock")
          .hasMessageContaining("nothing was written");
    }
    try (Ledgers slightlyLate = platform.open(Clock.offset(clock, Duration.ofSeconds(-3)))) {
      slightlyLate
          .writer()
          .write(List.of(to(TestPlatform.check(deployment, "late", clock.instant()))));
    }
    assertThat(platform.verify(Series.CHECKS).sound()).isTrue();
  }

  @Test
  void an_expired_key_stops_the_writer() throws Exception {
    OpenPgpSecretKey key = new StockGit(folder.resolve("gnupg")).expiringKey("1d");
    TestPlatform shortLived = new TestPlatform(folder.resolve("short"), key);
    shortLived.start(clock).close();
    try (Ledgers ledgers = shortLived.open(Clock.offset(clock, Duration.ofDays(2)))) {
      assertThatThrownBy(
              () -> ledgers.writer().write(checks(DeploymentId.create(clock.instant()), 1)))
          .isInstanceOf(WorkersException.LedgerUnavailable.class)
          .hasMessageContaining("expired at")
          .hasMessageContaining("nothing was written");
    }
  }

  @Test
  void a_closed_writer_says_so() {
    Ledgers ledgers = platform.start(clock);
    ledgers.close();
    assertThatThrownBy(
            () -> ledgers.writer().write(checks(DeploymentId.create(clock.instant()), 1)))
        .isInstanceOf(WorkersException.LedgerUnavailable.class)
        .hasMessageContaining("closed");
  }

  @Test
  void repacking_loses_nothing_and_writing_goes_on() {
    DeploymentId deployment = DeploymentId.create(clock.instant());
    try (Ledgers ledgers = platform.start(clock);
        SharedDisk disk = SharedDisk.open(platform.repository(Series.CHECKS));
        LedgerMaintenance maintenance = new LedgerMaintenance(disk.repository())) {
      for (RecordToWrite record : checks(deployment, 6)) {
        ledgers.writer().write(List.of(record));
      }
      maintenance.run();
      assertThat(platform.repository(Series.CHECKS).resolve("objects/pack"))
          .isDirectoryContaining("glob:**.pack");
      ledgers.writer().write(List.of(to(TestPlatform.check(deployment, "after", clock.instant()))));
      assertThat(ledgers.readings().trustedAbout(deployment.subject())).hasSize(7);
    }
    assertThat(platform.verify(Series.CHECKS).trusted()).isEqualTo(7);
  }

  @Test
  void readings_find_what_is_open_and_all_about_a_deployment() {
    try (Ledgers ledgers = platform.start(clock)) {
      DeploymentId open = DeploymentId.create(clock.instant());
      DeploymentId done = DeploymentId.create(clock.instant());
      Instant now = clock.instant();
      ledgers
          .writer()
          .write(List.of(to(platform.request(open, now)), to(platform.request(done, now))));
      RecordRef closed =
          ledgers
              .writer()
              .write(
                  List.of(
                      to(TestPlatform.closed(done, now)),
                      to(TestPlatform.check(done, "smoke", now))))
              .getFirst()
              .ref();
      LedgerReadings readings = ledgers.readings();
      assertThat(readings.openDeployments()).containsExactly(open);
      assertThat(readings.deployments(TestPlatform.CART)).containsExactlyInAnyOrder(open, done);
      assertThat(readings.trustedAbout(done.subject()))
          .extracting(record -> record.header().kind())
          .containsExactlyInAnyOrder(
              RecordKind.DEPLOYMENT_REQUEST, RecordKind.MANIFEST_CLOSED, RecordKind.CHECK_RESULT);
      assertThat(readings.at(closed))
          .hasValueSatisfying(
              found -> {
                assertThat(found.ref()).isEqualTo(closed);
                assertThat(found.trusted()).isPresent();
              });
      RecordToWrite absent = to(TestPlatform.closed(open, now));
      assertThat(
              readings.at(
                  new RecordRef(closed.volume(), closed.index(), absent.path(), absent.sha256())))
          .isEmpty();
      assertThat(readings.at(new RecordRef(closed.volume(), 0, closed.path(), closed.sha256())))
          .isEmpty();
    }
  }

  private List<RecordToWrite> checks(DeploymentId deployment, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> to(TestPlatform.check(deployment, "c" + i, clock.instant())))
        .toList();
  }

  private static RecordToWrite to(LedgerRecord record) {
    return RecordToWrite.of(record);
  }
}
