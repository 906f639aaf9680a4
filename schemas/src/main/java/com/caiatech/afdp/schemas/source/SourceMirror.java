package com.caiatech.afdp.schemas.source;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.git.BoundedRepository;
import com.caiatech.afdp.schemas.git.GitAccess;
import com.caiatech.afdp.schemas.git.GitLimits;
import com.caiatech.afdp.schemas.git.RepositoryUse;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.plan.CommitSet;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/// A bare copy of one deployed repository, with a ref `refs/afdp/deployed/<commit>` on every
/// deployed commit, so that nobody can make one vanish by rewriting a branch. One mirror object a
/// folder; several threads may use it.
public final class SourceMirror implements AutoCloseable {
  /// What every ref on a deployed commit begins with.
  public static final String DEPLOYED = "refs/afdp/deployed/";

  private final Repository repository;
  private final SourceDigest digest;
  private final MirrorFetch fetch;
  private final RefNames names;
  private final @Nullable RepositoryUse use;

  private SourceMirror(BoundedRepository repository, @Nullable RepositoryUse use) {
    this.repository = repository;
    this.use = use;
    digest = new SourceDigest(repository);
    fetch = new MirrorFetch(repository);
    names = new RefNames(repository);
  }

  /// Opens the mirror in this folder, made when it is not there. Lock files that a killed process
  /// left behind are removed where no other process uses the mirror.
  public static SourceMirror open(Path folder) {
    try {
      BoundedRepository repository = BoundedRepository.open(folder, GitLimits.SOURCE);
      return new SourceMirror(repository, RepositoryUse.begin(folder));
    } catch (IOException fault) {
      throw new SchemasException.SourceFault(
          "Opening the mirror %s failed; it can be deleted, the next fetch makes it anew"
              .formatted(folder),
          fault);
    }
  }

  /// Opens a repository that others own, bare or with a work tree, for reading alone: nothing is
  /// made or removed in it.
  ///
  /// @throws SchemasException.SourceFault when there is no repository
  public static SourceMirror reading(Path folder) {
    Path own = folder.resolve(Constants.DOT_GIT);
    Path directory = Files.isDirectory(own) ? own : folder;
    if (!Files.exists(directory.resolve(Constants.HEAD))
        || !Files.isDirectory(directory.resolve("objects"))) {
      throw new SchemasException.SourceFault(
          "Reading %s: expected a Git repository, found none".formatted(folder));
    }
    try {
      return new SourceMirror(BoundedRepository.open(directory, GitLimits.SOURCE), null);
    } catch (IOException fault) {
      throw new SchemasException.SourceFault(
          "Reading the repository %s failed: %s".formatted(folder, fault.getMessage()), fault);
    }
  }

  /// Makes the branches and tags equal to those at the address: a path or a URI that Git
  /// understands. Refs on deployed commits stay. No redirect to another authority is followed.
  public FetchOutcome fetch(String address) {
    return fetch.from(address, null, false);
  }

  /// The same within bounds.
  public FetchOutcome fetch(String address, GitAccess within) {
    return fetch.from(address, within, false);
  }

  /// Fetches as {@link #fetch} does, and every object again whatever is here: it gives back what
  /// the mirror lost, and takes as long as a new clone.
  public FetchOutcome fetchAnew(String address, GitAccess within) {
    return fetch.from(address, within, true);
  }

  /// Whether nothing was fetched into it so far.
  public boolean isEmpty() {
    try {
      return !repository.getRefDatabase().hasRefs();
    } catch (IOException fault) {
      throw fault("Listing refs", fault);
    }
  }

  /// What a name means here: `HEAD`, a branch before a tag, a full ref, a commit id, or at least
  /// four digits of one.
  public Resolution resolve(String asked) {
    return names.resolve(asked);
  }

  /// Whether the mirror holds the commit.
  public boolean contains(CommitId commit) {
    try (RevWalk walk = new RevWalk(repository)) {
      walk.parseCommit(ObjectId.fromString(commit.value()));
      return true;
    } catch (MissingObjectException missing) {
      return false;
    } catch (IOException fault) {
      throw fault("Looking for commit " + commit, fault);
    }
  }

  /// Keeps the commit and its ancestors for good.
  ///
  /// @throws SchemasException.SourceFault also when the mirror does not hold the commit
  public void pin(CommitId commit) {
    try {
      if (!contains(commit)) {
        throw new SchemasException.SourceFault(
            "Pinning commit %s in %s failed: it is not there; fetch first"
                .formatted(commit, repository.getDirectory()));
      }
      RefUpdate update = repository.updateRef(DEPLOYED + commit);
      update.setNewObjectId(ObjectId.fromString(commit.value()));
      RefUpdate.Result result = update.forceUpdate();
      switch (result) {
        case NEW, NO_CHANGE, FORCED, FAST_FORWARD -> {}
        default ->
            throw new SchemasException.SourceFault(
                "Pinning commit %s in %s failed with %s; trying again is safe"
                    .formatted(commit, repository.getDirectory(), result));
      }
    } catch (IOException fault) {
      throw fault("Pinning commit " + commit, fault);
    }
  }

  /// Every deployed commit, in ascending order.
  public List<CommitId> pinned() {
    try {
      return repository.getRefDatabase().getRefsByPrefix(DEPLOYED).stream()
          .map(Ref::getName)
          .map(name -> new CommitId(name.substring(DEPLOYED.length())))
          .sorted()
          .toList();
    } catch (IOException fault) {
      throw fault("Listing deployed commits", fault);
    }
  }

  /// The file at a path of a commit's tree, if it has at most that many bytes.
  public FileAtCommit read(CommitId commit, String path, int atMostBytes) {
    try (RevWalk walk = new RevWalk(repository);
        TreeWalk entry =
            TreeWalk.forPath(
                repository,
                path,
                walk.parseCommit(ObjectId.fromString(commit.value())).getTree())) {
      if (entry == null) {
        return new FileAtCommit.Absent();
      }
      FileMode mode = entry.getFileMode(0);
      if (!FileMode.REGULAR_FILE.equals(mode) && !FileMode.EXECUTABLE_FILE.equals(mode)) {
        return new FileAtCommit.NotAFile("%06o".formatted(mode.getBits()));
      }
      ObjectLoader blob = repository.open(entry.getObjectId(0));
      return blob.getSize() > atMostBytes
          ? new FileAtCommit.TooLarge(blob.getSize(), atMostBytes)
          : new FileAtCommit.Found(blob.getBytes());
    } catch (MissingObjectException missing) {
      return new FileAtCommit.UnknownCommit();
    } catch (IOException fault) {
      throw fault("Reading " + path + " of commit " + commit, fault);
    }
  }

  /// The digest of the commit's tree, `source_sha256` in a manifest.
  public Sha256 treeDigest(CommitId commit) {
    return digest.ofCommit(commit);
  }

  /// The commits of `git rev-list base..head`; without a base, only how many the head has.
  public CommitRange range(@Nullable CommitId base, CommitId head) {
    return RangeWalk.compute(repository, base, head);
  }

  /// The commits of a set that was recorded for `previous..head` while *previous* was there, in
  /// ascending order, where the set begins at one merge base: the ancestor of the head beyond which
  /// the head has exactly that set.
  public Optional<List<CommitId>> beyondMergeBase(CommitId head, CommitSet recorded) {
    return VanishedBase.search(repository, head, recorded);
  }

  /// Those of the commits, which the mirror holds, that change something that concerns a service:
  /// what `git rev-list --full-history -- paths` names of them.
  ///
  /// @param part absent where all of the repository is the service's: then every commit does
  public Set<CommitId> inScope(Collection<CommitId> commits, @Nullable RepositoryPart part) {
    return part == null
        ? Set.copyOf(commits)
        : PathChanges.among(repository, commits, part.paths());
  }

  /// Writes the commit's tree into a folder that is then whole; a folder that stands is left alone.
  public Checkout checkout(CommitId commit, Path folder, Checkout.Limits limits) {
    try {
      return TreeCheckout.write(repository, commit, folder, limits);
    } catch (IOException fault) {
      throw fault("Checking commit %s out into %s".formatted(commit, folder), fault);
    }
  }

  /// The repository itself, for reading; it is closed with the mirror.
  public Repository repository() {
    return repository;
  }

  @Override
  public void close() {
    repository.close();
    if (use != null) {
      use.close();
    }
  }

  private SchemasException.SourceFault fault(String attempt, IOException cause) {
    return new SchemasException.SourceFault(
        "%s in the mirror %s failed: %s; trying again is safe"
            .formatted(attempt, repository.getDirectory(), cause.getMessage()),
        cause);
  }
}
