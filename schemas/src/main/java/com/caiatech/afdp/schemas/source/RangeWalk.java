package com.caiatech.afdp.schemas.source;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevFlag;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/// Computes one {@link CommitRange}. Stock walks stop by commit dates and may name too many commits
/// where a clock was wrong or a date was forged; this one goes on until the set cannot change: at
/// once when every commit of the set descends from the base (a fast-forward), else through the
/// ancestors of the base, of which it reads {@link #OVERSCAN} more than the dates ask for.
final class RangeWalk implements AutoCloseable {
  /// Ancestors of the base that are read after the dates say that all is known.
  static final int OVERSCAN = 200_000;

  private static final Comparator<RevCommit> NEWEST_FIRST =
      Comparator.comparingInt(RevCommit::getCommitTime)
          .reversed()
          .thenComparing(Comparator.naturalOrder());

  private final RevWalk walk;
  private final RevFlag seen;
  private final RevFlag walked;
  private final RevFlag excluded;
  private final PriorityQueue<RevCommit> queue = new PriorityQueue<>(NEWEST_FIRST);
  private final List<RevCommit> candidates = new ArrayList<>();
  private int wantedInQueue;
  private boolean cured;

  private RangeWalk(Repository repository) {
    walk = new RevWalk(repository);
    walk.setRetainBody(false);
    seen = walk.newFlag("seen");
    walked = walk.newFlag("walked");
    excluded = walk.newFlag("excluded");
  }

  static CommitRange compute(Repository repository, @Nullable CommitId base, CommitId head) {
    try (RangeWalk range = new RangeWalk(repository)) {
      return base == null ? range.count(head) : range.between(base, head);
    } catch (MissingObjectException missing) {
      return new CommitRange.Incomplete(new CommitId(missing.getObjectId().name()));
    } catch (IOException fault) {
      throw new SchemasException.SourceFault(
          "Computing the commits of %s..%s in %s failed; nothing was changed, trying again is safe"
              .formatted(base == null ? "" : base, head, repository.getDirectory()),
          fault);
    }
  }

  private CommitRange count(CommitId head) throws IOException {
    Deque<RevCommit> open = new ArrayDeque<>();
    RevCommit start = walk.parseCommit(ObjectId.fromString(head.value()));
    start.add(seen);
    open.add(start);
    int count = 0;
    while (!open.isEmpty()) {
      RevCommit commit = open.pop();
      count++;
      for (RevCommit parent : commit.getParents()) {
        if (!parent.has(seen)) {
          walk.parseHeaders(parent);
          parent.add(seen);
          open.push(parent);
        }
      }
    }
    return new CommitRange.First(head, count);
  }

  private CommitRange between(CommitId base, CommitId head) throws IOException {
    RevCommit excludedTip = walk.parseCommit(ObjectId.fromString(base.value()));
    exclude(excludedTip);
    enqueue(walk.parseCommit(ObjectId.fromString(head.value())));
    while (wantedInQueue > 0) {
      step();
    }
    if (!allDescendFrom(excludedTip)) {
      for (int read = 0; read < OVERSCAN && !queue.isEmpty(); read++) {
        cured = false;
        step();
        if (cured) {
          read = 0;
        }
      }
    }
    return result(base, head);
  }

  private CommitRange result(CommitId base, CommitId head) {
    List<CommitId> commits =
        candidates.stream()
            .filter(commit -> !commit.has(excluded))
            .map(commit -> new CommitId(commit.name()))
            .sorted()
            .toList();
    return commits.size() <= CommitRange.LISTED_AT_MOST
        ? new CommitRange.Listed(base, head, commits, CommitRange.digestOf(commits))
        : new CommitRange.Summarised(base, head, commits.size(), CommitRange.digestOf(commits));
  }

  private void step() throws IOException {
    RevCommit commit = queue.remove();
    commit.add(walked);
    boolean unwanted = commit.has(excluded);
    if (!unwanted) {
      wantedInQueue--;
      candidates.add(commit);
    }
    for (RevCommit parent : commit.getParents()) {
      if (unwanted) {
        exclude(parent);
      } else {
        enqueue(parent);
      }
    }
  }

  private void enqueue(RevCommit commit) throws IOException {
    if (!commit.has(seen)) {
      walk.parseHeaders(commit);
      commit.add(seen);
      queue.add(commit);
      if (!commit.has(excluded)) {
        wantedInQueue++;
      }
    }
  }

  /// Excludes the commit, and those of its ancestors that had already been taken for wanted.
  private void exclude(RevCommit start) throws IOException {
    Deque<RevCommit> open = new ArrayDeque<>();
    open.push(start);
    while (!open.isEmpty()) {
      RevCommit commit = open.pop();
      if (commit.has(excluded)) {
        continue;
      }
      commit.add(excluded);
      if (!commit.has(seen)) {
        enqueue(commit);
      } else if (commit.has(walked)) {
        cured = true;
        for (RevCommit parent : commit.getParents()) {
          open.push(parent);
        }
      } else {
        wantedInQueue--;
      }
    }
  }

  /// Whether every candidate has the base among its ancestors: then none can be an ancestor of it.
  private boolean allDescendFrom(RevCommit base) {
    Set<RevCommit> descending = new HashSet<>();
    descending.add(base);
    List<RevCommit> undecided = candidates.stream().filter(c -> !c.has(excluded)).toList();
    int before = -1;
    while (!undecided.isEmpty() && undecided.size() != before) {
      before = undecided.size();
      List<RevCommit> rest = new ArrayList<>();
      for (RevCommit commit : undecided.reversed()) {
        if (List.of(commit.getParents()).stream().anyMatch(descending::contains)) {
          descending.add(commit);
        } else {
          rest.add(commit);
        }
      }
      undecided = rest.reversed();
    }
    return undecided.isEmpty();
  }

  @Override
  public void close() {
    walk.close();
  }
}
