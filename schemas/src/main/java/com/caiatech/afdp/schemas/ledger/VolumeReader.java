package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.git.BoundedObjects;
import com.caiatech.afdp.schemas.git.BoundedRepository;
import com.caiatech.afdp.schemas.git.BranchFetch;
import com.caiatech.afdp.schemas.git.CommitLine;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.Series;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.eclipse.jgit.lib.Constants;
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
  private final @Nullable CommitId fixed;

  public VolumeReader(Repository repository, Series series, VolumeName volume) {
    this(repository, series, volume, null);
  }

  private VolumeReader(
      Repository repository, Series series, VolumeName volume, @Nullable CommitId fixed) {
    this.repository = repository;
    this.series = series;
    this.volume = volume;
    this.fixed = fixed;
  }

  /// Reads the volume as it is with this head, wherever the branch is here.
  public VolumeReader at(CommitId head) {
    return new VolumeReader(repository, series, volume, head);
  }

  /// Fetches a volume from a host into a repository here.
  ///
  /// @param tracking the ref that follows the volume's branch here
  public static BranchFetch fetch(BoundedRepository into, String tracking) {
    return new BranchFetch(
        into, BRANCH, tracking, LedgerLimits.COMMIT_BYTES, LedgerLimits.COMMITS_PER_VOLUME);
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
    if (fixed != null) {
      return Optional.of(fixed);
    }
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
    return CommitReadings.of(repository, series, position, head);
  }

  /// How many entries the volume has with that head, as the head itself says it: nothing is judged.
  /// Absent where it says nothing that can be read.
  public OptionalLong claimedSize(CommitId head) {
    try (BoundedObjects objects = BoundedObjects.of(repository, LedgerLimits.GIT)) {
      RawCommit raw =
          RawCommit.parse(
              objects.read(
                  ObjectId.fromString(head.value()),
                  Constants.OBJ_COMMIT,
                  LedgerLimits.COMMIT_BYTES));
      return CommitTrailers.parse(raw.message())
              instanceof CommitTrailers.TrailersReading.Good(CommitTrailers trailers)
          ? OptionalLong.of(trailers.firstIndex() + added(raw, head, trailers.firstIndex()))
          : OptionalLong.empty();
    } catch (IOException | SchemasException.MalformedInput unreadable) {
      return OptionalLong.empty();
    }
  }

  private long added(RawCommit raw, CommitId head, long firstIndex) {
    CommitId parent = raw.parents().isEmpty() ? null : raw.parents().getFirst();
    VolumePosition before =
        new VolumePosition(volume, parent == null ? 0 : firstIndex, parent, null);
    try (CommitReadings readings = since(before, head)) {
      return readings.hasNext() && readings.next() instanceof CommitReading.Good(LedgerCommit last)
          ? last.files().size()
          : 0;
    }
  }

  /// Whether the head is the ancestor or descends from it by first parents.
  public boolean descends(CommitId ancestor, CommitId head) {
    return distance(ancestor, head).isPresent();
  }

  /// How many commits the head has behind the ancestor by first parents; nothing where it does not
  /// descend from it.
  ///
  /// @param ancestor absent where all are counted
  public OptionalInt distance(@Nullable CommitId ancestor, CommitId head) {
    CommitLine line = line(ancestor, head);
    return line.reachesKnown() ? OptionalInt.of(line.size()) : OptionalInt.empty();
  }

  /// Whether the commits from the head to the known one, or to the first, are not all here and
  /// read.
  public boolean hasGaps(CommitId head, @Nullable CommitId known) {
    return line(known, head).gap().isPresent();
  }

  private CommitLine line(@Nullable CommitId known, CommitId head) {
    try (BoundedObjects objects = BoundedObjects.of(repository, LedgerLimits.GIT)) {
      return CommitLine.of(
          objects,
          known == null ? null : ObjectId.fromString(known.value()),
          ObjectId.fromString(head.value()),
          LedgerLimits.COMMIT_BYTES,
          LedgerLimits.COMMITS_PER_VOLUME);
    } catch (IOException unreadable) {
      throw new SchemasException.LedgerFault(
          "Reading the commits of volume " + volume + " failed; a retry is safe", unreadable);
    }
  }
}
