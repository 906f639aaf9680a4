package com.caiatech.afdp.graphmodel.difference;

import static com.caiatech.afdp.graphmodel.query.Answers.row;
import static com.caiatech.afdp.graphmodel.query.Answers.rows;
import static com.caiatech.afdp.graphmodel.query.Answers.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.graphmodel.path.SearchBudget;
import com.caiatech.afdp.graphmodel.query.Answers;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.neo4j.driver.Session;
import org.neo4j.driver.summary.Plan;

/// The commits between two deployed ones are the symmetric difference of their ancestors, whatever
/// the history looks like, and an answer that was cut tells none that is not between them.
class CommitWalkTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final int HISTORIES = Integer.getInteger("afdp.histories", 6);
  private static final int QUESTIONS = 6;
  private static final int LINE = Integer.getInteger("afdp.commits", 6_000);
  private static final int ROWS = 10_000;
  private static final long HOUR = 3_600_000;
  private static final SearchBudget AMPLE = new SearchBudget(100_000, Duration.ofMinutes(2));
  private static final String A = "018b0000-0000-7000-8000-00000000000a";
  private static final String B = "018b0000-0000-7000-8000-00000000000b";

  private final GraphQueries queries =
      new GraphQueries(NEO4J.driver(), Neo4jFixture.PATIENT.with(AMPLE));

  @BeforeAll
  static void migrate() {
    new Migrations(NEO4J.driver()).apply();
  }

  @BeforeEach
  void clear() {
    NEO4J.clear();
  }

  /// A history: of each commit the numbers of its parents, which are smaller, and its clock.
  private record History(List<List<Integer>> parents, List<Long> clocks) {
    /// Grows on several branches that part and merge; some clocks are hours late or tell 1970, and
    /// some commits begin histories of their own.
    static History random(Random random, int size) {
      List<List<Integer>> parents = new ArrayList<>();
      List<Long> clocks = new ArrayList<>();
      List<Integer> branches = new ArrayList<>(List.of(0));
      parents.add(List.of());
      clocks.add(1_700_000_000_000L);
      for (int i = 1; i < size; i++) {
        int branch = random.nextInt(branches.size());
        Set<Integer> of = new TreeSet<>(Set.of(branches.get(branch)));
        int what = random.nextInt(20);
        if (what < 5) {
          int other = random.nextInt(branches.size());
          of.add(branches.get(other));
          branches.set(other, i);
          branches.set(branch, i);
        } else if (what < 9) {
          branches.add(i);
        } else {
          if (what == 9) {
            of.clear();
          }
          branches.set(branch, i);
        }
        parents.add(List.copyOf(of));
        clocks.add(
            switch (random.nextInt(12)) {
              case 0 -> 0L;
              case 1 -> 1_700_000_000_000L + i * HOUR - random.nextInt(20) * HOUR;
              default -> 1_700_000_000_000L + i * HOUR;
            });
      }
      return new History(parents, clocks);
    }

    /// One commit after the other.
    static History line(int size) {
      List<List<Integer>> parents = new ArrayList<>();
      List<Long> clocks = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        parents.add(i == 0 ? List.of() : List.of(i - 1));
        clocks.add(1_700_000_000_000L + i * HOUR);
      }
      return new History(parents, clocks);
    }

    void write() {
      List<Map<String, Object>> rows = new ArrayList<>();
      for (int i = 0; i < parents.size(); i++) {
        rows.add(Map.of("n", i, "at", clocks.get(i), "parents", parents.get(i)));
      }
      for (int from = 0; from < rows.size(); from += ROWS) {
        List<Map<String, Object>> part = rows.subList(from, Math.min(from + ROWS, rows.size()));
        run(
            """
            UNWIND $batch.rows AS row
            CREATE (c:Commit {id: 'urn:afdp:commit:shop:c' + row.n, sha: 'c' + row.n, repository: 'shop',
              size: 1, committedAt: row.at})
            WITH c, row UNWIND range(0, size(row.parents) - 1) AS i
            MATCH (p:Commit {id: 'urn:afdp:commit:shop:c' + row.parents[i]}) USING INDEX SEEK p:Commit(id)
            CREATE (c)-[:PARENT {n: i + 1}]->(p)
            """,
            Map.of("batch", Map.of("rows", part)));
      }
    }

    Set<String> ancestors(int commit) {
      Set<Integer> met = new HashSet<>();
      Deque<Integer> open = new ArrayDeque<>(List.of(commit));
      while (!open.isEmpty()) {
        int next = open.pop();
        if (met.add(next)) {
          parents.get(next).forEach(open::push);
        }
      }
      Set<String> named = new TreeSet<>();
      met.forEach(it -> named.add("c" + it));
      return named;
    }

    /// `git rev-list other..commit`.
    Set<String> between(int other, int commit) {
      Set<String> alone = ancestors(commit);
      alone.removeAll(ancestors(other));
      return alone;
    }
  }

  /// Deploys two commits, and compares them.
  private static void deploy(int a, int b) {
    run("MATCH (d:Deployment) DETACH DELETE d", Map.of());
    run(
        """
        UNWIND [[$a, $first], [$b, $second]] AS row
        MATCH (c:Commit {id: 'urn:afdp:commit:shop:c' + row[1]})
        CREATE (:Deployment {id: 'urn:afdp:deployment:' + row[0], deploymentId: row[0]})
          -[:DEPLOYED {role: 'APPLICATION', sourceSha256: 'tree' + row[1]}]->(c)
        """,
        Map.of("a", A, "b", B, "first", a, "second", b));
  }

  private Row compared(GraphQueries asked) {
    Selection nodes = Selection.of("nodes", Selection.of("sha"));
    Selection source =
        Selection.of(
            "sources",
            with(Map.of("first", 100), "shipped", Selection.of("totalCount"), nodes),
            with(Map.of("first", 100), "withdrew", Selection.of("totalCount"), nodes),
            Selection.of("shippedCount"),
            Selection.of("withdrewCount"),
            Selection.of("unrelated"),
            Selection.of("sameTree"),
            Selection.of("truncatedBy"),
            with(Map.of("first", 5), "unprojected", Selection.of("sha")));
    Row answer =
        row(
            asked.fetch(
                with(
                    Map.of("a", A, "b", B),
                    "compare",
                    source,
                    Selection.of("exhausted"),
                    Selection.of("truncatedBy"),
                    Selection.of("expansions"))));
    assertThat((Long) answer.get("expansions")).isNotNegative();
    return rows(answer.get("sources")).getFirst();
  }

  private static Set<String> shas(Row source, String list) {
    Set<String> shas = new TreeSet<>();
    Answers.values(row(source.get(list)).get("nodes"), "sha").forEach(it -> shas.add(told(it)));
    return shas;
  }

  private static String told(@Nullable Object sha) {
    return String.valueOf(sha);
  }

  private GraphQueries within(int expansions) {
    return new GraphQueries(
        NEO4J.driver(),
        Neo4jFixture.PATIENT.with(new SearchBudget(expansions, Duration.ofMinutes(2))));
  }

  @Test
  void whateverTheHistoryTheCommitsAreThoseOfAPlainSymmetricDifference() {
    int merged = 0;
    int bothWays = 0;
    int certain = 0;
    for (int seed = 1; seed <= HISTORIES; seed++) {
      NEO4J.clear();
      Random random = new Random(seed);
      History history = History.random(random, 90);
      history.write();
      for (int i = 0; i < QUESTIONS; i++) {
        int a = random.nextInt(90);
        int b = random.nextInt(90);
        deploy(a, b);
        Set<String> shipped = history.between(a, b);
        Set<String> withdrew = history.between(b, a);

        Row source = compared(queries);

        String what = "seed %d: c%d to c%d".formatted(seed, a, b);
        assertThat(shas(source, "shipped")).as(what).isEqualTo(shipped);
        assertThat(shas(source, "withdrew")).as(what).isEqualTo(withdrew);
        assertThat(source.get("shippedCount")).isEqualTo((long) shipped.size());
        assertThat(source.get("withdrewCount")).isEqualTo((long) withdrew.size());
        Set<String> common = history.ancestors(a);
        common.retainAll(history.ancestors(b));
        assertThat(source.get("unrelated")).isEqualTo(common.isEmpty());
        assertThat(source.get("sameTree")).isEqualTo(a == b);
        Row cut = compared(within(1 + random.nextInt(40)));
        assertThat(shipped).as(what).containsAll(shas(cut, "shipped"));
        assertThat(withdrew).as(what).containsAll(shas(cut, "withdrew"));
        assertThat(cut.get("shippedCount") == null).isEqualTo(cut.get("truncatedBy") != null);
        certain += cut.get("shippedCount") == null ? shas(cut, "shipped").size() : 0;
        bothWays += shipped.isEmpty() || withdrew.isEmpty() ? 0 : 1;
      }
      merged += history.parents().stream().mapToInt(it -> it.size() > 1 ? 1 : 0).sum();
    }
    assertThat(merged).as("merges").isGreaterThan(HISTORIES * 3);
    assertThat(bothWays).as("differences in both directions").isGreaterThan(HISTORIES / 2);
    assertThat(certain).as("told although it was cut").isPositive();
  }

  /// Every two generations a branch and its merge: so many ways lead down that none may be walked
  /// twice.
  @Test
  void aLadderOfMergesIsWalkedAsFastAsALine() {
    List<List<Integer>> parents = new ArrayList<>(List.of(List.of()));
    List<Long> clocks = new ArrayList<>(List.of(0L));
    for (int i = 1; i < 900; i++) {
      parents.add(i % 3 == 0 ? List.of(i - 2, i - 1) : List.of(i - (i % 3 == 1 ? 1 : 2)));
      clocks.add(i * HOUR);
    }
    new History(parents, clocks).write();
    deploy(300, 897);
    Row source = compared(queries);
    assertThat(source.get("shippedCount")).isEqualTo(597L);
    assertThat(source.get("withdrewCount")).isEqualTo(0L);
  }

  @Test
  void aLongLineIsWalkedNoFurtherThanToTheOlderCommit() {
    History.line(6_000).write();
    deploy(5_700, 5_990);
    Row source = compared(queries);
    assertThat(source.get("shippedCount")).isEqualTo(290L);
    assertThat(row(source.get("shipped")).get("totalCount")).isEqualTo(290L);
    assertThat(source.get("withdrewCount")).isEqualTo(0L);
    assertThat(compared(within(1_200)).get("shippedCount")).isEqualTo(290L);

    deploy(5_990, 5_700);
    assertThat(compared(within(1_200)).get("withdrewCount")).isEqualTo(290L);
  }

  @Test
  void noGenerationIsWalkedTwiceFromOneCommit() {
    History.line(3).write();
    // of one or two there is no second way to a commit
    for (int generations = 4; generations <= CommitHistory.MAX_GENERATIONS; generations *= 2) {
      String statement = CommitHistory.reading(generations);
      try (Session session = NEO4J.driver().session()) {
        List<String> operators = new ArrayList<>();
        add(
            operators,
            session
                .run(
                    "EXPLAIN " + statement,
                    Map.of("batch", Map.of("ids", List.of("x")), "limit", 10))
                .consume()
                .queryPlan()
                .orElseThrow());
        assertThat(operators)
            .as(statement)
            .anyMatch(it -> it.startsWith("NodeUniqueIndexSeek"))
            .anyMatch(it -> it.startsWith("VarLengthExpand(Pruning,BFS,All)"));
      }
    }
  }

  private static void add(List<String> operators, Plan plan) {
    operators.add(plan.operatorType());
    plan.children().forEach(child -> add(operators, child));
  }

  @Test
  void moreBetweenThanMayBeLookedAtIsToldToBeCutWithWhatIsCertain() {
    History.line(LINE).write();
    deploy(10, LINE - 10);
    Row source = compared(within(1_000));
    assertThat(source.get("truncatedBy")).isEqualTo("EXPANSIONS");
    assertThat(source.get("shippedCount")).isNull();
    assertThat(source.get("unrelated")).isNull();
    assertThat((Long) row(source.get("shipped")).get("totalCount")).isBetween(900L, 1_100L);
    assertThat(shas(source, "shipped")).contains("c" + (LINE - 10), "c" + (LINE - 100));
    assertThat(shas(source, "withdrew")).isEmpty();
    GraphQueries hasty =
        new GraphQueries(
            NEO4J.driver(),
            Neo4jFixture.PATIENT.with(new SearchBudget(1_000, Duration.ofNanos(1))));
    assertThat(compared(hasty).get("truncatedBy")).isEqualTo("TIME");
  }

  @Test
  void aCommitThatIsNotProjectedYetIsNamedAndNothingIsGuessed() {
    History.line(20).write();
    deploy(10, 15);
    run(
        "MATCH (c:Commit {sha: 'c15'})-[r:PARENT]->() DELETE r REMOVE c.size, c.committedAt",
        Map.of());
    Row source = compared(queries);
    assertThat(Answers.values(source.get("unprojected"), "sha")).containsExactly("c15");
    assertThat(source.get("shippedCount")).isNull();
    assertThat(source.get("withdrewCount")).isNull();
    assertThat(source.get("truncatedBy")).isNull();
    assertThat(shas(source, "withdrew")).isEmpty();

    run(
        "MATCH (c:Commit {sha: 'c5'})-[r:PARENT]->() DELETE r REMOVE c.size, c.committedAt",
        Map.of());
    deploy(2, 12);
    Row deeper = compared(queries);
    assertThat(Answers.values(deeper.get("unprojected"), "sha")).containsExactly("c5");
    assertThat(deeper.get("shippedCount")).isNull();
    assertThat(deeper.get("unrelated")).isNull();
  }

  @Test
  void historiesWithoutACommonCommitAreToldToBeUnrelated() {
    History both =
        new History(
            List.of(List.of(), List.of(0), List.of(), List.of(2)),
            List.of(HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR));
    both.write();
    deploy(1, 3);
    Row source = compared(queries);
    assertThat(source.get("unrelated")).isEqualTo(true);
    assertThat(shas(source, "shipped")).containsExactly("c2", "c3");
    assertThat(shas(source, "withdrew")).containsExactly("c0", "c1");
  }

  private static void run(String statement, Map<String, Object> parameters) {
    try (Session session = NEO4J.driver().session()) {
      session.run(statement, new HashMap<>(parameters)).consume();
    }
  }
}
