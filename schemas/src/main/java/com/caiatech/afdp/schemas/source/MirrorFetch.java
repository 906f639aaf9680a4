package com.caiatech.afdp.schemas.source;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.git.BoundedRepository;
import com.caiatech.afdp.schemas.git.GitAccess;
import com.caiatech.afdp.schemas.git.GitLimits;
import com.caiatech.afdp.schemas.git.MirrorPacks;
import com.caiatech.afdp.schemas.id.CommitId;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.TrackingRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FileUtils;
import org.jspecify.annotations.Nullable;

/// Fetches branches, tags and the default branch, one fetch at a time. Where that shows that the
/// mirror lost objects, all of them are fetched anew: a fetch alone tells the other side what
/// should be here, and gets nothing of that.
final class MirrorFetch {
  private static final int TIMEOUT_SECONDS = 60;
  private static final String PACKS = "pack";

  /// Loose objects lie in folders by the first two digits of their ids.
  private static final int FAN_OUT_DEPTH = 2;

  /// So many commits JGit names before it reads what the other side knows of them. On this machine
  /// it would then walk all of the history that both have, which takes longer with each commit.
  private static final int NAMED_AT_FIRST = 64;

  private static final List<RefSpec> REFS =
      List.of(new RefSpec("+refs/heads/*:refs/heads/*"), new RefSpec("+refs/tags/*:refs/tags/*"));

  private final BoundedRepository repository;
  private final MirrorPacks packs;
  private final ReentrantLock one = new ReentrantLock();

  MirrorFetch(BoundedRepository repository) {
    this.repository = repository;
    this.packs = new MirrorPacks(repository);
  }

  /// @param within absent for the address's own authority alone
  FetchOutcome from(String address, @Nullable GitAccess within, boolean anew) {
    URIish uri;
    try {
      uri = new URIish(address);
    } catch (URISyntaxException malformed) {
      return new FetchOutcome.NotARepository(address, "the address is no path and no URI");
    }
    GitAccess access = within == null ? GitAccess.alone(uri) : within;
    one.lock();
    try {
      if (anew) {
        refill(uri, access);
      }
      boolean cloned = !anew && LocalClone.tryInto(uri, repository);
      FetchResult result = whole(uri, access);
      for (TrackingRefUpdate update : result.getTrackingRefUpdates()) {
        if (update.getResult() == RefUpdate.Result.LOCK_FAILURE
            || update.getResult() == RefUpdate.Result.IO_FAILURE) {
          return new FetchOutcome.Unreachable(
              uri.toString(), update.getLocalName() + " could not be moved: " + update.getResult());
        }
      }
      return fetched(uri, result, cloned);
    } catch (NotSupportedException | NoRemoteRepositoryException none) {
      return new FetchOutcome.NotARepository(uri.toString(), reason(none));
    } catch (TransportException failed) {
      return BoundedRepository.refusal(failed)
          .<FetchOutcome>map(
              refused -> new FetchOutcome.NotARepository(uri.toString(), refused.describe()))
          .orElseGet(() -> new FetchOutcome.Unreachable(uri.toString(), reason(failed)));
    } catch (IOException fault) {
      throw new SchemasException.SourceFault(
          "Fetching %s into the mirror %s failed: %s; trying again is safe"
              .formatted(uri, repository.getDirectory(), fault.getMessage()),
          fault);
    } finally {
      one.unlock();
    }
  }

  /// Fetches into the mirror, and what it turns out to lack.
  private FetchResult whole(URIish uri, GitAccess access) throws IOException {
    try {
      FetchResult result = fetch(repository, uri, access);
      if (!hasTips(result)) {
        refill(uri, access);
      }
      return result;
    } catch (TransportException failed) {
      if (!(failed.getCause() instanceof MissingObjectException)) {
        throw failed;
      }
    }
    refill(uri, access);
    return fetch(repository, uri, access);
  }

  private boolean hasTips(FetchResult result) throws IOException {
    for (Ref ref : result.getAdvertisedRefs()) {
      if (ref.getName().startsWith(Constants.R_HEADS)
          && ref.getObjectId() != null
          && !repository.getObjectDatabase().has(ref.getObjectId())) {
        return false;
      }
    }
    return true;
  }

  private static FetchResult fetch(BoundedRepository into, URIish uri, GitAccess access)
      throws IOException {
    int named = uri.isRemote() ? Integer.MAX_VALUE : NAMED_AT_FIRST;
    into.getConfig().setInt("fetch", null, "maxhaves", named);
    try (Transport transport = Transport.open(into, uri)) {
      access.applyTo(transport);
      transport.setTimeout(TIMEOUT_SECONDS);
      transport.setRemoveDeletedRefs(true);
      transport.setTagOpt(TagOpt.NO_TAGS);
      return transport.fetch(NullProgressMonitor.INSTANCE, REFS);
    }
  }

  /// Adds the packs of a new clone. Nothing that is here goes away but loose copies of what came:
  /// JGit goes on to read one that it knows, and a broken one would hide what was given back.
  private void refill(URIish uri, GitAccess access) throws IOException {
    Path folder = Files.createTempDirectory(repository.getDirectory().toPath(), "refill");
    try (BoundedRepository clone = BoundedRepository.open(folder, GitLimits.SOURCE)) {
      clone // nobody tidies in the background what is deleted at once
          .getConfig()
          .setBoolean(
              ConfigConstants.CONFIG_GC_SECTION,
              null,
              ConfigConstants.CONFIG_KEY_AUTODETACH,
              false);
      fetch(clone, uri, access);
      List<Path> copies = looseCopies(clone);
      Path packs =
          Files.createDirectories(repository.getObjectsDirectory().toPath().resolve(PACKS));
      try (Stream<Path> files = Files.list(clone.getObjectsDirectory().toPath().resolve(PACKS))) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) { // an index comes last
          Files.move(file, packs.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      for (Path copy : copies) {
        Files.deleteIfExists(copy);
      }
    } finally {
      FileUtils.delete(folder.toFile(), FileUtils.RECURSIVE | FileUtils.RETRY);
    }
  }

  /// The files of loose objects here that the clone has, too.
  private List<Path> looseCopies(BoundedRepository clone) throws IOException {
    List<Path> copies = new ArrayList<>();
    Path objects = repository.getObjectsDirectory().toPath();
    try (Stream<Path> files = Files.walk(objects, FAN_OUT_DEPTH)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String id = objects.relativize(file).toString().replace(File.separator, "");
        if (ObjectId.isId(id) && clone.getObjectDatabase().has(ObjectId.fromString(id))) {
          copies.add(file);
        }
      }
    }
    return copies;
  }

  private FetchOutcome fetched(URIish uri, FetchResult result, boolean cloned) throws IOException {
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
    boolean changed = cloned || !result.getTrackingRefUpdates().isEmpty();
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
