package com.caiatech.afdp.schemas.source;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.plan.CommitSet;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;

/// Finds the commits of `previous..head` where *previous* is gone from the repository and its count
/// and digest were recorded while it was there.
///
/// What *previous* and the head have in common is what the head has in common with their merge
/// base, which is an ancestor of the head and so is still there. The merge base is the ancestor
/// that the head has exactly the recorded set beyond: the digest proves it, so nobody has to know
/// where *previous* stood, and the answer follows from the record and the repository alone. Not
/// found are a set from several merge bases at once, and one that was recorded wrongly.
///
/// In an order of children before parents no more commits than the set has stand before the merge
/// base, and in a history of one line it has exactly that place. So the search begins there and
/// goes towards the head, {@link #MOST_TRIED} commits at most.
final class VanishedBase {
  /// How many ancestors are tried.
  static final int MOST_TRIED = 2_000;

  private final List<RevCommit> commits = new ArrayList<>();
  private final List<int[]> parents = new ArrayList<>();

  private VanishedBase(Repository repository, CommitId head) throws IOException {
    Map<ObjectId, Integer> places = new HashMap<>();
    try (RevWalk walk = new RevWalk(repository)) {
      walk.setRetainBody(false);
      walk.sort(RevSort.TOPO);
      walk.markStart(walk.parseCommit(ObjectId.fromString(head.value())));
      for (RevCommit commit : walk) {
        places.put(commit, commits.size());
        commits.add(commit);
      }
    }
    for (RevCommit commit : commits) {
      parents.add(
          List.of(commit.getParents()).stream()
              .mapToInt(parent -> places.getOrDefault(parent, -1))
              .filter(place -> place >= 0)
              .toArray());
    }
  }

  /// The commits of the recorded set in ascending order.
  static Optional<List<CommitId>> search(Repository repository, CommitId head, CommitSet recorded) {
    try {
      return new VanishedBase(repository, head).search(recorded);
    } catch (IOException fault) {
      throw new SchemasException.SourceFault(
          "Reading the ancestors of %s in %s failed; nothing was changed, trying again is safe"
              .formatted(head, repository.getDirectory()),
          fault);
    }
  }

  private Optional<List<CommitId>> search(CommitSet recorded) {
    if (recorded.count() > Math.min(CommitRange.LISTED_AT_MOST, commits.size())) {
      return Optional.empty();
    }
    int place = (int) recorded.count();
    if (place == commits.size()) {
      return proven(new BitSet(), recorded); // they have nothing in common
    }
    for (int tried = 0; place - tried >= 0 && tried < MOST_TRIED; tried++) {
      BitSet common = ancestors(place - tried);
      if (commits.size() - common.cardinality() == recorded.count()) {
        Optional<List<CommitId>> found = proven(common, recorded);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<List<CommitId>> proven(BitSet common, CommitSet recorded) {
    List<CommitId> beyond =
        IntStream.range(0, commits.size())
            .filter(place -> !common.get(place))
            .mapToObj(place -> new CommitId(commits.get(place).name()))
            .sorted()
            .toList();
    return CommitRange.digestOf(beyond).equals(recorded.setSha256())
        ? Optional.of(beyond)
        : Optional.empty();
  }

  /// The commit at that place and all its ancestors.
  private BitSet ancestors(int start) {
    BitSet found = new BitSet(commits.size());
    Deque<Integer> open = new ArrayDeque<>();
    found.set(start);
    open.push(start);
    while (!open.isEmpty()) {
      for (int parent : parents.get(open.pop())) {
        if (!found.get(parent)) {
          found.set(parent);
          open.push(parent);
        }
      }
    }
    return found;
  }
}
