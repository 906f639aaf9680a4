package com.caiatech.afdp.workers.ledger;

import static java.util.Objects.requireNonNull;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.ledger.CheckedRecord.Placed;
import com.caiatech.afdp.workers.ledger.CommitWriter.Judged;
import com.caiatech.afdp.workers.ledger.CommitWriter.Written;
import com.caiatech.afdp.workers.ledger.RecordOutcome.Refused;
import com.caiatech.afdp.workers.ledger.RecordOutcome.Stands;
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

/// Writes the open volume of a series: read policy and tip → check what is new → add → sign → move
/// the branch from the expected old id; on a conflict, or where the volume ended meanwhile, again
/// from what then stands.
///
/// What it leaves behind when it fails is unreferenced objects: the branch moves once everything it
/// needs is durable, and whoever repeats a write finds what stands.
final class ChainWriter implements GroupCommit {
  private static final int MAX_ATTEMPTS = 50;

  private final VolumeChain chain;
  private final RecordCheck check;
  private final Consumer<RefMoved> announcement;

  ChainWriter(VolumeChain chain, RecordCheck check, Consumer<RefMoved> announcement) {
    this.chain = chain;
    this.check = check;
    this.announcement = announcement;
  }

  @Override
  public CheckedRecord check(RecordToWrite toWrite) {
    return check.check(toWrite);
  }

  @Override
  public void requireIntent(CheckedRecord record) {
    chain.requireIntent(record);
  }

  @Override
  public ConsistencyToken consistencyToken() {
    return chain.last().index().position().token();
  }

  @Override
  public List<RecordOutcome> commit(List<CheckedRecord> records) {
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      Optional<List<RecordOutcome>> outcomes = attempt(records);
      if (outcomes.isPresent()) {
        chain.last().maintenance().committed();
        return outcomes.get();
      }
      backOff(attempt);
    }
    throw new WorkersException.LedgerUnavailable(
        "Writing "
            + records.size()
            + " records to "
            + chain.last().name()
            + ": expected to move the branch, found it moved or locked by others in "
            + MAX_ATTEMPTS
            + " attempts; nothing was written. If nobody else writes, look for a stale"
            + " refs/heads/main.lock in the repository");
  }

  @Override
  public void close() {
    chain.close();
  }

  /// Nothing when somebody else moved the branch first, or ended the volume.
  private Optional<List<RecordOutcome>> attempt(List<CheckedRecord> records) {
    VolumeChain.View view = chain.viewFor(records);
    VolumeIndex.Head head = view.catchUp();
    Map<RecordToWrite, WorkersException> refused = new HashMap<>();
    Map<RecordId, Placed> fresh = fresh(view, records, refused);
    while (!fresh.isEmpty()) {
      switch (view.open().commits().write(head, view.startsAfter(), List.copyOf(fresh.values()))) {
        case Written.Commit(Judged judged) -> {
          return push(view, head, judged)
              ? Optional.of(outcomes(view, records, fresh, refused))
              : Optional.empty();
        }
        case Written.Refused(Map<RecordToWrite, WorkersException> reasons) -> {
          if (isFollowed(view.open())) {
            return Optional.empty();
          }
          refused.putAll(reasons);
          fresh = fresh(view, records, refused);
        }
      }
    }
    return Optional.of(outcomes(view, records, fresh, refused));
  }

  private boolean push(VolumeChain.View view, VolumeIndex.Head head, Judged judged) {
    OpenVolume open = view.open();
    CommitId commit = judged.id();
    CommitId tip = head.position().head();
    if (open.store().move(tip, commit) == VolumeStore.Move.CONFLICT) {
      return false;
    }
    open.index().take(judged, head.position());
    open.index().catchUpWithPush(open.store()::lastSeen);
    open.mark().move(commit, judged.commit().after().size());
    announcement.accept(new RefMoved(open.name(), tip, commit));
    return chain.view().open().equals(open);
  }

  /// Whether a successor of the volume became known since it was looked at.
  private boolean isFollowed(OpenVolume volume) {
    return chain.view().open().name().compareTo(volume.name()) > 0;
  }

  /// The records that do not stand yet, without those that are refused, each once and at its place.
  private static Map<RecordId, Placed> fresh(
      VolumeChain.View view,
      List<CheckedRecord> records,
      Map<RecordToWrite, WorkersException> refused) {
    Map<RecordId, Placed> fresh = new LinkedHashMap<>();
    for (CheckedRecord record : records) {
      if (!refused.containsKey(record.toWrite())
          && !fresh.containsKey(record.id())
          && view.standing(record.place()).isEmpty()) {
        view.freeAttempt(record.place())
            .ifPresentOrElse(
                path -> fresh.put(record.id(), new Placed(path, record)),
                () -> refused.put(record.toWrite(), noPlace(view, record)));
      }
    }
    return fresh;
  }

  private static WorkersException noPlace(VolumeChain.View view, CheckedRecord record) {
    return new WorkersException.RecordRefused(
        "Writing "
            + record.place()
            + " to "
            + view.open().name()
            + ": all "
            + LedgerPath.MAX_ATTEMPTS
            + " places of the record are held by entries that do not count (see the volume's"
            + " violations); it was not written");
  }

  /// @param fresh the records that were added
  private static List<RecordOutcome> outcomes(
      VolumeChain.View view,
      List<CheckedRecord> records,
      Map<RecordId, Placed> fresh,
      Map<RecordToWrite, WorkersException> refused) {
    List<RecordOutcome> outcomes = new ArrayList<>(records.size());
    for (CheckedRecord record : records) {
      WorkersException reason = refused.get(record.toWrite());
      boolean written = reason == null && fresh.remove(record.id()) != null;
      outcomes.add(
          view.standing(record.place())
              .<RecordOutcome>map(found -> new Stands(receipt(found, !written)))
              .orElseGet(() -> new Refused(requireNonNull(reason, () -> gone(record)))));
    }
    return outcomes;
  }

  private static Receipt receipt(VolumeChain.Found found, boolean standing) {
    return new Receipt(found.ref(), found.volume().index().position().size(), standing);
  }

  private static String gone(CheckedRecord record) {
    return record.place() + " was written and is gone";
  }

  private static void backOff(int attempt) {
    long longest = TimeUnit.MILLISECONDS.toNanos(Math.min(200L, 2L << Math.min(attempt, 7)));
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest / 4, longest));
  }
}
