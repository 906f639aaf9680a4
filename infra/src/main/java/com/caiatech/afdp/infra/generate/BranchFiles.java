package com.caiatech.afdp.infra.generate;

import com.caiatech.afdp.graphmodel.commit.TouchedFile;
import com.caiatech.afdp.graphmodel.commit.TouchedFile.Change;
import com.caiatech.afdp.infra.generate.SourceHistory.Version;
import com.caiatech.afdp.infra.generate.model.Event.Committed;
import com.caiatech.afdp.infra.generate.model.Event.FileChange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Tells what stock Git calls touched by a commit against its first parent: of a merge all that was
/// changed since the branch began. No two lines of a file are the same, so lines that stay are
/// those that stand in both versions.
final class BranchFiles {
  private static final String MODE = "100644";

  /// The most commits of a branch.
  private static final int LATEST = 16;

  private final Deque<Latest> latest = new ArrayDeque<>();

  private record Latest(int position, Map<String, Version> files) {}

  /// What a commit touched; each commit of the repository in turn.
  ///
  /// @param files the versions of what it changes itself, by path
  List<TouchedFile> touched(Committed commit, Map<String, Version> files) {
    List<TouchedFile> touched =
        commit.parents().size() > 1 ? merged(commit) : changed(commit.changes(), files);
    latest.add(new Latest(commit.position(), files));
    if (latest.size() > LATEST) {
      latest.remove();
    }
    return touched;
  }

  private static List<TouchedFile> changed(List<FileChange> changes, Map<String, Version> files) {
    SortedMap<String, TouchedFile> touched = new TreeMap<>();
    for (FileChange change : changes) {
      Version version = files.get(change.path());
      touched.put(
          change.path(),
          touched(
              change.path(),
              version != null && version.before().isEmpty(),
              change.added(),
              change.deleted()));
    }
    return List.copyOf(touched.values());
  }

  private List<TouchedFile> merged(Committed merge) {
    int fork = merge.parents().getFirst();
    if (latest.isEmpty() || latest.getFirst().position() > fork + 1) {
      throw new IllegalStateException("BranchFiles: the branch since " + fork + " is too long");
    }
    SortedMap<String, Version> all = new TreeMap<>();
    for (Latest commit : latest) {
      if (commit.position() > fork) {
        commit
            .files()
            .forEach(
                (path, version) ->
                    all.merge(
                        path, version, (first, then) -> new Version(first.before(), then.after())));
      }
    }
    List<TouchedFile> touched = new ArrayList<>();
    all.forEach(
        (path, version) -> {
          Set<String> stay = new HashSet<>(version.before());
          stay.retainAll(new HashSet<>(version.after()));
          int added = version.after().size() - stay.size();
          int deleted = version.before().size() - stay.size();
          if (added + deleted > 0) {
            touched.add(touched(path, version.before().isEmpty(), added, deleted));
          }
        });
    return touched;
  }

  private static TouchedFile touched(String path, boolean isNew, int added, int deleted) {
    return new TouchedFile(
        path,
        isNew ? Change.ADDED : Change.MODIFIED,
        null,
        MODE,
        null,
        null,
        (long) added,
        (long) deleted);
  }
}
