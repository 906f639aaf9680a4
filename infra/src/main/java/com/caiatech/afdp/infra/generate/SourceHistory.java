package com.caiatech.afdp.infra.generate;

import com.caiatech.afdp.infra.generate.model.Event.Committed;
import com.caiatech.afdp.infra.generate.model.Event.FileChange;
import com.caiatech.afdp.infra.generate.model.Organisation.Person;
import com.caiatech.afdp.schemas.git.NewObjects;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.source.SourceDigest;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.jspecify.annotations.Nullable;

/// A source repository that grows by the commits of a model. The ids of its commits are known at
/// once.
final class SourceHistory implements AutoCloseable {
  private final Store store;
  private final SourceFolder root = new SourceFolder();
  private final Map<String, SourceFile> files = new HashMap<>();
  private final List<CommitId> commits = new ArrayList<>();
  private final Map<Integer, Sha256> trees = new HashMap<>();

  /// @param store is closed with it
  SourceHistory(Store store) {
    this.store = store;
  }

  /// Where its objects go.
  interface Store extends NewObjects {
    /// A commit was added, and all its objects before it.
    ///
    /// @param raw its object's content
    /// @param files the versions of what it changes, by path
    void committed(
        CommitId commit,
        List<CommitId> parents,
        byte[] raw,
        Committed event,
        Map<String, Version> files);

    /// There is nothing more to add.
    void close(@Nullable CommitId head);
  }

  /// A file before a commit and after it.
  ///
  /// @param before no lines where there was no file
  record Version(List<String> before, List<String> after) {}

  /// Adds a commit.
  void add(Committed event, Person author) {
    Map<String, Version> versions = new HashMap<>();
    for (FileChange change : event.changes()) {
      SourceFile file = files.computeIfAbsent(change.path(), SourceFile::new);
      List<String> before = file.lines();
      byte[] content = file.change(change, event.position());
      versions.merge(
          change.path(),
          new Version(before, file.lines()),
          (first, then) -> new Version(first.before(), then.after()));
      root.put(change.path(), store.add(Constants.OBJ_BLOB, content));
    }
    List<CommitId> parents = event.parents().stream().map(commits::get).toList();
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(root.write(store));
    parents.forEach(parent -> commit.addParentId(ObjectId.fromString(parent.value())));
    PersonIdent person = new PersonIdent(author.name(), author.email(), event.at(), ZoneOffset.UTC);
    commit.setAuthor(person);
    commit.setCommitter(person);
    commit.setMessage(message(event));
    byte[] raw = raw(commit);
    CommitId id = new CommitId(store.add(Constants.OBJ_COMMIT, raw).name());
    commits.add(id);
    store.committed(id, parents, raw, event, versions);
  }

  private static byte[] raw(CommitBuilder commit) {
    try {
      return commit.build();
    } catch (IOException impossible) {
      throw new IllegalStateException("a commit in memory can be written", impossible);
    }
  }

  private String message(Committed event) {
    Integer reverts = event.reverts();
    return reverts == null
        ? event.message()
        : event.message() + "\n\nThis reverts commit " + commits.get(reverts) + ".";
  }

  /// The commit at a position.
  CommitId commit(int position) {
    return commits.get(position);
  }

  /// The ids of the commits after one position up to another, in ascending order: where both are on
  /// the branch, these are what `git rev-list` tells of the two.
  ///
  /// @param after -1 for all
  List<CommitId> between(int after, int until) {
    return commits.subList(after + 1, until + 1).stream().sorted().toList();
  }

  /// Remembers the tree of the last commit, which is about to be deployed.
  void keepTree() {
    trees.computeIfAbsent(
        commits.size() - 1,
        _ -> {
          Map<String, Sha256> contents = new HashMap<>();
          files.forEach((path, file) -> contents.put(path, file.sha256()));
          return SourceDigest.ofFiles(contents);
        });
  }

  /// The digest of the tree of a commit that was kept.
  Sha256 tree(int position) {
    return Objects.requireNonNull(trees.get(position), () -> "no tree of " + position);
  }

  /// Ends; the last commit is the head.
  @Override
  public void close() {
    store.close(commits.isEmpty() ? null : commits.getLast());
  }
}
