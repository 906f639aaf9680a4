package com.caiatech.afdp.schemas.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.SourcePath;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathChangesTest {
  private static final List<String> FOLDERS =
      List.of("services/cart", "services/cart-old", "services", "libs/money", "docs");
  private static final RepositoryPart CART =
      new RepositoryPart(new SourcePath("services/cart"), List.of(new SourcePath("libs/money")));

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void equalsStockRevListWithFullHistoryReducedToTheRange(long seed) {
    Random random = new Random(seed);
    StockGit git = StockGit.init(folder.resolve("source"));
    List<CommitId> commits = randomHistory(git, random);
    try (SourceMirror mirror = SourceMirror.open(folder.resolve("mirror.git"))) {
      mirror.fetch(git.folder().toString());
      for (int pair = 0; pair < 30; pair++) {
        CommitId base = commits.get(random.nextInt(commits.size()));
        CommitId head = commits.get(random.nextInt(commits.size()));
        Set<CommitId> range = ids(git.run("rev-list", base + ".." + head));
        Set<CommitId> expected =
            ids(
                git.run(
                    "rev-list",
                    "--full-history",
                    head.value(),
                    "--",
                    "services/cart",
                    "libs/money"));
        expected.retainAll(range);
        assertThat(mirror.inScope(range, CART)).isEqualTo(expected);
        assertThat(mirror.inScope(range, null)).isEqualTo(range);
      }
    }
  }

  @Test
  void aModeAndARemovalAreChangesAndANameThatOnlyBeginsAlikeIsNone() {
    StockGit git = StockGit.init(folder.resolve("source"));
    CommitId first = new CommitId(git.commit("services/cart/run.sh", "1", 1_000));
    CommitId alike = new CommitId(git.commit("services/cart-old/run.sh", "1", 2_000));
    git.run("update-index", "--chmod=+x", "services/cart/run.sh");
    git.runAt(3_000, "commit", "-q", "-m", "mode");
    CommitId mode = new CommitId(git.run("rev-parse", "HEAD"));
    git.run("rm", "-q", "-r", "-f", "services/cart");
    git.runAt(4_000, "commit", "-q", "-m", "removal");
    CommitId removal = new CommitId(git.run("rev-parse", "HEAD"));
    try (SourceMirror mirror = SourceMirror.open(folder.resolve("mirror.git"))) {
      mirror.fetch(git.folder().toString());
      assertThat(mirror.inScope(List.of(first, alike, mode, removal), CART))
          .containsExactlyInAnyOrder(first, mode, removal);
    }
  }

  @Test
  void aCommitThatIsNotThereIsAFault() {
    CommitId unknown = new CommitId("0123456789012345678901234567890123456789");
    try (SourceMirror mirror = SourceMirror.open(folder.resolve("mirror.git"))) {
      assertThatThrownBy(() -> mirror.inScope(List.of(unknown), CART))
          .isInstanceOf(SchemasException.SourceFault.class)
          .hasMessageContaining(unknown.value());
    }
  }

  /// Commits in several folders on several branches that are merged, at times with one side's
  /// content alone.
  private static List<CommitId> randomHistory(StockGit git, Random random) {
    List<CommitId> commits = new ArrayList<>();
    commits.add(new CommitId(git.commit("README", "0", 1_000)));
    for (int i = 1; i <= 40; i++) {
      long at = 1_000 + 100L * i;
      if (random.nextInt(4) == 0) {
        git.run("checkout", "-q", "--detach", commits.get(random.nextInt(commits.size())).value());
      }
      if (random.nextInt(3) == 0) {
        String other = commits.get(random.nextInt(commits.size())).value();
        String side = List.of("ours", "theirs").get(random.nextInt(2));
        git.runAt(at, "merge", "-q", "--no-ff", "-m", "merge", "-s", "ours", other);
        if (side.equals("theirs")) {
          git.run("read-tree", "--reset", "-u", other);
          git.runAt(at, "commit", "-q", "--allow-empty", "--amend", "-m", "merge");
        }
        commits.add(new CommitId(git.run("rev-parse", "HEAD")));
      } else {
        String file = FOLDERS.get(random.nextInt(FOLDERS.size())) + "/f" + random.nextInt(3);
        commits.add(new CommitId(git.commit(file, "" + random.nextInt(3), at)));
      }
    }
    for (CommitId commit : new HashSet<>(commits)) {
      git.run("branch", "-f", "b" + commit, commit.value());
    }
    return commits;
  }

  private static Set<CommitId> ids(String lines) {
    return lines
        .lines()
        .filter(line -> !line.isBlank())
        .map(CommitId::new)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
