package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.git.BoundedRepository;
import com.caiatech.afdp.schemas.git.SmallPacks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.internal.storage.file.GC;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Packs a volume's repository in the background, so that reading and pushing do not slow down as
/// the packs of its commits pile up, and, of earlier writers, loose objects. One run at a time; a
/// failed one changes nothing.
final class LedgerMaintenance implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerMaintenance.class);
  private static final int COMMITS_BETWEEN = 20;

  /// One of the 256 folders over which loose objects are spread evenly, by which `git gc --auto`
  /// tells how many there are; so many mean some 2,000.
  private static final String SAMPLE = "objects/17";

  private static final int MOST_IN_SAMPLE = 8;

  private final BoundedRepository repository;
  private final SmallPacks packs;
  private final AtomicInteger commits = new AtomicInteger();
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile Thread thread = Thread.ofVirtual().unstarted(() -> {});

  LedgerMaintenance(BoundedRepository repository) {
    this.repository = repository;
    this.packs = new SmallPacks(repository, SmallPacks.Deltas.SEARCHED);
  }

  /// Counts a commit, and starts a run when enough have come.
  void committed() {
    if (commits.incrementAndGet() % COMMITS_BETWEEN == 0 && running.compareAndSet(false, true)) {
      thread = Thread.ofPlatform().daemon().name("ledger-packs").start(this::run);
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
      if (hasLooseObjects()) {
        packAll();
      }
      packs.merge();
    } catch (IOException | ParseException | GitAPIException | ExecutionException failed) {
      LOG.warn(
          "Packing {} failed; nothing was lost, it is tried again after {} commits",
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

  private boolean hasLooseObjects() throws IOException {
    Path sample = repository.getDirectory().toPath().resolve(SAMPLE);
    if (!Files.isDirectory(sample)) {
      return false;
    }
    try (Stream<Path> found = Files.list(sample)) {
      return found.count() >= MOST_IN_SAMPLE;
    }
  }

  private void packAll()
      throws IOException,
          ParseException,
          GitAPIException,
          ExecutionException,
          InterruptedException {
    PackConfig config = new PackConfig(repository);
    config.setDeltaCompress(true); // the trees of many commits differ by an entry
    GC gc = new GC(repository);
    gc.setPackConfig(config);
    gc.gc().get();
  }
}
