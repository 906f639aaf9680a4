package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.WorkersException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One configured volume of the trust policy: fetched from its host, and compared with what
/// observers accepted. Not thread-safe.
final class PolicyStore {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyStore.class);

  private final VolumeName name;
  private final VolumeStore store;
  private final VolumeReader reader;
  private final AcceptedMark accepted;
  private boolean whole;

  /// @param evidence the folder of the evidence store
  PolicyStore(VolumeName name, VolumeStore store, Path evidence) {
    this.name = name;
    this.store = store;
    this.reader = new VolumeReader(store.repository(), Series.TRUST_POLICY, name);
    this.accepted = new AcceptedMark(evidence, name);
  }

  VolumeName name() {
    return name;
  }

  VolumeReader reader() {
    return reader;
  }

  /// A host that shows less than observers accepted stops nothing but its own volume, where all of
  /// it was read before: the policies that were read stay in force, as they do behind any
  /// structural fault. Where it was not, nobody knows what is missing.
  ///
  /// @throws WorkersException.LedgerStopped then
  /// @throws WorkersException.LedgerUnavailable when the host does not answer
  void fetch() {
    try {
      accepted.compared(store.repository(), this::fetchedHead);
      whole = true;
    } catch (WorkersException.LedgerStopped less) {
      if (!whole) {
        throw less;
      }
      LOG.error("The trust policies at hand stay in force: {}", less.getMessage());
    }
  }

  private @Nullable CommitId fetchedHead() {
    try {
      store.tip();
    } catch (WorkersException.LedgerStopped stopped) {
      LOG.error("The trust policies at hand stay in force: {}", stopped.getMessage());
    }
    return reader.head().orElse(null);
  }
}
