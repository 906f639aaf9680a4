package com.caiatech.afdp.schemas.soundness;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Scope;
import java.util.Optional;

/// What a subject's verdict asks of the ledgers beyond the subject's own records, as far as they
/// were read.
public interface Surroundings {
  /// What stands where a reference leads.
  sealed interface Place {
    /// An entry with that path and digest, trusted or not.
    record Exists(LedgerRecord record) implements Place {}

    /// Something else, or an entry that is no record.
    record Other() implements Place {}

    /// The volume was not read so far.
    record Unread() implements Place {}
  }

  /// What stands where the reference leads.
  Place at(RecordRef ref);

  /// The first trusted opened manifest of the sequence in the scope, by the order of the chain.
  Optional<RecordRef> firstOpened(Scope scope, long sequence);

  /// The standing opened manifest of a deployment; absent where none counts or none was read.
  Optional<LedgerRecord> opened(DeploymentId deployment);
}
