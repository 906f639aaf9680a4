package com.caiatech.afdp.workers.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.testing.GitHttpHost;
import com.caiatech.afdp.workers.WorkersException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import org.eclipse.jgit.util.FileUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A Git host that asks for a password and went back behind what is known of it.
class HostRepairTest {
  @TempDir Path folder;
  private final Clock clock = Clock.systemUTC();
  private final DeploymentId deployment = DeploymentId.create(clock.instant());
  private TestPlatform platform;
  private GitHttpHost host;
  private GitAccount account;
  private Path evidence;
  private CommitId first;
  private CommitId second;

  @BeforeEach
  void writeTwo() throws Exception {
    platform = new TestPlatform(Files.createDirectory(folder.resolve("host")));
    platform.start(clock).close();
    host = GitHttpHost.asking(platform.folder, "first");
    account =
        new GitAccount(GitHttpHost.USER, Files.writeString(folder.resolve("password"), "first"));
    evidence = folder.resolve("evidence.git");
    try (Ledgers ledgers = open()) {
      write(ledgers, "one");
      first = head();
      write(ledgers, "two");
      second = head();
    }
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void whatWasAcceptedIsPushedWithTheAccountOfTheLedger() throws Exception {
    accept(second);
    forgetAtTheWorkers();
    point(first);
    assertThatThrownBy(() -> repair(second, null))
        .isInstanceOf(WorkersException.LedgerUnavailable.class)
        .hasMessageContaining("Authentication is required");
    assertThat(head()).isEqualTo(first);
    assertThat(repair(second, account))
        .isEqualTo(new HostRepair.Repaired(new PutBack.Pushed(first, second), null));
    assertThat(head()).isEqualTo(second);
    assertThat(repair(second, account))
        .isEqualTo(new HostRepair.Repaired(new PutBack.Standing(second), null));
  }

  @Test
  void whatTheWorkerStillHasIsPushedToo() throws Exception {
    accept(first);
    point(first);
    assertThat(repair(first, account))
        .isEqualTo(new HostRepair.Repaired(new PutBack.Pushed(first, second), null));
    assertThat(head()).isEqualTo(second);
    try (Ledgers ledgers = open()) {
      write(ledgers, "three");
    }
    assertThat(platform.verify(Series.CHECKS).trusted()).isEqualTo(3);
  }

  @Test
  void whatNobodyHasAnyMoreIsTold() throws Exception {
    accept(first);
    point(first);
    forgetAtTheWorkers();
    assertThat(repair(first, account))
        .isEqualTo(new HostRepair.Repaired(new PutBack.Standing(first), new PushedMark(second, 2)));
    assertThat(head()).isEqualTo(first);
  }

  @Test
  void anotherHistoryIsLeftAlone() throws Exception {
    accept(second);
    point(first);
    try (Ledgers elsewhere = platform.open(clock, platform.worker, folder.resolve("other-marks"))) {
      write(elsewhere, "other");
    }
    CommitId other = head();
    assertThat(repair(second, account).outcome()).isEqualTo(new PutBack.Forked(other, second));
    assertThat(head()).isEqualTo(other);
  }

  private HostRepair.Repaired repair(CommitId accepted, @Nullable GitAccount with) {
    try (VolumeStore store = place(Series.CHECKS, with).open()) {
      VolumeReader reader =
          new VolumeReader(store.repository(), Series.CHECKS, Series.CHECKS.firstVolume());
      return new HostRepair(store, reader, folder.resolve("marks")).run(accepted, evidence);
    }
  }

  /// The evidence holds the volume up to the head.
  private void accept(CommitId head) throws Exception {
    new StockGit(folder)
        .run(
            folder,
            "git",
            "clone",
            "-q",
            "--bare",
            platform.repository(Series.CHECKS).toString(),
            evidence.toString());
    Files.writeString(evidence.resolve(VolumeReader.BRANCH), head + "\n");
  }

  private void forgetAtTheWorkers() throws IOException {
    FileUtils.delete(folder.resolve("clones").toFile(), FileUtils.RECURSIVE);
  }

  private Ledgers open() {
    Map<Series, VolumeStore> stores = new EnumMap<>(Series.class);
    for (Series series : Series.values()) {
      stores.put(series, place(series, account).open());
    }
    return Ledgers.open(
        stores,
        platform.identity(),
        platform.pinned(),
        folder.resolve("marks"),
        folder.resolve("evidence"),
        clock,
        moved -> {});
  }

  private LedgerPlace place(Series series, @Nullable GitAccount with) {
    return new LedgerPlace.OnGitHost(
        host.address().resolve("/" + series.value() + ".git"),
        folder.resolve("clones").resolve(series.value() + ".git"),
        with);
  }

  private void write(Ledgers ledgers, String name) {
    TestPlatform.write(ledgers, deployment, name);
  }

  private CommitId head() throws IOException {
    return new CommitId(platform.head(Series.CHECKS));
  }

  private void point(CommitId commit) throws IOException {
    platform.point(Series.CHECKS, commit.value());
  }
}
