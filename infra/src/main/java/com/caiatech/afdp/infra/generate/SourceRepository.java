package com.caiatech.afdp.infra.generate;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.generate.model.Event.Committed;
import com.caiatech.afdp.schemas.git.ObjectPack;
import com.caiatech.afdp.schemas.id.CommitId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.jspecify.annotations.Nullable;

/// A bare repository, whose objects come in packs of some megabytes and whose branch is moved at
/// the end.
final class SourceRepository implements SourceHistory.Store {
  private static final String BRANCH = "main";
  private static final long PACK_BYTES = 16L << 20;

  private final FileRepository repository;
  private ObjectPack pack;
  private long packed;

  /// @param bare where none is yet
  SourceRepository(Path bare) {
    try {
      repository = new FileRepository(bare.toFile());
      repository.create(true);
      repository.updateRef(Constants.HEAD).link(Constants.R_HEADS + BRANCH);
      pack = new ObjectPack(repository.getObjectDatabase());
    } catch (IOException failed) {
      throw new InfraException.Unavailable("making the repository " + bare + " failed", failed);
    }
  }

  @Override
  public ObjectId add(int type, byte[] bytes) {
    packed += bytes.length;
    return pack.add(type, bytes);
  }

  @Override
  public void committed(
      CommitId commit,
      List<CommitId> parents,
      byte[] raw,
      Committed event,
      Map<String, SourceHistory.Version> files) {
    if (packed > PACK_BYTES) {
      flush();
    }
  }

  @Override
  public void close(@Nullable CommitId head) {
    try {
      flush();
      if (head != null) {
        RefUpdate update = repository.updateRef(Constants.R_HEADS + BRANCH);
        update.setNewObjectId(ObjectId.fromString(head.value()));
        update.disableRefLog();
        update.update();
      }
    } catch (IOException failed) {
      throw failed(failed);
    } finally {
      pack.close();
      repository.close();
    }
  }

  private void flush() {
    if (packed == 0) {
      return;
    }
    try {
      pack.write();
      pack.close();
      pack = new ObjectPack(repository.getObjectDatabase());
      packed = 0;
    } catch (IOException failed) {
      throw failed(failed);
    }
  }

  private InfraException failed(IOException cause) {
    return new InfraException.Unavailable(
        "writing the repository "
            + repository.getDirectory()
            + " failed: "
            + cause
            + "; what was generated is incomplete, delete the folder and try again",
        cause);
  }
}
