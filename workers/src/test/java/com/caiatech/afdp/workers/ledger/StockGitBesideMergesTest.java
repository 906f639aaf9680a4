package com.caiatech.afdp.workers.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.Series;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stock Git reads a ledger while its writer goes on, each commit of which is a pack, and small
/// packs are merged beside it.
class StockGitBesideMergesTest {
  private static final int COMMITS = 100;

  @TempDir Path folder;

  @Test
  void whatItReadsIsWholeAtEveryMoment() throws Exception {
    TestPlatform platform = new TestPlatform(Files.createDirectory(folder.resolve("platform")));
    StockGit git = new StockGit(folder.resolve("home"));
    DeploymentId deployment = DeploymentId.create(Instant.now());
    Path repository = platform.repository(Series.CHECKS);
    int readings = 0;
    try (Ledgers ledgers = platform.start(Clock.systemUTC())) {
      TestPlatform.write(ledgers, deployment, "check-0");
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              () -> {
                for (int number = 1; number < COMMITS; number++) {
                  TestPlatform.write(ledgers, deployment, "check-" + number);
                }
              },
              Thread::startVirtualThread);
      while (!writing.isDone()) {
        readings++;
        Path clone = folder.resolve("clone-" + readings);
        git.run(
            folder, "git", "clone", "-q", "--no-local", repository.toString(), clone.toString());
        git.run(clone, "git", "fsck", "--full", "--strict");
        git.run(repository, "git", "log", "--stat", "main");
      }
      writing.join();
    }
    git.run(repository, "git", "fsck", "--full", "--strict");
    assertThat(readings).isPositive();
    platform.expectChecks(COMMITS);
    try (Stream<Path> packs = Files.list(repository.resolve("objects/pack"))) {
      assertThat(packs.filter(it -> it.toString().endsWith(".pack")).count())
          .isLessThan(COMMITS / 2);
    }
  }
}
