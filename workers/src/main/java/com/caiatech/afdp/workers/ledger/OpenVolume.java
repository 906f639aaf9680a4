package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.SuccessorVolume;
import com.caiatech.afdp.workers.WorkersException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One volume of a series, opened for reading and writing.
final class OpenVolume implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenVolume.class);

  private final VolumeStore store;
  private final VolumeIndex index;
  private final CommitWriter commits;
  private final WriterMark mark;
  private final LedgerMaintenance maintenance;
  private Source source = Source.HOST;

  /// What an ended volume is read from.
  private enum Source {
    /// Its host, which was not asked since it ended.
    HOST,
    /// What its host showed then.
    LAST_SEEN,
    /// The objects at hand up to its end, since its host shows something else.
    END
  }

  OpenVolume(VolumeStore store, VolumeIndex index, CommitWriter commits, WriterMark mark) {
    this.store = store;
    this.index = index;
    this.commits = commits;
    this.mark = mark;
    this.maintenance = new LedgerMaintenance(store.repository());
  }

  VolumeName name() {
    return index.volume();
  }

  VolumeStore store() {
    return store;
  }

  VolumeIndex index() {
    return index;
  }

  CommitWriter commits() {
    return commits;
  }

  WriterMark mark() {
    return mark;
  }

  LedgerMaintenance maintenance() {
    return maintenance;
  }

  /// The entries that it has at least, with no look at a host: those that were read, or pushed by
  /// this worker before it was started again.
  long knownSize() {
    return Math.max(index.position().size(), mark.entries());
  }

  /// Reads what an ended volume holds. Its host is asked once and may be lost or broken beyond the
  /// end: what counts is pinned by the record that opened the successor.
  ///
  /// @throws WorkersException.LedgerStopped when not even the commits up to the end are at hand
  synchronized void readEnded(SuccessorVolume successor) {
    if (source != Source.END) {
      try {
        if (source == Source.HOST) {
          index.catchUp(store::tip);
          source = Source.LAST_SEEN;
        } else {
          index.catchUpWithPush(store::lastSeen);
        }
        return;
      } catch (WorkersException.LedgerStopped | WorkersException.LedgerUnavailable fault) {
        LOG.warn("{} is read up to its end only: {}", name(), fault.getMessage());
        source = Source.END;
      }
    }
    index.catchUpToEnd(successor.finalCommit());
  }

  @Override
  public void close() {
    maintenance.close();
    store.close();
  }
}
