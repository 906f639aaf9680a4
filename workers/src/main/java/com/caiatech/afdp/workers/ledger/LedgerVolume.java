package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import com.caiatech.afdp.schemas.ledger.VolumePosition;
import com.caiatech.afdp.schemas.record.RecordRef;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.ledger.GroupCommit.Outcome.Refused;
import com.caiatech.afdp.workers.ledger.GroupCommit.Outcome.Stands;
import java.util.ArrayList;
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
  private final LedgerMaintenance maintenance;
  private final Consumer<RefMoved> announcement;

  LedgerVolume(
      VolumeStore store,
      VolumeIndex index,
      RecordCheck check,
      CommitWriter commits,
      Consumer<RefMoved> announcement) {
    this.store = store;
    this.index = index;
    this.check = check;
    this.commits = commits;
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
    Map<String, Integer> fresh = new LinkedHashMap<>();
    for (int i = 0; i < records.size(); i++) {
      if (index.find(records.get(i).path()).isEmpty()) {
        fresh.putIfAbsent(records.get(i).path(), i);
      }
    }
    if (!fresh.isEmpty()) {
      CommitId commit = commits.write(head, fresh.values().stream().map(records::get).toList());
      if (store.move(tip, commit) == VolumeStore.Move.CONFLICT) {
        return Optional.empty();
      }
      index.catchUp(store::lastSeen);
      announcement.accept(new RefMoved(index.volume(), tip, commit));
    }
    return Optional.of(outcomes(records, fresh));
  }

  // fresh: the paths that were added, each with the position of the record that was
  private List<Outcome> outcomes(List<CheckedRecord> records, Map<String, Integer> fresh) {
    VolumePosition now = index.position();
    List<Outcome> outcomes = new ArrayList<>(records.size());
    for (int i = 0; i < records.size(); i++) {
      String path = records.get(i).path();
      VolumeIndex.Entry entry =
          index
              .find(path)
              .orElseThrow(() -> new IllegalStateException(path + " was written and is gone"));
      outcomes.add(
          entry.kind() == null
              ? new Refused(taken(entry))
              : new Stands(
                  new Receipt(
                      new RecordRef(index.series(), entry.path(), entry.sha256()),
                      index.volume(),
                      entry.index(),
                      now.size(),
                      !Integer.valueOf(i).equals(fresh.get(path)))));
    }
    return outcomes;
  }

  private WorkersException taken(VolumeIndex.Entry entry) {
    return new WorkersException.RecordRefused(
        "Writing "
            + entry.path()
            + " to "
            + index.volume()
            + ": the path is taken by entry "
            + entry.index()
            + " of commit "
            + entry.commit()
            + ", which does not count (see the volume's violations); it was not written and cannot"
            + " be written at this path");
  }

  private static void backOff(int attempt) {
    long longest = TimeUnit.MILLISECONDS.toNanos(Math.min(200L, 2L << Math.min(attempt, 7)));
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest / 4, longest));
  }
}
