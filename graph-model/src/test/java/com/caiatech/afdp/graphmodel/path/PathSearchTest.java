package com.caiatech.afdp.graphmodel.path;

import static com.caiatech.afdp.graphmodel.query.Answers.row;
import static com.caiatech.afdp.graphmodel.query.Answers.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.neo4j.driver.GraphDatabase;

/// What a search finds is what a plain enumeration of all paths finds, in its order.
class PathSearchTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final int GRAPHS = Integer.getInteger("afdp.histories", 4);
  private static final int QUESTIONS = 12;
  private static final SearchBudget AMPLE = new SearchBudget(100_000, Duration.ofMinutes(2));

  private final GraphQueries queries =
      new GraphQueries(NEO4J.driver(), Neo4jFixture.PATIENT.with(AMPLE));

  @BeforeAll
  static void migrate() {
    new Migrations(NEO4J.driver()).apply();
  }

  @Test
  void whateverIsAskedTheAnswerIsThatOfAPlainEnumeration() {
    int found = 0;
    int cut = 0;
    int thisMomentDiffers = 0;
    for (int seed = 1; seed <= GRAPHS; seed++) {
      Random random = new Random(seed);
      PlainGraph graph = PlainGraph.random(random);
      graph.write(NEO4J, random);
      for (int i = 0; i < QUESTIONS; i++) {
        Map<String, Object> question = graph.question(random);
        PlainGraph.Answer expected = graph.answer(question);

        Row answer = ask(question);

        assertThat(paths(answer)).as("seed %d: %s", seed, question).isEqualTo(expected.paths());
        boolean all = Boolean.TRUE.equals(answer.get("exhausted"));
        assertThat(answer.get("truncatedAtDepth") == null).isEqualTo(all);
        assertThat(answer.get("truncatedBy")).isEqualTo(all ? null : "MAX_PATHS");
        if (!expected.all() || expected.paths().size() < PlainGraph.most(question)) {
          assertThat(all).as("seed %d: %s", seed, question).isEqualTo(expected.all());
        }
        cut += all ? 0 : 1;
        if (question.containsKey("asOf")) {
          Map<String, Object> now = new HashMap<>(question);
          now.remove("asOf");
          thisMomentDiffers += graph.answer(now).equals(expected) ? 0 : 1;
        }
        found += expected.paths().size();
      }
    }
    assertThat(found).as("paths").isGreaterThan(GRAPHS * 10);
    assertThat(cut).as("answers that were cut").isGreaterThan(GRAPHS / 4);
    assertThat(thisMomentDiffers).as("moments unlike now").isGreaterThan(GRAPHS / 4);
  }

  @Test
  void theSameGraphWrittenInAnotherOrderGivesTheSameAnswerTwice() {
    PlainGraph graph = PlainGraph.random(new Random(99));
    List<Map<String, Object>> questions = new ArrayList<>();
    for (int i = 0; i < QUESTIONS; i++) {
      questions.add(graph.question(new Random(i)));
    }
    graph.write(NEO4J, new Random(1));
    List<List<Object>> first = questions.stream().map(it -> told(ask(it))).toList();
    assertThat(questions.stream().map(it -> told(ask(it))).toList()).isEqualTo(first);
    graph.write(NEO4J, new Random(2));
    assertThat(questions.stream().map(it -> told(ask(it))).toList()).isEqualTo(first);
    assertThat(first.toString()).contains("OUTGOING", "INCOMING");
  }

  @Test
  void aDensePartIsCutWhereTheBudgetEndsAndTheAnswerSaysSo() {
    NEO4J.clear();
    run(
        """
        CREATE (a:Commit {id: 'urn:afdp:commit:shop:a'}), (b:Commit {id: 'urn:afdp:commit:shop:b'})
        WITH a, b UNWIND range(1, 40) AS i
        CREATE (f:File {id: 'urn:afdp:file:shop:' + right('0' + i, 2)})
        CREATE (c:Commit {id: 'urn:afdp:commit:shop:c' + right('0' + i, 2)})
        WITH a, b, collect(f) AS files, collect(c) AS commits
        UNWIND files AS f UNWIND commits + [a, b] AS c CREATE (c)-[:TOUCHED {added: 1, deleted: 0}]->(f)
        """);
    Map<String, Object> question =
        Map.of("from", "urn:afdp:commit:shop:a", "to", "urn:afdp:commit:shop:b", "maxPaths", 100);
    GraphQueries narrow =
        new GraphQueries(
            NEO4J.driver(),
            Neo4jFixture.PATIENT.with(new SearchBudget(1_000, Duration.ofMinutes(2))));

    Row answer = row(narrow.fetch(selection(question)));

    // 40 paths of 2 hops; those of 4 would need the 1,680 relationships of the files
    assertThat(paths(answer)).hasSize(40).allMatch(path -> path.size() == 3);
    assertThat(answer.get("exhausted")).isEqualTo(false);
    assertThat(answer.get("truncatedBy")).isEqualTo("EXPANSIONS");
    assertThat(answer.get("truncatedAtDepth")).isEqualTo(3L);
    assertThat((Long) answer.get("expansions")).isLessThanOrEqualTo(1_000L);
    Row ample = ask(question);
    assertThat(paths(ample)).hasSize(100);
    assertThat(paths(ample).subList(0, 40)).isEqualTo(paths(answer));
    assertThat(ample.get("truncatedBy")).isEqualTo("MAX_PATHS");
    assertThat(ample.get("truncatedAtDepth")).isEqualTo(4L);
  }

  @Test
  void timeThatIsOverIsToldAndIsNoAnswerThatThereIsNoPath() {
    NEO4J.clear();
    run(
        """
        UNWIND range(1, 4) AS i CREATE (:Commit {id: 'urn:afdp:commit:shop:' + i})
        WITH count(*) AS made UNWIND range(1, 3) AS i
        MATCH (a:Commit {id: 'urn:afdp:commit:shop:' + i}), (b:Commit {id: 'urn:afdp:commit:shop:' + (i + 1)})
        CREATE (b)-[:PARENT {n: 1}]->(a)
        """);
    Map<String, Object> question =
        Map.of("from", "urn:afdp:commit:shop:1", "to", "urn:afdp:commit:shop:4");
    GraphQueries hasty =
        new GraphQueries(
            NEO4J.driver(),
            Neo4jFixture.PATIENT.with(new SearchBudget(1_000, Duration.ofNanos(1))));

    Row late = row(hasty.fetch(selection(question)));
    Row never =
        ask(
            Map.of(
                "from", "urn:afdp:commit:shop:1", "to", "urn:afdp:commit:shop:4", "maxDepth", 2));

    assertThat(paths(late)).isEmpty();
    assertThat(late.get("truncatedBy")).isEqualTo("TIME");
    assertThat(late.get("exhausted")).isEqualTo(false);
    assertThat(paths(never)).isEmpty();
    assertThat(never.get("truncatedBy")).isNull();
    assertThat(never.get("exhausted")).isEqualTo(true);
    assertThat(paths(ask(question))).hasSize(1);
    assertThatThrownBy(
            () -> ask(Map.of("from", "urn:afdp:commit:shop:1", "to", "urn:afdp:commit:shop:9")))
        .isInstanceOf(GraphModelException.NotFound.class)
        .hasMessage(
            "to: expected a thing that the graph has, found none with the id 'urn:afdp:commit:shop:9'");
  }

  @Test
  void aHubIsLedThroughOnlyWhereItIsNamed() {
    NEO4J.clear();
    run(
        """
        CREATE (p:Person {id: 'urn:afdp:person:p', personId: 'p'}), (q:Person {id: 'urn:afdp:person:q'})
        WITH p, q UNWIND ['a', 'b'] AS name
        CREATE (:Commit {id: 'urn:afdp:commit:shop:' + name})-[:AUTHORED_BY]->(p)
        """);
    Map<String, Object> question =
        new HashMap<>(Map.of("from", "urn:afdp:commit:shop:a", "to", "urn:afdp:commit:shop:b"));
    Row without = ask(question);
    assertThat(paths(without)).isEmpty();
    assertThat(without.get("excludedKinds"))
        .isEqualTo(
            List.of(
                "SERVICE", "ENVIRONMENT", "TEAM", "PERSON", "REPOSITORY", "LEDGER", "SIGNING_KEY"));
    question.put("via", List.of("urn:afdp:person:p"));
    assertThat(paths(ask(question))).hasSize(1);
    question.remove("via");
    question.put("through", List.of("PERSON"));
    assertThat(paths(ask(question))).hasSize(1);
    assertThat(String.valueOf(ask(question).get("excludedKinds")))
        .contains("COMMIT")
        .doesNotContain("PERSON");
    question.put("excluding", List.of("urn:afdp:person:p"));
    assertThat(paths(ask(question))).isEmpty();
    assertThat(paths(ask(Map.of("from", "urn:afdp:commit:shop:a", "to", "urn:afdp:person:p"))))
        .hasSize(1);
  }

  @Test
  void anArgumentThatCannotBeMeantIsRefusedBeforeTheGraphIsAsked() {
    GraphQueries unreachable =
        new GraphQueries(GraphDatabase.driver("bolt://127.0.0.1:1"), Neo4jFixture.PATIENT);
    Map<String, Object> good =
        Map.of("from", "urn:afdp:commit:shop:a", "to", "urn:afdp:commit:shop:b");
    Map<String, Object> bad = new HashMap<>();
    bad.put("maxDepth", 13);
    bad.put("maxPaths", 101);
    bad.put("from", "x'}) DETACH DELETE n //");
    bad.put("to", "urn:afdp:commit:shop:a");
    bad.put("via", List.of("urn:afdp:version:1"));
    bad.put("excluding", Collections.nCopies(101, "urn:afdp:commit:shop:c"));
    bad.put("relationships", List.of());
    bad.forEach(
        (argument, value) -> {
          Map<String, Object> question = new HashMap<>(good);
          question.put(argument, value);
          assertThatThrownBy(() -> unreachable.fetch(selection(question)))
              .isInstanceOf(GraphModelException.InvalidArgument.class)
              .hasMessageStartingWith(argument + ": expected ");
        });
    for (int tooFew : new int[] {0, -1, Integer.MIN_VALUE}) {
      Map<String, Object> question = new HashMap<>(good);
      question.put("maxDepth", tooFew);
      assertThatThrownBy(() -> unreachable.fetch(selection(question)))
          .hasMessage("maxDepth: expected 1 to 12, found " + tooFew);
    }
  }

  private Row ask(Map<String, Object> question) {
    return row(queries.fetch(selection(question)));
  }

  private static Selection selection(Map<String, Object> question) {
    Map<String, Object> arguments = new HashMap<>(question);
    if (question.get("asOf") instanceof Long moment) {
      arguments.put("asOf", Instant.ofEpochMilli(moment));
    }
    return new Selection(
        "paths",
        "paths",
        Map.copyOf(arguments),
        Set.of(),
        List.of(
            Selection.of("paths", Selection.of("length"), PathAnswers.HOPS),
            Selection.of("exhausted"),
            Selection.of("truncatedAtDepth"),
            Selection.of("truncatedBy"),
            Selection.of("excludedKinds"),
            Selection.of("expansions")));
  }

  /// The ids along each path.
  private static List<List<String>> paths(Row answer) {
    List<List<String>> paths = new ArrayList<>();
    for (Row path : rows(answer.get("paths"))) {
      paths.add(PathAnswers.along(path));
    }
    return paths;
  }

  /// All that an answer says.
  private static List<Object> told(Row answer) {
    List<Object> told = new ArrayList<>(paths(answer));
    for (Row path : rows(answer.get("paths"))) {
      for (Row hop : rows(path.get("hops"))) {
        for (Row joined : rows(hop.get("relationships"))) {
          for (String key : List.of("type", "direction", "role", "since", "added")) {
            told.add(String.valueOf(joined.get(key)));
          }
        }
      }
    }
    told.add(String.valueOf(answer.get("expansions")));
    told.add(String.valueOf(answer.get("truncatedAtDepth")));
    return told;
  }

  private static void run(String statement) {
    NEO4J.driver().executableQuery(statement).execute();
  }
}
