package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.schemas.id.RepositoryName;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far taking in the commits of a repository is; a line in the log says so every few seconds.
final class IntakeProgress {
  private static final Logger LOG = LoggerFactory.getLogger(IntakeProgress.class);
  private static final long BETWEEN_LINES = Duration.ofSeconds(5).toNanos();

  private final RepositoryName repository;
  private final long total;
  private final long begun = System.nanoTime();
  private long told = begun;
  private long passed;

  IntakeProgress(RepositoryName repository, long total) {
    this.repository = repository;
    this.total = total;
  }

  /// So many are in the graph now.
  void passed(long commits) {
    passed = commits;
    long now = System.nanoTime();
    if (now - told >= BETWEEN_LINES) {
      told = now;
      double perSecond = commits / ((now - begun) / 1e9);
      LOG.info(
          "{}, {}/s, {} s left",
          text(),
          Math.round(perSecond),
          (long) Math.ceil((total - commits) / perSecond));
    }
  }

  /// What is being done, and how far it is.
  String text() {
    return "Taking in the commits of repository %s: %d of %d are in the graph"
        .formatted(repository, passed, total);
  }
}
