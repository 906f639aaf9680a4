package com.caiatech.afdp.schemas.source;

import java.io.IOException;
import java.text.ParseException;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.GC;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.StoredConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Bounds the number of packs in a mirror: every fetch leaves one, and each makes finding an object
/// slower. For mirrors that one process holds for itself.
///
/// JGit's own tidying after a fetch keeps packs that are younger than an hour: from the fiftieth
/// fetch in an hour on, every one would pack the whole history again.
public final class MirrorPacks {
  private static final int PACKS_AT_MOST = 50;

  /// Packing everything costs as much as there is, so larger mirrors do it less often.
  private static final long BYTES_FOR_ANOTHER = 2 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(MirrorPacks.class);

  private final FileRepository repository;
  private int packsKept;

  /// Takes the tidying over from JGit.
  public MirrorPacks(FileRepository repository) {
    this.repository = repository;
    StoredConfig config = repository.getConfig();
    config.setInt(ConfigConstants.CONFIG_GC_SECTION, null, ConfigConstants.CONFIG_KEY_AUTO, 0);
    config.setInt(
        ConfigConstants.CONFIG_GC_SECTION, null, ConfigConstants.CONFIG_KEY_AUTOPACKLIMIT, 0);
    config.setBoolean(
        ConfigConstants.CONFIG_PACK_SECTION, null, ConfigConstants.CONFIG_KEY_BUILD_BITMAPS, false);
  }

  /// Packs everything into one where there are too many packs; to be called after a fetch. Where
  /// that fails, as it does for a history that was refused and has gaps, all stays as it is, and it
  /// is tried again once there are as many packs more.
  public void tidy() {
    Collection<Pack> packs = repository.getObjectDatabase().getPacks();
    long bytes = 0;
    for (Pack pack : packs) {
      bytes += pack.getPackFile().length();
    }
    if (packs.size() <= packsKept + PACKS_AT_MOST + bytes / BYTES_FOR_ANOTHER) {
      return;
    }
    try {
      GC gc = new GC(repository);
      gc.setPackExpireAgeMillis(0);
      gc.gc().get();
      packsKept = 0;
    } catch (ParseException | IOException | GitAPIException | ExecutionException failed) {
      packsKept = packs.size();
      LOG.warn("Packing the mirror {} failed: {}", repository.getDirectory(), failed.toString());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
