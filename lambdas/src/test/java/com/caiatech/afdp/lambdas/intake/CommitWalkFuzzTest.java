package com.caiatech.afdp.lambdas.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.commit.CommitRow;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.sealing.Pepper;
import com.caiatech.afdp.schemas.sealing.PersonKeyStore;
import com.caiatech.afdp.schemas.sealing.SealedValue;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/// A commit object of any bytes in a source repository.
class CommitWalkFuzzTest {
  private static final int MAX_BYTES = 8 * 1024;
  private static final RepositoryName SHOP = new RepositoryName("shop");

  @TempDir static Path people;

  @MethodSource("commits")
  @FuzzTest
  void whatIsReadIsWithinBoundsOrTheRepositoryIsAtFault(byte[] raw) throws IOException {
    if (raw.length > MAX_BYTES) {
      return;
    }
    CommitAuthors authors = new CommitAuthors(Pepper.of(new byte[32]), new PersonKeyStore(people));
    try (Repository repository = new InMemoryRepository(new DfsRepositoryDescription())) {
      CommitId id = insert(repository, raw);
      CommitRow row;
      FileChanges none = _ -> List.of();
      try (CommitWalk walk = new CommitWalk(repository, SHOP, authors, none)) {
        row = walk.row(id);
      } catch (LambdasException.EvidenceFault | LambdasException.LostObjects broken) {
        assertThat(broken).hasMessageContaining("repository shop");
        return;
      }
      RevCommit commit = RevCommit.parse(raw);
      assertThat(row.parents()).hasSize(commit.getParentCount());
      assertThat(row.message().subject()).hasSizeLessThanOrEqualTo(1000).doesNotContain("\n");
      Stream.of(row.authored(), row.committed())
          .filter(Objects::nonNull)
          .map(time -> time.at().atOffset(ZoneOffset.UTC).getYear())
          .forEach(year -> assertThat(year).isBetween(1970, 9999));
      Stream.concat(Stream.of(row.author(), row.committer()), row.coAuthors().stream())
          .filter(person -> person != null && person.name() != null)
          .forEach(person -> assertThat(person.name()).matches(SealedValue::isSealed));
    } finally {
      forgetPeople();
    }
  }

  /// There would be a key for every address that an input names.
  private static void forgetPeople() throws IOException {
    try (Stream<Path> keys = Files.list(people)) {
      for (Path key : keys.toList()) {
        Files.delete(key);
      }
    }
  }

  private static CommitId insert(Repository repository, byte[] raw) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      inserter.insert(tree(inserter));
      CommitId id = new CommitId(inserter.insert(Constants.OBJ_COMMIT, raw).name());
      inserter.flush();
      return id;
    }
  }

  private static TreeFormatter tree(ObjectInserter inserter) throws IOException {
    ObjectId blob = inserter.insert(Constants.OBJ_BLOB, "one\ntwo\n".getBytes(UTF_8));
    TreeFormatter tree = new TreeFormatter();
    tree.append("file", FileMode.REGULAR_FILE, blob);
    return tree;
  }

  static Stream<byte[]> commits() throws IOException {
    String tree;
    try (ObjectInserter.Formatter ids = new ObjectInserter.Formatter()) {
      ObjectId blob = ids.idFor(Constants.OBJ_BLOB, "one\ntwo\n".getBytes(UTF_8));
      TreeFormatter formatter = new TreeFormatter();
      formatter.append("file", FileMode.REGULAR_FILE, blob);
      tree = ids.idFor(formatter).name();
    }
    String committer = "committer Ann <ann@example.org> 1769990000 +0000\n";
    return Stream.of(
            "author Ann <ann@example.org> 1769990000 +0100\n" + committer + "\nA subject\n\nbody\n",
            "author Ann\n" + committer + "\nStrange\n",
            "author <> 99999999999999999 +9999\n" + committer + "encoding no-such\n\nStrange\n",
            "author Ann <ann@example.org> 1 +0000\n"
                + committer
                + "\nS\n\nCo-authored-by: B <b@c>\n",
            "author Ann <a@b> now\n" + committer + "encoding ISO-8859-1\n\nGr\u00fc\u00dfe\n",
            committer)
        .map(rest -> ("tree " + tree + "\n" + rest).getBytes(UTF_8));
  }
}
