package com.caiatech.afdp.workers.ledger;

import java.io.IOException;
import java.text.ParseException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.GC;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Repacks a volume's repository in the background, so that reading and pushing do not slow down as
/// loose objects and small packs pile up. One run at a time; a failed one changes nothing.
final class LedgerMaintenance implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerMaintenance.class);
  private static final int COMMITS_BETWEEN = 500;

  private final FileRepository repository;
  private final AtomicInteger commits = new AtomicInteger();
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile Thread thread = Thread.ofVirtual().unstarted(() -> {});

  LedgerMaintenance(FileRepository repository) {
    this.repository = repository;
  }

  /// Counts a commit, and starts a run when enough have come.
  void committed() {
    if (commits.incrementAndGet() % COMMITS_BETWEEN == 0 && running.compareAndSet(false, true)) {
      thread = Thread.ofPlatform().daemon().name("ledger-gc").start(this::run);
    }
  }

  /// Waits for a run to end.
  @Override
  public void close() {
    try {
      if (thread.isAlive()) {
        thread.join();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  void run() {
    repository.incrementOpen();
    try {
      PackConfig config = new PackConfig(repository);
      config.setDeltaCompress(true); // the trees of many commits differ by an entry
      GC gc = new GC(repository);
      gc.setPackConfig(config);
      gc.gc().get();
    } catch (IOException | ParseException | GitAPIException | ExecutionException failed) {
      LOG.warn(
          "Repacking {} failed; nothing was lost, it is tried again after {} commits",
          repository.getDirectory(),
          COMMITS_BETWEEN,
          failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      repository.close();
      running.set(false);
    }
  }
}
