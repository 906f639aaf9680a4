package com.caiatech.afdp.graphmodel.path;

import static com.caiatech.afdp.graphmodel.query.Answers.row;
import static com.caiatech.afdp.graphmodel.query.Answers.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.graphmodel.query.Answers;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.neo4j.driver.GraphDatabase;

/// What can be reached is what a plain breadth-first enumeration reaches, page by page.
class ReachTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final int GRAPHS = Integer.getInteger("afdp.histories", 4);
  private static final int QUESTIONS = 8;
  private static final String FILE = "urn:afdp:file:shop:f";

  private final GraphQueries queries = within(100_000, Duration.ofMinutes(2));

  @BeforeAll
  static void migrate() {
    new Migrations(NEO4J.driver()).apply();
  }

  @Test
  void whateverIsAskedTheAnswerIsThatOfAPlainEnumerationPageByPage() {
    int reached = 0;
    int far = 0;
    for (int seed = 1; seed <= GRAPHS; seed++) {
      Random random = new Random(seed);
      PlainGraph graph = PlainGraph.random(random);
      graph.write(NEO4J, random);
      for (int i = 0; i < QUESTIONS; i++) {
        Map<String, Object> question = graph.reach(random);
        List<List<String>> expected = graph.reached(question);
        assertThat(pages(question)).as("seed %d: %s", seed, question).isEqualTo(expected);
        reached += expected.size();
        far += (int) expected.stream().filter(path -> path.size() > 2).count();
      }
    }
    assertThat(reached).as("things").isGreaterThan(GRAPHS * 10);
    assertThat(far).as("things that are not next to it").isGreaterThan(GRAPHS);
  }

  @Test
  void aNeighbourhoodIsCutWhereTheBudgetEndsAndTheAnswerSaysFromWhere() {
    writeFileOfManyCommits();
    Map<String, Object> question =
        Map.of("from", "urn:afdp:deployment:d", "maxDepth", 4, "first", 100);
    GraphQueries narrow = within(30, Duration.ofMinutes(2));
    Row answer = row(narrow.fetch(reach(question)));
    // the first commit and its file; the file's other commits would be 40 relationships more
    assertThat(ids(answer)).containsExactly("urn:afdp:commit:shop:c01", FILE);
    assertThat(answer.get("truncatedAtDepth")).isEqualTo(3L);
    assertThat(answer.get("truncatedBy")).isEqualTo("EXPANSIONS");
    assertThat((Long) answer.get("expansions")).isLessThanOrEqualTo(30L);
    assertThat(row(answer.get("pageInfo")).get("hasNextPage")).isEqualTo(false);
    // a page that is full before is not cut
    assertThat(row(narrow.fetch(reach(with(question, "first", 1)))).get("truncatedAtDepth"))
        .isNull();
    Row late = row(within(30, Duration.ofNanos(1)).fetch(reach(question)));
    assertThat(ids(late)).isEmpty();
    assertThat(late.get("truncatedBy")).isEqualTo("TIME");
    assertThat(late.get("truncatedAtDepth")).isEqualTo(1L);
    Row whole = ask(question);
    assertThat(ids(whole)).hasSize(41).startsWith("urn:afdp:commit:shop:c01", FILE);
    assertThat(whole.get("truncatedBy")).isNull();
  }

  @Test
  void whatComesInBetweenPagesIsToldWhereItsPlaceIsBehind() {
    writeFileOfManyCommits();
    Map<String, Object> question = Map.of("from", FILE, "kinds", List.of("COMMIT"), "first", 3);
    Row first = ask(question);
    run(
        "MATCH (f:File {id: '%s'}) CREATE (:Commit {id: 'urn:afdp:commit:shop:c015'})-[:TOUCHED]->(f)"
            .formatted(FILE));
    run(
        "MATCH (f:File {id: '%s'}) CREATE (:Commit {id: 'urn:afdp:commit:shop:c035'})-[:TOUCHED]->(f)"
            .formatted(FILE));
    String end = String.valueOf(row(first.get("pageInfo")).get("endCursor"));
    Row second = ask(with(question, "after", end));
    assertThat(ids(first)).containsExactly(commit("c01"), commit("c02"), commit("c03"));
    assertThat(ids(second)).containsExactly(commit("c035"), commit("c04"), commit("c05"));
    assertThat(row(second.get("pageInfo")).get("hasPreviousPage")).isEqualTo(true);
    // the same question may go further, and want more at once
    assertThat(ids(ask(with(with(with(question, "after", end), "maxDepth", 5), "first", 1))))
        .containsExactly(commit("c035"));
  }

  @Test
  void aHubIsToldWhereItIsLookedForAndLedThroughOnlyWhereItIsNamed() {
    NEO4J.clear();
    run(
        """
        CREATE (p:Person {id: 'urn:afdp:person:p'})
        WITH p UNWIND ['a', 'b'] AS name
        CREATE (:Commit {id: 'urn:afdp:commit:shop:' + name})-[:AUTHORED_BY]->(p)
        """);
    Map<String, Object> question = Map.of("from", "urn:afdp:commit:shop:a", "first", 10);
    assertThat(ids(ask(question))).isEmpty();
    Map<String, Object> people = with(question, "kinds", List.of("PERSON", "COMMIT"));
    assertThat(ids(ask(people))).containsExactly("urn:afdp:person:p");
    assertThat(String.valueOf(ask(people).get("excludedKinds"))).contains("PERSON");
    assertThat(ids(ask(with(people, "through", List.of("PERSON")))))
        .containsExactly("urn:afdp:person:p", "urn:afdp:commit:shop:b");
    assertThat(ids(ask(with(people, "excluding", List.of("urn:afdp:person:p"))))).isEmpty();
  }

  @Test
  void proofsAreReachedWhereTheyAreLookedFor() {
    NEO4J.clear();
    run(
        """
        CREATE (:Deployment {id: 'urn:afdp:deployment:d'})-[:EVIDENCED_BY {since: 1}]->
          (:Record {id: 'urn:afdp:record:r', recordedAt: 1})-[:SIGNED_BY]->(:SigningKey {id: 'urn:afdp:key:k'})
        """);
    Map<String, Object> question = Map.of("from", "urn:afdp:deployment:d", "first", 10);
    assertThat(ids(ask(question))).isEmpty();
    assertThat(ids(ask(with(question, "kinds", List.of("SIGNING_KEY")))))
        .containsExactly("urn:afdp:key:k");
    assertThat(ids(ask(Map.of("from", "urn:afdp:key:k", "first", 10))))
        .containsExactly("urn:afdp:record:r", "urn:afdp:deployment:d");
  }

  @Test
  void anArgumentThatCannotBeMeantIsRefusedBeforeTheGraphIsAsked() {
    writeFileOfManyCommits();
    Map<String, Object> good = Map.of("from", FILE, "first", 2);
    String cursor = String.valueOf(row(ask(good).get("pageInfo")).get("endCursor"));
    GraphQueries unreachable =
        new GraphQueries(GraphDatabase.driver("bolt://127.0.0.1:1"), Neo4jFixture.PATIENT);
    Map<String, Object> bad = new HashMap<>();
    bad.put("maxDepth", 13);
    bad.put("first", 101);
    bad.put("from", "x'}) DETACH DELETE n //");
    bad.put("kinds", List.of());
    bad.put("excluding", Collections.nCopies(101, "urn:afdp:commit:shop:c"));
    bad.put("relationships", List.of());
    bad.put("after", "nonsense");
    bad.forEach(
        (argument, value) ->
            assertThatThrownBy(() -> unreachable.fetch(reach(with(good, argument, value))))
                .isInstanceOf(GraphModelException.InvalidArgument.class)
                .hasMessageStartingWith(argument + ": expected "));
    assertThatThrownBy(() -> unreachable.fetch(reach(with(good, "excluding", List.of(FILE)))))
        .hasMessageStartingWith("excluding: expected none of the things that the question names");
    for (int tooFew : new int[] {0, -1, Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> unreachable.fetch(reach(with(good, "first", tooFew))))
          .hasMessage("first: expected 1 to 100, found " + tooFew);
    }
    Map.<String, Object>of(
            "from", "urn:afdp:commit:shop:c01",
            "kinds", List.of("COMMIT"),
            "direction", "INCOMING",
            "through", List.of("FILE"),
            "excluding", List.of("urn:afdp:commit:shop:c01"),
            "relationships", List.of("TOUCHED"),
            "asOf", 5L)
        .forEach(
            (argument, value) ->
                assertThatThrownBy(
                        () ->
                            unreachable.fetch(
                                reach(with(with(good, "after", cursor), argument, value))))
                    .isInstanceOf(GraphModelException.InvalidArgument.class)
                    .hasMessageStartingWith(
                        "after: expected a cursor that the same question gave out"));
    assertThatThrownBy(() -> ask(Map.of("from", "urn:afdp:commit:shop:none", "first", 1)))
        .isInstanceOf(GraphModelException.NotFound.class)
        .hasMessageStartingWith("from: expected a thing that the graph has, found none");
  }

  private static void writeFileOfManyCommits() {
    NEO4J.clear();
    run(
        """
        CREATE (f:File {id: '%s'})
        WITH f UNWIND range(1, 40) AS i
        CREATE (c:Commit {id: 'urn:afdp:commit:shop:c' + right('0' + i, 2)})-[:TOUCHED]->(f)
        WITH c WHERE c.id ENDS WITH 'c01'
        CREATE (:Deployment {id: 'urn:afdp:deployment:d'})-[:SHIPPED {since: 1}]->(c)
        """
            .formatted(FILE));
  }

  private static String commit(String name) {
    return "urn:afdp:commit:shop:" + name;
  }

  /// The ids along the path to each thing, in pages of three.
  private List<List<String>> pages(Map<String, Object> question) {
    List<List<String>> found = new ArrayList<>();
    Map<String, Object> asked = with(question, "first", 3);
    while (true) {
      Row answer = ask(asked);
      for (Row edge : rows(answer.get("edges"))) {
        List<String> ids = PathAnswers.along(row(edge.get("path")));
        assertThat(edge.get("distance")).isEqualTo(ids.size() - 1L);
        assertThat(row(edge.get("node")).get("id")).isEqualTo(ids.getLast());
        found.add(ids);
      }
      assertThat(answer.get("truncatedAtDepth")).isNull();
      Row page = row(answer.get("pageInfo"));
      if (!Boolean.TRUE.equals(page.get("hasNextPage"))) {
        return found;
      }
      asked = with(asked, "after", String.valueOf(page.get("endCursor")));
    }
  }

  private static List<String> ids(Row answer) {
    return rows(answer.get("edges")).stream()
        .map(edge -> String.valueOf(row(edge.get("node")).get("id")))
        .toList();
  }

  private static Map<String, Object> with(
      Map<String, Object> question, String argument, Object value) {
    Map<String, Object> changed = new HashMap<>(question);
    changed.put(argument, value);
    return changed;
  }

  private Row ask(Map<String, Object> question) {
    return row(queries.fetch(reach(question)));
  }

  private static GraphQueries within(int expansions, Duration time) {
    return new GraphQueries(
        NEO4J.driver(), Neo4jFixture.PATIENT.with(new SearchBudget(expansions, time)));
  }

  private static Selection reach(Map<String, Object> question) {
    Map<String, Object> arguments = new HashMap<>(question);
    if (question.get("asOf") instanceof Long moment) {
      arguments.put("asOf", Instant.ofEpochMilli(moment));
    }
    return Answers.with(
        arguments,
        "reachable",
        Selection.of(
            "edges",
            Selection.of("distance"),
            Selection.of("node", Selection.of("id")),
            Selection.of("path", Selection.of("length"), PathAnswers.HOPS)),
        Selection.of(
            "pageInfo",
            Selection.of("hasNextPage"),
            Selection.of("hasPreviousPage"),
            Selection.of("endCursor")),
        Selection.of("truncatedAtDepth"),
        Selection.of("truncatedBy"),
        Selection.of("excludedKinds"),
        Selection.of("expansions"));
  }

  private static void run(String statement) {
    NEO4J.driver().executableQuery(statement).execute();
  }
}
