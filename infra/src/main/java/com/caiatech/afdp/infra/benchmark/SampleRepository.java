package com.caiatech.afdp.infra.benchmark;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.source.SourceDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;

/// A source repository with one line of commits, which grows as it is asked for.
final class SampleRepository implements AutoCloseable {
  private final Repository repository;
  private final SourceDigest trees;
  private final List<CommitId> commits = new ArrayList<>();

  /// @param bare where none is yet
  SampleRepository(Path bare) {
    try {
      repository = new FileRepository(bare.toFile());
      repository.create(true);
      trees = new SourceDigest(repository);
      repository.updateRef(Constants.HEAD).link(Constants.R_HEADS + "main");
    } catch (IOException failed) {
      throw new InfraException.Unavailable("making the repository " + bare + " failed", failed);
    }
  }

  /// The commit with this number, which counts from 0.
  CommitId commit(int number) {
    while (commits.size() <= number) {
      commits.add(add(commits.size()));
    }
    return commits.get(number);
  }

  /// The digest of a commit's tree.
  Sha256 tree(CommitId commit) {
    return trees.ofCommit(commit);
  }

  @Override
  public void close() {
    repository.close();
  }

  private CommitId add(int number) {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      byte[] page = ("page " + number + "\n").getBytes(StandardCharsets.UTF_8);
      TreeFormatter tree = new TreeFormatter();
      tree.append("index.html", FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, page));
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(inserter.insert(tree));
      if (number > 0) {
        commit.setParentId(ObjectId.fromString(commits.get(number - 1).value()));
      }
      PersonIdent author =
          new PersonIdent("Ada Moor", "ada.moor@example.com", Instant.now(), ZoneOffset.UTC);
      commit.setAuthor(author);
      commit.setCommitter(author);
      commit.setMessage("Write page " + number);
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      RefUpdate update = repository.updateRef(Constants.R_HEADS + "main");
      update.setNewObjectId(id);
      update.update();
      return new CommitId(id.name());
    } catch (IOException failed) {
      throw new InfraException.Unavailable(
          "committing to " + repository.getDirectory() + " failed", failed);
    }
  }
}
