package com.caiatech.afdp.lambdas.evidence;

import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.source.MirrorPacks;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/// The evidence of one volume: a bare repository whose `refs/heads/main` is the last accepted head,
/// and which keeps a ref `refs/afdp/refused/<commit>` on every head that was refused, so that no
/// rewrite takes anything away.
public final class LedgerMirror implements AutoCloseable {
  private static final String SEEN = "refs/afdp/seen/main";
  private static final String REFUSED = "refs/afdp/refused/";
  private static final RefSpec MAIN = new RefSpec("+" + VolumeReader.BRANCH + ":" + SEEN);
  private static final int TIMEOUT_SECONDS = 30;

  private final Repository repository;
  private final MirrorPacks packs;
  private final Series series;
  private final VolumeName volume;
  private final ReentrantLock fetching = new ReentrantLock();

  private LedgerMirror(FileRepository repository, Series series, VolumeName volume) {
    this.repository = repository;
    this.packs = new MirrorPacks(repository);
    this.series = series;
    this.volume = volume;
  }

  /// What the volume's repository has.
  ///
  /// @param head absent when the branch is not there
  public record Remote(Optional<CommitId> head) {}

  static LedgerMirror open(Path folder, Series series, VolumeName volume) {
    try {
      FileRepository repository = new FileRepository(folder.toFile());
      if (!Files.exists(folder.resolve("HEAD"))) {
        Files.createDirectories(folder);
        repository.create(true);
      }
      return new LedgerMirror(repository, series, volume);
    } catch (IOException fault) {
      throw new LambdasException.EvidenceFault(
          "Opening the evidence of volume " + volume + " in " + folder + " failed: " + fault,
          fault);
    }
  }

  /// Fetches the branch; its objects are kept whatever they are.
  ///
  /// @throws LambdasException.Unavailable when the repository does not answer; a retry is safe
  public Remote fetch(URI uri) {
    fetching.lock();
    try (Transport transport = Transport.open(repository, new URIish(uri.toString()))) {
      transport.setTimeout(TIMEOUT_SECONDS);
      transport.setTagOpt(TagOpt.NO_TAGS);
      FetchResult result = transport.fetch(NullProgressMonitor.INSTANCE, List.of(MAIN));
      packs.tidy();
      Ref main = result.getAdvertisedRef(VolumeReader.BRANCH);
      ObjectId head = main == null ? null : main.getObjectId();
      return new Remote(Optional.ofNullable(head).map(id -> new CommitId(id.name())));
    } catch (TransportException fault) {
      if (isEmpty(fault)) {
        return new Remote(Optional.empty());
      }
      throw new LambdasException.Unavailable(
          "Fetching volume "
              + volume
              + " from "
              + uri
              + " failed: "
              + fault.getMessage()
              + "; nothing was changed, a retry is safe",
          fault);
    } catch (IOException | URISyntaxException fault) {
      throw new LambdasException.EvidenceFault(
          "Fetching volume " + volume + " from " + uri + " failed: " + fault, fault);
    } finally {
      fetching.unlock();
    }
  }

  /// Reads the volume here.
  public VolumeReader reader() {
    return new VolumeReader(repository, series, volume);
  }

  /// The last accepted head.
  public Optional<CommitId> accepted() {
    return reader().head();
  }

  /// Notes that the volume is good up to this head.
  public void accept(CommitId head) {
    move(VolumeReader.BRANCH, head, accepted().orElse(null));
  }

  /// Keeps a head that was refused, with all its history.
  public void refuse(CommitId head) {
    move(REFUSED + head.value(), head, null);
  }

  @Override
  public void close() {
    repository.close();
  }

  private void move(String name, CommitId target, @Nullable CommitId expected) {
    if (target.equals(expected)) {
      return;
    }
    try {
      RefUpdate update = repository.updateRef(name);
      update.setNewObjectId(ObjectId.fromString(target.value()));
      update.setForceUpdate(true);
      update.disableRefLog();
      RefUpdate.Result result = update.update();
      switch (result) {
        case NEW, FAST_FORWARD, FORCED, NO_CHANGE -> {}
        default -> throw new IOException("the ref was not moved: " + result);
      }
    } catch (IOException fault) {
      throw new LambdasException.EvidenceFault(
          "Moving " + name + " to " + target + " in the evidence of " + volume + " failed", fault);
    }
  }

  /// Whether the remote repository is there and has no ref yet.
  private static boolean isEmpty(TransportException fault) {
    return !(fault instanceof NoRemoteRepositoryException)
        && String.valueOf(fault.getMessage())
            .contains("Remote does not have " + VolumeReader.BRANCH);
  }
}
