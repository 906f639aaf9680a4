package com.caiatech.afdp.workers.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.ledger.LedgerVerification;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.testing.GitHttpHost;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import com.caiatech.afdp.workers.WorkersException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ledgers that stock git serves, and workers that have clones of them only.
class LedgersOnGitHostTest {
  @TempDir Path folder;
  private final Clock clock = Clock.systemUTC();
  private final DeploymentId deployment = DeploymentId.create(clock.instant());
  private TestPlatform platform;
  private GitDaemon host;
  private StockGit git;

  @BeforeEach
  void start() throws Exception {
    platform = new TestPlatform(Files.createDirectory(folder.resolve("host")));
    platform.start(clock).close();
    host = new GitDaemon(platform.folder);
    git = new StockGit(folder.resolve("home"));
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void two_writers_with_many_threads_lose_nothing_double_nothing_and_stay_linear()
      throws Exception {
    int threads = 4;
    int each = 6;
    try (Ledgers one = open("one");
        Ledgers other = open("other")) {
      TestPlatform.writeSideBySide(
          List.of(one.writer(), other.writer()), threads, each, this::check);
      assertThat(one.readings().trustedAbout(deployment.subject())).hasSize(threads * each + each);
    }
    LedgerVerification verification = verify();
    assertThat(verification.sound()).isTrue();
    assertThat(verification.trusted()).isEqualTo(threads * each + each);
    assertThat(onHost("git", "rev-list", "--min-parents=2", "main")).isEmpty();
    git.runWith(folder, platform.worker.publicKey().armored(), "gpg", "--batch", "--import");
    assertThat(onHost("git", "log", "--format=%G?", "main").lines()).containsOnly("U");
  }

  @Test
  void what_another_writer_pushed_is_read_at_once() {
    try (Ledgers one = open("one");
        Ledgers other = open("other")) {
      assertThat(one.readings().trustedAbout(deployment.subject())).isEmpty();
      LedgerReadings before = one.readings().forOneDecision();
      assertThat(before.trustedAbout(deployment.subject())).isEmpty();
      RecordRef ref = other.writer().write(List.of(check("a"))).getFirst().ref();
      assertThat(one.readings().at(ref)).isPresent();
      assertThat(one.readings().trustedAbout(deployment.subject())).hasSize(1);
      assertThat(write(one, "a")).isTrue();
    }
  }

  @Test
  void a_grant_to_another_writer_counts_at_once() {
    OpenPgpSecretKey key =
        OpenPgpSecretKey.generate("New <new@afdp.invalid>", TestPlatform.KEYS_MADE);
    try (Ledgers one = open("one");
        Ledgers newcomer = open("newcomer", host.address(), null, key)) {
      write(one, "a");
      assertThatThrownBy(() -> write(newcomer, "b"))
          .isInstanceOf(WorkersException.RecordRefused.class)
          .hasMessageContaining("unknown-key");
      record(platform.policy(2, List.of(platform.grant(platform.worker), platform.grant(key))));
      assertThat(write(newcomer, "b")).isFalse();
      assertThat(one.readings().trustedAbout(deployment.subject())).hasSize(2);
      assertThat(write(one, "b")).isTrue();
    }
  }

  @Test
  void a_revocation_counts_for_the_next_decision() {
    OpenPgpSecretKey key =
        OpenPgpSecretKey.generate("Stolen <stolen@afdp.invalid>", TestPlatform.KEYS_MADE);
    record(platform.policy(2, List.of(platform.grant(platform.worker), platform.grant(key))));
    try (Ledgers one = open("one");
        Ledgers thief = open("thief", host.address(), null, key)) {
      write(thief, "a");
      assertThat(one.readings().forOneDecision().trustedAbout(deployment.subject())).hasSize(1);
      record(platform.policy(3, List.of(platform.grant(platform.worker))));
      assertThat(one.readings().forOneDecision().trustedAbout(deployment.subject())).isEmpty();
    }
  }

  @Test
  void a_host_that_stops_is_named_and_the_same_writes_succeed_once_it_is_back() {
    try (Ledgers one = open("one")) {
      write(one, "a");
      host.stop();
      assertThatThrownBy(() -> write(one, "b"))
          .isInstanceOf(WorkersException.LedgerUnavailable.class)
          .hasMessageContaining("Fetching " + host.address())
          .hasMessageContaining("refused")
          .hasMessageContaining("nothing was written");
      assertThatThrownBy(() -> one.readings().trustedAbout(deployment.subject()))
          .isInstanceOf(WorkersException.LedgerUnavailable.class);
      host.startAgain();
      assertThat(write(one, "b")).isFalse();
      assertThat(write(one, "a")).isTrue();
    }
    assertThat(verify().trusted()).isEqualTo(2);
  }

  @Test
  void an_intent_is_judged_by_what_is_at_hand_while_the_host_is_away() {
    LedgerRecord meant = platform.request(deployment, clock.instant());
    RecordToWrite proven = RecordToWrite.of(meant);
    RecordToWrite unproven =
        RecordToWrite.of(LedgerRecord.of(meant.header(), RecordInput.of(TestPlatform.unproven())));
    try (Ledgers one = open("one")) {
      write(one, "a");
      host.stop();
      assertThatNoException().isThrownBy(() -> one.writer().requireIntent(proven));
      assertThatThrownBy(() -> one.writer().requireIntent(unproven))
          .isInstanceOf(WorkersException.IntentNotProven.class)
          .hasMessageContaining("the record carries no intent");
    }
    try (Ledgers startedAgain = open("one");
        Ledgers newcomer = open("newcomer")) {
      assertThatNoException().isThrownBy(() -> startedAgain.writer().requireIntent(proven));
      assertThatThrownBy(() -> newcomer.writer().requireIntent(proven))
          .isInstanceOf(WorkersException.LedgerUnavailable.class);
    }
  }

  @Test
  void a_push_whose_answer_is_lost_stands_once() throws Exception {
    try (Ledgers one = open("one")) {
      write(one, "a");
      Path hook = hook("reference-transaction", "[ \"$1\" != committed ] || kill -9 $PPID");
      assertThatThrownBy(() -> write(one, "b"))
          .isInstanceOf(WorkersException.LedgerUnavailable.class)
          .hasMessageContaining("Pushing to " + host.address())
          .hasMessageContaining("whether it arrived is not known");
      Files.delete(hook);
      assertThat(write(one, "b")).isTrue();
    }
    assertThat(verify().trusted()).isEqualTo(2);
  }

  @Test
  void a_push_that_arrived_is_done_even_if_the_host_then_goes_away() throws Exception {
    hook("post-receive", "mv \"$PWD\" \"$PWD.away\"");
    try (Ledgers one = open("one")) {
      assertThat(write(one, "a")).isFalse();
      assertThatThrownBy(() -> write(one, "b"))
          .isInstanceOf(WorkersException.LedgerUnavailable.class);
    }
  }

  @Test
  void a_push_that_the_host_refuses_says_why() throws Exception {
    hook("pre-receive", "exit 1");
    try (Ledgers one = open("one")) {
      assertThatThrownBy(() -> write(one, "a"))
          .isInstanceOf(WorkersException.LedgerUnavailable.class)
          .hasMessageContaining("pre-receive hook declined")
          .hasMessageContaining("nothing was written");
    }
    assertThat(verify().end().size()).isZero();
  }

  @Test
  void a_rewrite_on_the_host_stops_a_running_writer() throws Exception {
    try (Ledgers one = open("one")) {
      write(one, "a");
      write(one, "b");
      onHost("git", "update-ref", "refs/heads/main", "main~1");
      assertThatThrownBy(() -> write(one, "c"))
          .isInstanceOf(WorkersException.LedgerStopped.class)
          .hasMessageContaining("rewritten-history")
          .hasMessageContaining("nothing was written");
    }
  }

  @Test
  void a_killed_process_leaves_no_lock_in_its_clone() throws Exception {
    try (Ledgers one = open("one")) {
      write(one, "a");
    }
    Path lock = Files.createFile(clone("one", Series.CHECKS).resolve("refs/heads/main.lock"));
    Files.setLastModifiedTime(lock, FileTime.from(Instant.EPOCH));
    try (Ledgers one = open("one")) {
      assertThat(write(one, "a")).isTrue();
      assertThat(write(one, "b")).isFalse();
    }
  }

  @Test
  void a_host_that_asks_for_a_password_gets_the_one_that_the_file_holds_now() throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "first\n");
    GitAccount account = new GitAccount(GitHttpHost.USER, file);
    try (GitHttpHost http = GitHttpHost.asking(platform.folder, "first")) {
      try (Ledgers nobody = open("nobody", http.address(), null, platform.worker)) {
        assertThatThrownBy(() -> write(nobody, "a"))
            .isInstanceOf(WorkersException.LedgerUnavailable.class)
            .hasMessageContaining(http.address().toString())
            .hasMessageContaining("Authentication is required");
      }
      try (Ledgers one = open("one", http.address(), account, platform.worker)) {
        assertThat(write(one, "a")).isFalse();
        http.ask("second");
        assertThatThrownBy(() -> write(one, "b"))
            .isInstanceOf(WorkersException.LedgerUnavailable.class)
            .hasMessageContaining("not authorized")
            .hasMessageNotContaining("first");
        Files.writeString(file, "second");
        assertThat(write(one, "b")).isFalse();
        Files.delete(file);
        assertThatThrownBy(() -> write(one, "c"))
            .isInstanceOf(WorkersException.LedgerUnavailable.class)
            .hasMessageContaining("Reading the password of 'afdp'")
            .hasMessageContaining(file.toString());
      }
    }
    assertThat(verify().trusted()).isEqualTo(2);
  }

  private Ledgers open(String name) {
    return open(name, host.address(), null, platform.worker);
  }

  private Ledgers open(
      String name, URI address, @Nullable GitAccount account, OpenPgpSecretKey key) {
    Map<Series, VolumeStore> stores = new EnumMap<>(Series.class);
    for (Series series : Series.values()) {
      stores.put(
          series,
          new LedgerPlace.OnGitHost(
                  address.resolve("/" + series.value() + ".git"), clone(name, series), account)
              .open());
    }
    return Ledgers.open(
        stores,
        new WriterIdentity("AFDP worker", "worker@afdp.invalid", key),
        TrustPolicy.digest(platform.policy),
        folder.resolve("marks"),
        folder.resolve("evidence"),
        clock,
        platform.moves::add);
  }

  private Path clone(String name, Series series) {
    return folder.resolve(name).resolve(series.value() + ".git");
  }

  private boolean write(Ledgers ledgers, String name) {
    return ledgers.writer().write(List.of(check(name))).getFirst().standing();
  }

  private RecordToWrite check(String name) {
    return RecordToWrite.of(TestPlatform.check(deployment, name, clock.instant()));
  }

  /// As another process does that keeps the policies.
  private void record(LedgerRecord policy) {
    try (Ledgers ledgers = open("keeper")) {
      ledgers.writer().write(List.of(RecordToWrite.of(policy)));
    }
  }

  private Path hook(String name, String script) throws Exception {
    Path file = platform.repository(Series.CHECKS).resolve("hooks").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private String onHost(String... command) throws Exception {
    return git.run(platform.repository(Series.CHECKS), command);
  }

  private LedgerVerification verify() {
    return platform.verify(Series.CHECKS);
  }
}
