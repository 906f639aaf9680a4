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

/// Bounds the number of packs in a mirror: every fetch leaves one, and each makes finding an object
/// slower. For mirrors that one process holds for itself.
///
/// JGit's own tidying after a fetch keeps packs that are younger than an hour: from the fiftieth
/// fetch in an hour on, every one would pack the whole history again.
public final class MirrorPacks {
  private static final int PACKS_AT_MOST = 50;

  /// Packing everything costs as much as there is, so larger mirrors do it less often.
  private static final long BYTES_FOR_ANOTHER = 2 << 20;

  private final FileRepository repository;

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

  /// Packs everything into one where there are too many packs; to be called after a fetch.
  public void tidy() throws IOException {
    Collection<Pack> packs = repository.getObjectDatabase().getPacks();
    long bytes = 0;
    for (Pack pack : packs) {
      bytes += pack.getPackFile().length();
    }
    if (packs.size() <= PACKS_AT_MOST + bytes / BYTES_FOR_ANOTHER) {
      return;
    }
    GC gc = new GC(repository);
    gc.setPackExpireAgeMillis(0);
    try {
      gc.gc().get();
    } catch (ParseException impossible) {
      throw new IOException("the mirror's configuration of gc is malformed", impossible);
    } catch (GitAPIException | ExecutionException failed) {
      throw new IOException("packing the mirror failed: " + failed, failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
