package com.caiatech.afdp.schemas.source;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.TrackingRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/// Fetches branches, tags and the default branch, one fetch at a time.
final class MirrorFetch {
  private static final int TIMEOUT_SECONDS = 60;
  private static final List<RefSpec> REFS =
      List.of(new RefSpec("+refs/heads/*:refs/heads/*"), new RefSpec("+refs/tags/*:refs/tags/*"));

  private final Repository repository;
  private final MirrorPacks packs;
  private final ReentrantLock one = new ReentrantLock();

  MirrorFetch(FileRepository repository) {
    this.repository = repository;
    this.packs = new MirrorPacks(repository);
  }

  FetchOutcome from(String address) {
    URIish uri;
    try {
      uri = new URIish(address);
    } catch (URISyntaxException malformed) {
      return new FetchOutcome.NotARepository(address, "the address is no path and no URI");
    }
    one.lock();
    try (Transport transport = Transport.open(repository, uri)) {
      transport.setTimeout(TIMEOUT_SECONDS);
      transport.setRemoveDeletedRefs(true);
      transport.setTagOpt(TagOpt.NO_TAGS);
      FetchResult result = transport.fetch(NullProgressMonitor.INSTANCE, REFS);
      for (TrackingRefUpdate update : result.getTrackingRefUpdates()) {
        if (update.getResult() == RefUpdate.Result.LOCK_FAILURE
            || update.getResult() == RefUpdate.Result.IO_FAILURE) {
          return new FetchOutcome.Unreachable(
              uri.toString(), update.getLocalName() + " could not be moved: " + update.getResult());
        }
      }
      return fetched(uri, result);
    } catch (NotSupportedException | NoRemoteRepositoryException none) {
      return new FetchOutcome.NotARepository(uri.toString(), reason(none));
    } catch (TransportException failed) {
      return new FetchOutcome.Unreachable(uri.toString(), reason(failed));
    } catch (IOException fault) {
      throw new SchemasException.SourceFault(
          "Fetching %s into the mirror %s failed: %s; trying again is safe"
              .formatted(uri, repository.getDirectory(), fault.getMessage()),
          fault);
    } finally {
      one.unlock();
    }
  }

  private FetchOutcome fetched(URIish uri, FetchResult result) throws IOException {
    Collection<Ref> advertised = result.getAdvertisedRefs();
    Map<String, CommitId> branches = new TreeMap<>();
    for (Ref ref : advertised) {
      if (ref.getName().startsWith(Constants.R_HEADS) && ref.getObjectId() != null) {
        branches.put(
            Repository.shortenRefName(ref.getName()), new CommitId(ref.getObjectId().name()));
      }
    }
    if (branches.isEmpty()) {
      return new FetchOutcome.EmptyRepository(uri.toString());
    }
    Optional<String> head = headBranch(result);
    if (head.isPresent()) {
      RefUpdate update = repository.updateRef(Constants.HEAD);
      update.disableRefLog();
      update.link(Constants.R_HEADS + head.get());
    }
    packs.tidy();
    boolean changed = !result.getTrackingRefUpdates().isEmpty();
    return new FetchOutcome.Fetched(branches, orNull(head), changed);
  }

  private static Optional<String> headBranch(FetchResult result) {
    Ref head = result.getAdvertisedRef(Constants.HEAD);
    if (head == null || !head.isSymbolic()) {
      return Optional.empty();
    }
    return Optional.of(Repository.shortenRefName(head.getTarget().getName()));
  }

  private static @Nullable String orNull(Optional<String> value) {
    return value.isPresent() ? value.get() : null;
  }

  private static String reason(Exception failure) {
    Throwable cause = failure.getCause();
    return cause == null
        ? String.valueOf(failure.getMessage())
        : failure.getMessage() + ": " + cause.getMessage();
  }
}
