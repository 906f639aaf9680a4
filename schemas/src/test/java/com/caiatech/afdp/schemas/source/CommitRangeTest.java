package com.caiatech.afdp.schemas.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.plan.CommitSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitRangeTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void equalsStockRevListOnRandomHistoriesWithMerges(long seed) throws IOException {
    try (SourceMirror mirror = SourceMirror.open(folder.resolve("mirror.git"))) {
      List<CommitId> commits = new ArrayList<>(randomHistory(mirror, seed, 80, 0).keySet());
      StockGit git = new StockGit(mirror.repository().getDirectory().toPath());
      Random random = new Random(seed);
      for (int pair = 0; pair < 25; pair++) {
        CommitId base = commits.get(random.nextInt(commits.size()));
        CommitId head = commits.get(random.nextInt(commits.size()));
        TreeSet<String> expected =
            new TreeSet<>(git.run("rev-list", base + ".." + head).lines().toList());
        assertThat(listed(mirror, base, head))
            .extracting(CommitId::value)
            .containsExactlyElementsOf(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void isExactWhateverTheCommitDatesSay(long seed) throws IOException {
    try (SourceMirror mirror = SourceMirror.open(folder.resolve("mirror.git"))) {
      Map<CommitId, List<CommitId>> history = randomHistory(mirror, seed, 150, 1_000_000);
      List<CommitId> commits = new ArrayList<>(history.keySet());
      Random random = new Random(seed);
      for (int pair = 0; pair < 200; pair++) {
        CommitId base = commits.get(random.nextInt(commits.size()));
        CommitId head = commits.get(random.nextInt(commits.size()));
        Set<CommitId> expected = new TreeSet<>(ancestors(history, head));
        expected.removeAll(ancestors(history, base));
        assertThat(listed(mirror, base, head)).containsExactlyElementsOf(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void aSetIsFoundAgainWithoutItsBaseWhereThereIsOneMergeBaseAndNeverAnother(long seed)
      throws IOException {
    try (SourceMirror mirror = SourceMirror.open(folder.resolve("mirror.git"))) {
      Map<CommitId, List<CommitId>> history = randomHistory(mirror, seed, 80, 0);
      List<CommitId> commits = new ArrayList<>(history.keySet());
      Random random = new Random(seed);
      for (int pair = 0; pair < 25; pair++) {
        CommitId base = commits.get(random.nextInt(commits.size()));
        CommitId head = commits.get(random.nextInt(commits.size()));
        List<CommitId> set = listed(mirror, base, head);
        Optional<List<CommitId>> found =
            mirror.beyondMergeBase(head, new CommitSet(set.size(), CommitRange.digestOf(set)));
        assertThat(found.orElse(set)).containsExactlyElementsOf(set);
        assertThat(found.isPresent() || mergeBases(history, base, head).size() > 1)
            .as("seed %d: %s..%s", seed, base, head)
            .isTrue();
        assertThat(mirror.beyondMergeBase(head, new CommitSet(set.size(), Sha256.ofUtf8("lie"))))
            .isEmpty();
      }
    }
  }

  @Test
  void acceptsUnrelatedHistories() {
    StockGit git = StockGit.init(folder.resolve("source"));
    CommitId first = new CommitId(git.commit("a", "1", 1_000));
    git.run("checkout", "-q", "--orphan", "other");
    CommitId second = new CommitId(git.commit("b", "2", 2_000));
    try (SourceMirror mirror = SourceMirror.open(folder.resolve("mirror.git"))) {
      mirror.fetch(git.folder().toString());
      assertThat(listed(mirror, first, second)).containsExactly(second);
      assertThat(listed(mirror, second, first)).containsExactly(first);
    }
  }

  @Test
  void countsOnlyForAFirstDeployment() {
    StockGit git = StockGit.init(folder.resolve("source"));
    git.commit("a", "1", 1_000);
    CommitId head = new CommitId(git.commit("a", "2", 2_000));
    try (SourceMirror mirror = SourceMirror.open(folder.resolve("mirror.git"))) {
      mirror.fetch(git.folder().toString());
      assertThat(mirror.range(null, head)).isEqualTo(new CommitRange.First(head, 2));
    }
  }

  @Test
  void saysWhichCommitIsMissing() {
    StockGit git = StockGit.init(folder.resolve("source"));
    CommitId head = new CommitId(git.commit("a", "1", 1_000));
    CommitId unknown = new CommitId("0123456789012345678901234567890123456789");
    try (SourceMirror mirror = SourceMirror.open(folder.resolve("mirror.git"))) {
      mirror.fetch(git.folder().toString());
      assertThat(mirror.range(unknown, head)).isEqualTo(new CommitRange.Incomplete(unknown));
      assertThat(mirror.range(head, unknown)).isEqualTo(new CommitRange.Incomplete(unknown));
    }
  }

  @Test
  void digestsTheSortedIdsEachWithALineFeed() {
    CommitId one = new CommitId("0000000000000000000000000000000000000001");
    CommitId two = new CommitId("0000000000000000000000000000000000000002");
    assertThat(CommitRange.digestOf(List.of(one, two)))
        .isEqualTo(Sha256.ofUtf8(one + "\n" + two + "\n"));
    assertThat(CommitRange.digestOf(List.of())).isEqualTo(Sha256.ofUtf8(""));
  }

  @Test
  void listsNoMoreThanTenThousandCommits() throws IOException {
    try (SourceMirror mirror = SourceMirror.open(folder.resolve("mirror.git"))) {
      List<CommitId> line = new ArrayList<>();
      try (ObjectInserter inserter = mirror.repository().newObjectInserter()) {
        ObjectId tree = inserter.insert(new TreeFormatter());
        for (int i = 0; i <= CommitRange.LISTED_AT_MOST + 1; i++) {
          List<CommitId> parents = i == 0 ? List.of() : List.of(line.getLast());
          line.add(insert(inserter, tree, parents, i));
        }
        inserter.flush();
      }
      CommitRange range = mirror.range(line.getFirst(), line.getLast());
      List<CommitId> expected = line.subList(1, line.size()).stream().sorted().toList();
      assertThat(range)
          .isEqualTo(
              new CommitRange.Summarised(
                  line.getFirst(),
                  line.getLast(),
                  CommitRange.LISTED_AT_MOST + 1,
                  CommitRange.digestOf(expected)));
    }
  }

  /// The common ancestors that no other of them has among its own.
  private static Set<CommitId> mergeBases(
      Map<CommitId, List<CommitId>> history, CommitId one, CommitId other) {
    Set<CommitId> common = ancestors(history, one);
    common.retainAll(ancestors(history, other));
    Set<CommitId> bases = new HashSet<>(common);
    for (CommitId commit : common) {
      history
          .getOrDefault(commit, List.of())
          .forEach(parent -> bases.removeAll(ancestors(history, parent)));
    }
    return bases;
  }

  private static List<CommitId> listed(SourceMirror mirror, CommitId base, CommitId head) {
    CommitRange range = mirror.range(base, head);
    assertThat(range).isInstanceOf(CommitRange.Listed.class);
    return ((CommitRange.Listed) range).commits();
  }

  private static Map<CommitId, List<CommitId>> randomHistory(
      SourceMirror mirror, long seed, int size, int skew) throws IOException {
    Random random = new Random(seed);
    Map<CommitId, List<CommitId>> history = new HashMap<>();
    List<CommitId> commits = new ArrayList<>();
    try (ObjectInserter inserter = mirror.repository().newObjectInserter()) {
      ObjectId tree = inserter.insert(new TreeFormatter());
      for (int i = 0; i < size; i++) {
        Set<CommitId> parents = new HashSet<>();
        int wanted = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(3);
        for (int p = 0; p < wanted && !commits.isEmpty(); p++) {
          parents.add(commits.get(Math.max(0, commits.size() - 1 - random.nextInt(12))));
        }
        int seconds = skew == 0 ? 100 * i : random.nextInt(skew);
        CommitId commit = insert(inserter, tree, List.copyOf(parents), 1_000 + seconds + i);
        commits.add(commit);
        history.put(commit, List.copyOf(parents));
      }
      inserter.flush();
    }
    return history;
  }

  private static CommitId insert(
      ObjectInserter inserter, ObjectId tree, List<CommitId> parents, int seconds)
      throws IOException {
    CommitBuilder commit = new CommitBuilder();
    PersonIdent person =
        new PersonIdent("A", "a@example.org", Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
    commit.setTreeId(tree);
    commit.setAuthor(person);
    commit.setCommitter(person);
    commit.setMessage("commit at " + seconds);
    commit.setParentIds(parents.stream().map(p -> ObjectId.fromString(p.value())).toList());
    return new CommitId(inserter.insert(commit).name());
  }

  private static Set<CommitId> ancestors(Map<CommitId, List<CommitId>> history, CommitId of) {
    Set<CommitId> found = new HashSet<>();
    Deque<CommitId> open = new ArrayDeque<>(List.of(of));
    while (!open.isEmpty()) {
      CommitId commit = open.pop();
      if (found.add(commit)) {
        open.addAll(history.getOrDefault(commit, List.of()));
      }
    }
    return found;
  }
}
