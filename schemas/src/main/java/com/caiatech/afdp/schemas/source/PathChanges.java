package com.caiatech.afdp.schemas.source;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.SourcePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Tells which commits change something at some paths: against any of its parents, or, for a commit
/// without parents, against nothing. These are the commits of `git rev-list --full-history --
/// paths`.
final class PathChanges implements AutoCloseable {
  private final List<SourcePath> paths;
  private final RevWalk walk;
  private final ObjectReader reader;
  private final Map<ObjectId, List<Entry>> known = new HashMap<>();

  /// What a tree holds at a path; of nothing there the id is zero.
  private record Entry(int mode, ObjectId id) {
    private static final Entry NOTHING = new Entry(0, ObjectId.zeroId());
  }

  private PathChanges(Repository repository, List<SourcePath> paths) {
    this.paths = paths;
    this.walk = new RevWalk(repository);
    this.reader = walk.getObjectReader();
    walk.setRetainBody(false);
  }

  /// Those of the commits that change something at the paths.
  static Set<CommitId> among(
      Repository repository, Collection<CommitId> commits, List<SourcePath> paths) {
    try (PathChanges changes = new PathChanges(repository, paths)) {
      Set<CommitId> changing = new TreeSet<>();
      for (CommitId commit : commits) {
        if (changes.changes(commit)) {
          changing.add(commit);
        }
      }
      return changing;
    } catch (IOException fault) {
      throw new SchemasException.SourceFault(
          "Comparing %d commits at %s in %s failed: %s; nothing was changed, trying again is safe"
              .formatted(commits.size(), paths, repository.getDirectory(), fault.getMessage()),
          fault);
    }
  }

  private boolean changes(CommitId id) throws IOException {
    RevCommit commit = walk.parseCommit(ObjectId.fromString(id.value()));
    List<Entry> here = entries(commit.getTree());
    if (commit.getParentCount() == 0) {
      return here.stream().anyMatch(entry -> !entry.equals(Entry.NOTHING));
    }
    for (RevCommit parent : commit.getParents()) {
      walk.parseHeaders(parent);
      if (!here.equals(entries(parent.getTree()))) {
        return true;
      }
    }
    return false;
  }

  private List<Entry> entries(RevTree tree) throws IOException {
    List<Entry> entries = known.get(tree);
    if (entries == null) {
      entries = new ArrayList<>(paths.size());
      for (SourcePath path : paths) {
        try (TreeWalk at = TreeWalk.forPath(reader, path.value(), tree)) {
          entries.add(at == null ? Entry.NOTHING : new Entry(at.getRawMode(0), at.getObjectId(0)));
        }
      }
      known.put(tree.copy(), entries);
    }
    return Objects.requireNonNull(entries);
  }

  @Override
  public void close() {
    walk.close();
  }
}
