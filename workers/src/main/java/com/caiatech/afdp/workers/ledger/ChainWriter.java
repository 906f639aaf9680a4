package com.caiatech.afdp.workers.ledger;

import static java.util.Objects.requireNonNull;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.ledger.CheckedRecord.Placed;
import com.caiatech.afdp.workers.ledger.CommitWriter.Written;
import com.caiatech.afdp.workers.ledger.GroupCommit.Outcome.Refused;
import com.caiatech.afdp.workers.ledger.GroupCommit.Outcome.Stands;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Writes one volume: read tip → check what is new → add → sign → move the branch from the expected
/// old id; on a conflict again from the new tip.
///
/// What it leaves behind when it fails is unreferenced objects: the branch moves once everything it
/// needs is durable, and whoever repeats a write finds what stands.
final class LedgerVolume implements GroupCommit {
  private static final int MAX_ATTEMPTS = 50;

  private final VolumeStore store;
  private final VolumeIndex index;
  private final RecordCheck check;
  private final CommitWriter commits;
  private final WriterMark mark;
  private final LedgerMaintenance maintenance;
  private final Consumer<RefMoved> announcement;

  LedgerVolume(
      VolumeStore store,
      VolumeIndex index,
      RecordCheck check,
      CommitWriter commits,
      WriterMark mark,
      Consumer<RefMoved> announcement) {
    this.store = store;
    this.index = index;
    this.check = check;
    this.commits = commits;
    this.mark = mark;
    this.maintenance = new LedgerMaintenance(store.repository());
    this.announcement = announcement;
  }

  @Override
  public CheckedRecord check(RecordToWrite toWrite) {
    return check.check(toWrite);
  }

  @Override
  public ConsistencyToken consistencyToken() {
    return index.position().token();
  }

  @Override
  public List<Outcome> commit(List<CheckedRecord> records) {
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      Optional<List<Outcome>> outcomes = attempt(records);
      if (outcomes.isPresent()) {
        maintenance.committed();
        return outcomes.get();
      }
      backOff(attempt);
    }
    throw new WorkersException.LedgerUnavailable(
        "Writing "
            + records.size()
            + " records to "
            + index.volume()
            + ": expected to move the branch, found it moved or locked by others in "
            + MAX_ATTEMPTS
            + " attempts; nothing was written. If nobody else writes, look for a stale"
            + " refs/heads/main.lock in the repository");
  }

  @Override
  public void close() {
    maintenance.close();
    store.close();
  }

  /// Nothing when somebody else moved the branch first.
  private Optional<List<Outcome>> attempt(List<CheckedRecord> records) {
    VolumeIndex.Head head = index.catchUp(store::tip);
    CommitId tip = head.position().head();
    Map<RecordToWrite, WorkersException> refused = new HashMap<>();
    Map<RecordId, Placed> fresh = fresh(records, refused);
    while (!fresh.isEmpty()) {
      switch (commits.write(head, List.copyOf(fresh.values()))) {
        case Written.Commit(CommitId commit) -> {
          if (store.move(tip, commit) == VolumeStore.Move.CONFLICT) {
            return Optional.empty();
          }
          index.catchUpWithPush(store::lastSeen);
          mark.move(commit, head.position().size() + fresh.size());
          announcement.accept(new RefMoved(index.volume(), tip, commit));
          return Optional.of(outcomes(records, fresh, refused));
        }
        case Written.Refused(Map<RecordToWrite, WorkersException> reasons) -> {
          refused.putAll(reasons);
          fresh = fresh(records, refused);
        }
      }
    }
    return Optional.of(outcomes(records, fresh, refused));
  }

  /// The records that do not stand yet, without those that are refused, each once and at its place.
  private Map<RecordId, Placed> fresh(
      List<CheckedRecord> records, Map<RecordToWrite, WorkersException> refused) {
    Map<RecordId, Placed> fresh = new LinkedHashMap<>();
    for (CheckedRecord record : records) {
      if (!refused.containsKey(record.toWrite())
          && !fresh.containsKey(record.id())
          && index.standing(record.place()).isEmpty()) {
        index
            .freeAttempt(record.place())
            .ifPresentOrElse(
                path -> fresh.put(record.id(), new Placed(path, record)),
                () -> refused.put(record.toWrite(), noPlace(record)));
      }
    }
    return fresh;
  }

  private WorkersException noPlace(CheckedRecord record) {
    return new WorkersException.RecordRefused(
        "Writing "
            + record.place()
            + " to "
            + index.volume()
            + ": all "
            + LedgerPath.MAX_ATTEMPTS
            + " places of the record are held by entries that do not count (see the volume's"
            + " violations); it was not written");
  }

  /// @param fresh the records that were added
  private List<Outcome> outcomes(
      List<CheckedRecord> records,
      Map<RecordId, Placed> fresh,
      Map<RecordToWrite, WorkersException> refused) {
    long size = index.position().size();
    List<Outcome> outcomes = new ArrayList<>(records.size());
    for (CheckedRecord record : records) {
      WorkersException reason = refused.get(record.toWrite());
      boolean written = reason == null && fresh.remove(record.id()) != null;
      outcomes.add(
          index
              .standing(record.place())
              .map(index::ref)
              .<Outcome>map(ref -> new Stands(new Receipt(ref, size, !written)))
              .orElseGet(() -> new Refused(requireNonNull(reason, () -> gone(record)))));
    }
    return outcomes;
  }

  private static String gone(CheckedRecord record) {
    return record.place() + " was written and is gone";
  }

  private static void backOff(int attempt) {
    long longest = TimeUnit.MILLISECONDS.toNanos(Math.min(200L, 2L << Math.min(attempt, 7)));
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest / 4, longest));
  }
}
