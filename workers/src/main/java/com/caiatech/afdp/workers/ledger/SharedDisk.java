package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.git.BoundedRepository;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.LedgerLimits;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.workers.WorkersException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.StoredConfig;
import org.jspecify.annotations.Nullable;

/// A volume whose bare repository lies on a disk of this machine: objects go straight into it, and
/// its ref is moved in place.
public final class SharedDisk implements VolumeStore {
  private final BoundedRepository repository;

  private SharedDisk(BoundedRepository repository) {
    this.repository = repository;
  }

  /// Opens the bare repository, or makes an empty one where there is none; objects and refs are
  /// synced to the disk, others can only move the branch forward, and what they push is checked and
  /// bounded as far as stock Git does.
  ///
  /// @throws WorkersException.LedgerUnavailable when that fails
  public static SharedDisk open(Path gitDirectory) {
    return new SharedDisk(openRepository(gitDirectory));
  }

  static BoundedRepository openRepository(Path gitDirectory) {
    try {
      boolean fresh = !Files.exists(gitDirectory.resolve("HEAD"));
      BoundedRepository repository = BoundedRepository.open(gitDirectory, LedgerLimits.GIT);
      if (fresh) {
        repository.updateRef(Constants.HEAD).link(VolumeReader.BRANCH);
      }
      StoredConfig config = repository.getConfig();
      if (config.getBoolean("pack", "deltacompression", true)) {
        // whoever fetches what is new waits longer for deltas than for the bytes they save
        config.setBoolean("pack", null, "deltacompression", false);
        config.setBoolean("pack", null, "writeReverseIndex", true);
        // an index of what commits reach makes serving what came since the last packing slower
        config.setBoolean("pack", null, "buildBitmaps", false);
        config.setBoolean("core", null, "fsyncRefFiles", true);
        config.setBoolean("receive", null, "denyNonFastForwards", true);
        config.setBoolean("receive", null, "denyDeletes", true);
        config.setBoolean("receive", null, "fsckObjects", true);
        config.setLong("receive", null, "maxInputSize", LedgerLimits.GIT.packBytes());
        config.save();
      }
      return repository;
    } catch (IOException failed) {
      throw new WorkersException.LedgerUnavailable(
          "Opening the ledger repository "
              + gitDirectory
              + " failed: "
              + failed.getMessage()
              + "; nothing was written",
          failed);
    }
  }

  @Override
  public BoundedRepository repository() {
    return repository;
  }

  @Override
  public @Nullable CommitId tip() {
    try {
      Ref ref = repository.exactRef(VolumeReader.BRANCH);
      ObjectId id = ref == null ? null : ref.getObjectId();
      return id == null ? null : new CommitId(id.name());
    } catch (IOException failed) {
      throw new WorkersException.LedgerUnavailable(
          "Reading " + VolumeReader.BRANCH + " of " + repository + " failed; a retry is safe",
          failed);
    }
  }

  @Override
  public @Nullable CommitId lastSeen() {
    return tip();
  }

  @Override
  public Move move(@Nullable CommitId expected, CommitId head) {
    RefUpdate.Result result;
    try {
      RefUpdate update = repository.updateRef(VolumeReader.BRANCH);
      update.setExpectedOldObjectId(
          expected == null ? ObjectId.zeroId() : ObjectId.fromString(expected.value()));
      update.setNewObjectId(ObjectId.fromString(head.value()));
      update.disableRefLog();
      result = update.update();
      if (result != RefUpdate.Result.LOCK_FAILURE) {
        forceNames();
      }
    } catch (IOException failed) {
      throw new WorkersException.LedgerUnavailable(
          "Moving "
              + VolumeReader.BRANCH
              + " of "
              + repository.getDirectory()
              + " failed: "
              + failed.getMessage()
              + "; whether it moved is not known, the same records may be written again",
          failed);
    }
    return switch (result) {
      case NEW, FAST_FORWARD, NO_CHANGE -> Move.MOVED;
      case LOCK_FAILURE, REJECTED -> Move.CONFLICT;
      case NOT_ATTEMPTED,
          FORCED,
          REJECTED_CURRENT_BRANCH,
          REJECTED_MISSING_OBJECT,
          REJECTED_OTHER_REASON,
          RENAMED,
          IO_FAILURE ->
          throw new WorkersException.LedgerUnavailable(
              "Moving "
                  + VolumeReader.BRANCH
                  + " of "
                  + repository.getDirectory()
                  + " to "
                  + head
                  + ": expected a fast-forward, found "
                  + result
                  + "; nothing was written");
    };
  }

  /// JGit forces a ref's file and not the folder by which it gets its name.
  private void forceNames() throws IOException {
    Path branch = repository.getDirectory().toPath().resolve(VolumeReader.BRANCH);
    try (FileChannel names =
        FileChannel.open(branch.resolveSibling("."), StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  @Override
  public SharedDisk beside(VolumeName volume) {
    return open(repository.getDirectory().toPath().resolveSibling(volume + ".git"));
  }

  @Override
  public void close() {
    repository.close();
  }
}
