package com.caiatech.afdp.schemas.git;

import java.io.IOException;
import org.eclipse.jgit.api.PackRefsCommand;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.StoredConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Bounds the numbers of packs and of loose refs in a mirror, of which every fetch leaves some. For
/// mirrors that one process holds for itself.
public final class MirrorPacks {
  private static final Logger LOG = LoggerFactory.getLogger(MirrorPacks.class);

  private final BoundedRepository repository;
  private final SmallPacks packs;

  /// Takes the tidying over from JGit.
  public MirrorPacks(BoundedRepository repository) {
    this.repository = repository;
    this.packs = new SmallPacks(repository, SmallPacks.Deltas.AS_THEY_ARE);
    StoredConfig config = repository.getConfig();
    config.setInt(ConfigConstants.CONFIG_GC_SECTION, null, ConfigConstants.CONFIG_KEY_AUTO, 0);
    config.setInt(
        ConfigConstants.CONFIG_GC_SECTION, null, ConfigConstants.CONFIG_KEY_AUTOPACKLIMIT, 0);
  }

  /// Merges small packs, and refs, where there are too many packs; to be called after a fetch.
  /// Where that fails, all stays as it is.
  public void tidy() {
    if (!packs.merge()) {
      return;
    }
    try {
      repository
          .getRefDatabase()
          .packRefs(NullProgressMonitor.INSTANCE, new PackRefsCommand(repository).setAll(true));
    } catch (IOException failed) {
      LOG.warn(
          "Packing the refs of the mirror {} failed: {}; all stay as they are",
          repository.getDirectory(),
          failed.toString());
    }
  }
}
