package com.caiatech.afdp.infra.generate;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.generate.model.Event.Committed;
import com.caiatech.afdp.infra.generate.model.Event.FileChange;
import com.caiatech.afdp.infra.generate.model.Organisation.Person;
import com.caiatech.afdp.schemas.git.ObjectPack;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.source.SourceDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;

/// A source repository that grows by the commits of a model: a bare one, whose objects come in
/// packs of some megabytes and whose branch is moved at the end. The ids of its commits are known
/// at once.
final class SourceHistory implements AutoCloseable {
  private static final String BRANCH = "main";
  private static final long PACK_BYTES = 16L << 20;

  private final FileRepository repository;
  private final SourceFolder root = new SourceFolder();
  private final Map<String, SourceFile> files = new HashMap<>();
  private final List<CommitId> commits = new ArrayList<>();
  private final Map<Integer, Sha256> trees = new HashMap<>();
  private ObjectPack pack;
  private long packed;

  /// @param bare where none is yet
  SourceHistory(Path bare) {
    try {
      repository = new FileRepository(bare.toFile());
      repository.create(true);
      repository.updateRef(Constants.HEAD).link(Constants.R_HEADS + BRANCH);
      pack = new ObjectPack(repository.getObjectDatabase());
    } catch (IOException failed) {
      throw new InfraException.Unavailable("making the repository " + bare + " failed", failed);
    }
  }

  /// Adds a commit.
  void add(Committed event, Person author) {
    for (FileChange change : event.changes()) {
      SourceFile file = files.computeIfAbsent(change.path(), SourceFile::new);
      byte[] content = file.change(change, event.position());
      root.put(change.path(), object(Constants.OBJ_BLOB, content));
    }
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(root.write(this::object));
    for (int parent : event.parents()) {
      commit.addParentId(ObjectId.fromString(commits.get(parent).value()));
    }
    PersonIdent person = new PersonIdent(author.name(), author.email(), event.at(), ZoneOffset.UTC);
    commit.setAuthor(person);
    commit.setCommitter(person);
    commit.setMessage(message(event));
    try {
      commits.add(new CommitId(object(Constants.OBJ_COMMIT, commit.build()).name()));
    } catch (IOException impossible) {
      throw new IllegalStateException("a commit in memory can be written", impossible);
    }
    if (packed > PACK_BYTES) {
      flush();
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

  /// Moves the branch to the last commit, and ends.
  @Override
  public void close() {
    try {
      flush();
      if (!commits.isEmpty()) {
        RefUpdate update = repository.updateRef(Constants.R_HEADS + BRANCH);
        update.setNewObjectId(ObjectId.fromString(commits.getLast().value()));
        update.disableRefLog();
        update.update();
      }
    } catch (IOException failed) {
      throw failed(failed);
    } finally {
      pack.close();
      repository.close();
    }
  }

  private ObjectId object(int type, byte[] bytes) {
    packed += bytes.length;
    return pack.add(type, bytes);
  }

  private void flush() {
    if (packed == 0) {
      return;
    }
    try {
      pack.write();
      pack.close();
      pack = new ObjectPack(repository.getObjectDatabase());
      packed = 0;
    } catch (IOException failed) {
      throw failed(failed);
    }
  }

  private InfraException failed(IOException cause) {
    return new InfraException.Unavailable(
        "writing the repository "
            + repository.getDirectory()
            + " failed: "
            + cause
            + "; what was generated is incomplete, delete the folder and try again",
        cause);
  }
}
