package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.git.BoundedRepository;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.workers.WorkersException;
import org.jspecify.annotations.Nullable;

/// Where a volume's repository is, and how its branch is moved: by compare-and-swap, forward only.
public sealed interface VolumeStore extends AutoCloseable permits SharedDisk, GitHost {
  /// The repository that objects are read from and inserted into.
  BoundedRepository repository();

  /// The branch's head as it is now; absent while the volume is empty.
  ///
  /// @throws WorkersException.LedgerUnavailable when it cannot be read
  /// @throws WorkersException.LedgerStopped when a host shows one that is beyond limits or that it
  ///   does not hand out
  @Nullable CommitId tip();

  /// The branch's head as it was last seen or moved here, with no look at a host.
  @Nullable CommitId lastSeen();

  /// Moves the branch, once every object it needs is durable here.
  ///
  /// @param expected where the branch has to be; absent where it may not exist
  /// @throws WorkersException.LedgerUnavailable when it is not known whether the branch has moved;
  ///   the same records may be written again
  Move move(@Nullable CommitId expected, CommitId head);

  /// Opens the volume of that name that lies beside this one; the caller closes it.
  ///
  /// @throws WorkersException.LedgerUnavailable when the repository on this machine cannot be
  ///   opened
  VolumeStore beside(VolumeName volume);

  @Override
  void close();

  /// What came of moving a branch.
  enum Move {
    /// It points to the new head, durably.
    MOVED,
    /// Somebody else moved it first; nothing has changed.
    CONFLICT
  }
}
