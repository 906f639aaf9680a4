package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.Series;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/// Reads a volume from a Git repository that holds it, and judges its structure. It changes
/// nothing, and it does not close the repository.
public final class VolumeReader {
  /// The branch that is the volume.
  public static final String BRANCH = "refs/heads/main";

  private final Repository repository;
  private final Series series;
  private final VolumeName volume;

  public VolumeReader(Repository repository, Series series, VolumeName volume) {
    this.repository = repository;
    this.series = series;
    this.volume = volume;
  }

  /// The series whose records the volume holds.
  public Series series() {
    return series;
  }

  /// The volume's name.
  public VolumeName volume() {
    return volume;
  }

  /// The head of the branch as it is now; none while the volume is empty.
  ///
  /// @throws SchemasException.LedgerFault when the repository cannot be read; a retry is safe
  public Optional<CommitId> head() {
    try {
      Ref ref = repository.exactRef(BRANCH);
      ObjectId head = ref == null ? null : ref.getObjectId();
      return Optional.ofNullable(head).map(id -> new CommitId(id.name()));
    } catch (IOException unreadable) {
      throw new SchemasException.LedgerFault(
          "Reading the head of volume " + volume + " failed; a retry is safe", unreadable);
    }
  }

  /// The commits after the position up to the head as it is now, oldest first.
  public CommitReadings since(VolumePosition position) {
    return since(position, head().orElse(null));
  }

  /// The commits after the position up to the given head, oldest first.
  ///
  /// @param head absent when the branch is not there
  public CommitReadings since(VolumePosition position, @Nullable CommitId head) {
    if (!position.volume().equals(volume)) {
      throw new IllegalArgumentException(
          "VolumeReader of " + volume + ": a position in " + position.volume() + " is of no use");
    }
    return new CommitReadings(repository.newObjectReader(), series, position, head);
  }
}
