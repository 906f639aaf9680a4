package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.projection.EmptyCommits;
import com.caiatech.afdp.graphmodel.projection.ProjectedEntry;
import com.caiatech.afdp.graphmodel.projection.VolumeState;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.ledger.AddedFile;
import com.caiatech.afdp.schemas.ledger.CommitReading;
import com.caiatech.afdp.schemas.ledger.CommitReadings;
import com.caiatech.afdp.schemas.ledger.LedgerCommit;
import com.caiatech.afdp.schemas.ledger.VolumePosition;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.merkle.CompactRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// Reads and judges what a volume has behind a watermark, in batches of whole commits. The line of
/// commits is walked once, for as long as each batch begins where the one before ended. One batch
/// can be read ahead while the one before it is written. To be used by one thread.
final class BatchReader implements AutoCloseable {
  private static final int ENTRIES = 1000;
  private static final long BYTES = 32L << 20;

  private final VolumeReader volume;
  private final @Nullable CommitId head;
  private @Nullable CommitReadings readings;
  private CommitReading.@Nullable Structural fault;
  private @Nullable Ahead ahead;

  /// @param head where reading ends; absent where the branch is gone
  BatchReader(VolumeReader volume, @Nullable CommitId head) {
    this.volume = volume;
    this.head = head;
  }

  /// Commits that were read and judged.
  ///
  /// @param after the watermark after them
  /// @param empty those that add no entry
  record Batch(VolumeState after, List<ProjectedEntry> entries, List<EmptyCommits> empty) {}

  /// A batch that is being read.
  ///
  /// @param from the watermark that it follows
  /// @param policies the digest of those by which it is judged
  private record Ahead(
      VolumeState from, Sha256 policies, CompletableFuture<Optional<Batch>> batch) {
    boolean isFor(VolumeState state, Policies.Judging judging) {
      return from.equals(state) && policies.equals(judging.digest());
    }

    void await() {
      batch.handle((_, _) -> Optional.empty()).join();
    }
  }

  /// Begins to read the batch behind a watermark that is yet to be written, where there is more.
  void readAhead(VolumeState state, Policies.Judging judging) {
    CommitReadings current = readings;
    if (ahead == null && fault == null && current != null && current.hasNext()) {
      ahead =
          new Ahead(
              state,
              judging.digest(),
              CompletableFuture.supplyAsync(
                  () -> read(state, judging), Thread::startVirtualThread));
    }
  }

  /// The next batch; none where there is nothing more, or a fault.
  ///
  /// @throws SchemasException.NewerThanSoftware when the next commit is newer than this software;
  ///   those before it were given
  Optional<Batch> next(VolumeState state, Policies.Judging judging) {
    Ahead begun = ahead;
    ahead = null;
    if (begun == null) {
      return read(state, judging);
    }
    begun.await();
    return begun.isFor(state, judging) ? result(begun) : read(state, judging);
  }

  private static Optional<Batch> result(Ahead finished) {
    try {
      return finished.batch().join();
    } catch (CompletionException failed) {
      switch (failed.getCause()) {
        case RuntimeException fault -> throw fault;
        case Error fault -> throw fault;
        case null, default -> throw failed;
      }
    }
  }

  private Optional<Batch> read(VolumeState state, Policies.Judging judging) {
    CommitReadings current = at(state);
    Building batch = new Building(state, new EntryJudge(judging.history(), state.recorded()));
    try {
      while (current.hasNext() && !batch.isFull() && fault == null) {
        switch (current.next()) {
          case CommitReading.Good(LedgerCommit commit) -> batch.add(commit);
          case CommitReading.Empty nothing -> batch.add(nothing);
          case CommitReading.Structural found -> fault = found;
        }
      }
    } catch (SchemasException.NewerThanSoftware newer) {
      if (batch.isEmpty()) {
        throw newer;
      }
    }
    return batch.finish(judging);
  }

  /// The fault behind the batches that were given.
  Optional<CommitReading.Structural> fault() {
    return Optional.ofNullable(fault);
  }

  @Override
  public void close() {
    if (ahead != null) {
      ahead.await();
    }
    closeReadings();
  }

  private void closeReadings() {
    if (readings != null) {
      readings.close();
    }
  }

  private CommitReadings at(VolumeState state) {
    CommitReadings current = readings;
    if (current == null || !Objects.equals(current.position().head(), state.head())) {
      closeReadings();
      fault = null;
      current =
          volume.since(
              new VolumePosition(state.volume(), state.size(), state.head(), state.recordedAt()),
              head);
      readings = current;
    }
    return current;
  }

  /// A batch in the making.
  private static final class Building {
    private final VolumeState before;
    private final EntryJudge judge;
    private final CompactRange log;
    private final List<ProjectedEntry> entries = new ArrayList<>();
    private final List<EmptyCommits> empty = new ArrayList<>();
    private @Nullable CommitId last;
    private int commits;
    private long bytes;

    Building(VolumeState before, EntryJudge judge) {
      this.before = before;
      this.judge = judge;
      this.log = CompactRange.of(before.size(), before.frontier());
    }

    boolean isEmpty() {
      return commits == 0;
    }

    boolean isFull() {
      return entries.size() >= ENTRIES || commits >= ENTRIES || bytes >= BYTES;
    }

    void add(LedgerCommit commit) {
      List<ProjectedEntry> judged = judge.judge(commit);
      judged.forEach(entry -> log.append(entry.leafHash()));
      entries.addAll(judged);
      bytes += commit.files().stream().mapToLong(AddedFile::size).sum();
      last = commit.id();
      commits++;
    }

    void add(CommitReading.Empty nothing) {
      EmptyRuns.add(empty, before.volume(), nothing, judge.recordedAt());
      last = nothing.commit();
      commits++;
    }

    Optional<Batch> finish(Policies.Judging judging) {
      if (last == null) {
        return Optional.empty();
      }
      VolumeState after =
          new VolumeState(
              before.volume(),
              before.series(),
              log.size(),
              last,
              log.root(),
              log.subtrees(),
              judge.recordedAt(),
              judge.recorded(),
              judging.digest());
      return Optional.of(new Batch(after, entries, empty));
    }
  }
}
