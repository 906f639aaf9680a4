package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.commit.CommitRow;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.schemas.id.CommitId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The commits of a list as rows, read ahead of who writes them: one thread asks Git what the
/// commits touch, another one reads the answers, and both wait while a bounded number of batches is
/// not taken. So reading and writing overlap, and memory does not grow with the history. To be
/// closed, which stops both.
final class CommitStream implements AutoCloseable {
  private static final int LOOK_COMMITS = 2000;
  private static final int ASKED_AHEAD = 2000;
  private static final int BATCHES_AHEAD = 4;
  private static final int BATCH_COMMITS = 500;
  private static final int BATCH_FILES = 4000;
  private static final long BATCH_CHARACTERS = 2 << 20;

  private final RevList list;
  private final CommitWalk rows;
  private final DiffTree changes;
  private final Function<List<CommitId>, Set<CommitId>> known;
  private final BlockingQueue<Asked> asked = new ArrayBlockingQueue<>(ASKED_AHEAD);
  private final BlockingQueue<Batch> batches = new ArrayBlockingQueue<>(BATCHES_AHEAD);
  private final List<Thread> threads;

  /// @param known which of some commits need not be read
  CommitStream(
      RevList list,
      CommitWalk rows,
      DiffTree changes,
      Function<List<CommitId>, Set<CommitId>> known) {
    this.list = list;
    this.rows = rows;
    this.changes = changes;
    this.known = known;
    this.threads =
        List.of(
            Thread.ofPlatform().daemon().name("intake-ask").start(this::ask),
            Thread.ofPlatform().daemon().name("intake-read").start(this::read));
  }

  /// Commits that are written together.
  ///
  /// @param passed how many commits of the list come up to their end, with those that were known
  /// @param fault why reading ended; the other two say nothing then
  record Batch(List<CommitRow> rows, long passed, @Nullable RuntimeException fault) {}

  /// A commit that was asked about.
  ///
  /// @param commit absent at the end
  /// @param passed how many commits of the list come up to it
  /// @param fault why asking ended
  private record Asked(@Nullable CommitId commit, long passed, @Nullable RuntimeException fault) {}

  /// The next batch; none at the end. What reading failed with is thrown after what was read before
  /// was given.
  Optional<Batch> next() {
    try {
      Batch batch = batches.take();
      if (batch.fault != null) {
        throw batch.fault;
      }
      return batch.rows.isEmpty() ? Optional.empty() : Optional.of(batch);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new LambdasException.Unavailable(
          "Taking in commits was interrupted; what was written stays, a retry is safe",
          interrupted);
    }
  }

  @Override
  public void close() {
    changes.close();
    threads.forEach(Thread::interrupt);
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException again) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask() {
    RuntimeException fault = null;
    long passed = 0;
    try {
      for (List<RevList.Listed> look = list.next(LOOK_COMMITS);
          !look.isEmpty();
          look = list.next(LOOK_COMMITS)) {
        Set<CommitId> old = known.apply(look.stream().map(RevList.Listed::commit).toList());
        for (RevList.Listed listed : look) {
          passed++;
          if (!old.contains(listed.commit())) {
            asked.put(new Asked(listed.commit(), passed, null));
            changes.ask(listed.commit(), listed.parent());
          }
        }
      }
    } catch (InterruptedException closed) {
      return;
    } catch (IOException ended) {
      // who reads the answers finds out why
    } catch (RuntimeException failed) {
      fault = failed;
    }
    try {
      asked.put(new Asked(null, passed, fault));
    } catch (InterruptedException closed) {
      return;
    }
  }

  private void read() {
    Building batch = new Building();
    RuntimeException fault;
    try {
      try {
        fault = read(batch);
      } catch (RuntimeException failed) {
        fault = failed;
      }
      batch.handOn();
      batches.put(new Batch(List.of(), batch.passed, fault));
    } catch (InterruptedException closed) {
      return;
    }
  }

  private @Nullable RuntimeException read(Building batch) throws InterruptedException {
    Asked next = asked.take();
    for (CommitId commit = next.commit; commit != null; commit = next.commit) {
      batch.add(rows.row(commit), next.passed);
      if (batch.isFull()) {
        batch.handOn();
      }
      next = asked.take();
    }
    return next.fault;
  }

  /// A batch in the making.
  private final class Building {
    private List<CommitRow> commits = new ArrayList<>();
    private int files;
    private long characters;
    private long passed;

    void add(CommitRow row, long passedWithIt) {
      commits.add(row);
      files += row.files().size();
      row.files().forEach(file -> characters += file.path().length());
      passed = passedWithIt;
    }

    boolean isFull() {
      return commits.size() >= BATCH_COMMITS
          || files >= BATCH_FILES
          || characters >= BATCH_CHARACTERS;
    }

    void handOn() throws InterruptedException {
      if (!commits.isEmpty()) {
        batches.put(new Batch(commits, passed, null));
        commits = new ArrayList<>();
        files = 0;
        characters = 0;
      }
    }
  }
}
