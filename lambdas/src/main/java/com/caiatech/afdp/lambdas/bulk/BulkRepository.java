package com.caiatech.afdp.lambdas.bulk;

import com.caiatech.afdp.graphmodel.bulk.GraphSink;
import com.caiatech.afdp.graphmodel.commit.CommitRow;
import com.caiatech.afdp.graphmodel.commit.TouchedFile;
import com.caiatech.afdp.graphmodel.commit.WholeHistory;
import com.caiatech.afdp.graphmodel.projection.RangeState;
import com.caiatech.afdp.graphmodel.projection.WholeProjection;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.lambdas.intake.CommitRows;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.source.CommitRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The commits of a repository in which each has all those before it as ancestors, by the position
/// in which they were added. A commit is told once it is known whether it was deployed.
///
/// Memory: the ids and paths of all commits, and the rows of those since the last deployment.
final class BulkRepository {
  private final RepositoryName name;
  private final CommitRows rows;
  private final WholeHistory history;
  private final List<CommitId> commits = new ArrayList<>();
  private final List<String[]> paths = new ArrayList<>();
  private final Map<String, String> knownPaths = new HashMap<>();
  private final Map<String, Integer> positions = new HashMap<>();
  private final Deque<CommitRow> untold = new ArrayDeque<>();

  BulkRepository(GraphSink sink, RepositoryName name, CommitRows rows) {
    this.name = name;
    this.rows = rows;
    this.history = new WholeHistory(sink, name);
  }

  void add(CommitId commit, List<CommitId> parents, byte[] raw, List<TouchedFile> files) {
    if (!commits.isEmpty() && !parents.contains(commits.getLast())) {
      throw new IllegalArgumentException(
          "BulkRepository %s: expected %s as a parent of %s, found %s"
              .formatted(name, commits.getLast(), commit, parents));
    }
    positions.put(commit.value(), commits.size());
    commits.add(commit);
    paths.add(
        files.stream()
            .map(file -> knownPaths.computeIfAbsent(file.path(), path -> path))
            .toArray(String[]::new));
    untold.add(rows.row(commit, parents, raw, files));
  }

  /// What a deployment shipped and withdrew.
  ///
  /// @param says what the relationship to the deployed commit says
  /// @param commit the properties of the deployed commit
  WholeProjection.Range range(Map<String, Object> says, Map<String, Object> commit) {
    int deployed = position(commit.get(Properties.SHA));
    tellUntil(deployed);
    Object previous = says.get(Properties.PREVIOUS_COMMIT_SHA);
    if (previous == null) {
      return new WholeProjection.Range(RangeState.COMPLETE, List.of(), List.of());
    }
    int before = position(previous);
    if (Math.abs(deployed - before) > CommitRange.LISTED_AT_MOST) {
      return new WholeProjection.Range(RangeState.COUNT_ONLY, List.of(), List.of());
    }
    List<String> part = part(says);
    return new WholeProjection.Range(
        RangeState.COMPLETE, between(before, deployed, part), between(deployed, before, part));
  }

  /// Tells what is left.
  void finish() {
    untold.forEach(row -> history.add(row, false));
    untold.clear();
    history.finish(commits.isEmpty() ? List.of() : List.of(commits.getLast()));
  }

  private void tellUntil(int deployed) {
    for (int told = commits.size() - untold.size(); told <= deployed; told++) {
      history.add(untold.remove(), true);
    }
  }

  private int position(@Nullable Object sha) {
    return Objects.requireNonNull(positions.get((String) sha), () -> name + " lacks " + sha);
  }

  /// The paths that concern the service; none where all do.
  private static @Nullable List<String> part(Map<String, Object> says) {
    if (!(says.get(Properties.PATH) instanceof String path)) {
      return null;
    }
    List<String> paths = new ArrayList<>();
    paths.add(path);
    ((Collection<?>) Objects.requireNonNull(says.get(Properties.SHARED)))
        .forEach(shared -> paths.add((String) shared));
    return paths;
  }

  private List<WholeProjection.Shipped> between(int after, int until, @Nullable List<String> part) {
    List<WholeProjection.Shipped> shipped = new ArrayList<>();
    for (int position = after + 1; position <= until; position++) {
      shipped.add(
          new WholeProjection.Shipped(
              Urns.commit(name, commits.get(position)),
              part == null || isIn(part, paths.get(position))));
    }
    return shipped;
  }

  private static boolean isIn(List<String> part, String[] touched) {
    for (String path : touched) {
      for (String of : part) {
        if (path.equals(of) || path.startsWith(of + "/")) {
          return true;
        }
      }
    }
    return false;
  }
}
