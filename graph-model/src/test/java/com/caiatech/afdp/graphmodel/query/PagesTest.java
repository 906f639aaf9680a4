package com.caiatech.afdp.graphmodel.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.graphmodel.testing.SampleGraph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.neo4j.driver.Session;

/// Pages from either end of a list, in every order, held against plain statements.
class PagesTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final int WINDOWS = 40;

  private final Random random = new Random(20261130);
  private final GraphQueries queries = new GraphQueries(NEO4J.driver(), Neo4jFixture.PATIENT);

  @BeforeAll
  static void writeTheSample() {
    SampleGraph.create(NEO4J.driver());
  }

  /// An order and what a plain statement sorts by.
  private record Asked(String root, String label, String field, String key, String condition) {}

  private static final List<Asked> ORDERS =
      List.of(
          new Asked("deployments", "Deployment", "STARTED_AT", "x.startedOrder", "true"),
          new Asked("deployments", "Deployment", "CLOSED_AT", "x.closedAt", "x.closedAt > 0"),
          new Asked(
              "deployments",
              "Deployment",
              "DURATION",
              "x.durationSeconds",
              "x.durationSeconds IS NOT NULL"),
          new Asked("commits", "Commit", "COMMITTED_AT", "x.committedAt", "x.committedAt > 0"),
          new Asked("checks", "Check", "STARTED_AT", "x.startedAt", "true"),
          new Asked("approvals", "Approval", "DECIDED_AT", "x.decidedAt", "true"),
          new Asked("records", "Record", "RECORDED_AT", "x.recordedAt", "true"),
          new Asked("files", "File", "PATH", "x.path", "true"),
          new Asked("persons", "Person", "ID", "x.id", "true"),
          new Asked("services", "Service", "NAME", "x.name", "true"),
          new Asked("violations", "Violation", "RECORDED_AT", "coalesce(x.recordedAt, 0)", "true"));

  @Test
  void everyWindowOfEveryOrderHoldsWhatAPlainStatementSays() {
    int longest = 0;
    for (Asked asked : ORDERS) {
      for (String direction : List.of("ASC", "DESC")) {
        List<String> expected = plainly(asked, direction);
        longest = Math.max(longest, expected.size());
        List<String> cursors = new ArrayList<>();
        Row all = fetch(asked, direction, Map.of("first", 100));
        for (Object edge : (List<?>) Objects.requireNonNull(all.get("edges"))) {
          cursors.add(String.valueOf(((Row) Objects.requireNonNull(edge)).get("cursor")));
        }
        assertThat(ids(all)).as("%s %s", asked, direction).isEqualTo(expected);
        assertThat(all.get("totalCount")).isEqualTo((long) expected.size());
        for (int i = 0; i < WINDOWS / 4 && !cursors.isEmpty(); i++) {
          assertWindow(asked, direction, expected, cursors);
        }
      }
    }
    assertThat(longest).isGreaterThan(5);
  }

  private void assertWindow(
      Asked asked, String direction, List<String> expected, List<String> cursors) {
    int begin = random.nextInt(cursors.size() + 1);
    int end = begin + random.nextInt(cursors.size() + 1 - begin);
    int length = 1 + random.nextInt(4);
    boolean backward = random.nextBoolean();
    Map<String, Object> arguments = new HashMap<>();
    arguments.put(backward ? "last" : "first", length);
    if (begin > 0) {
      arguments.put("after", cursors.get(begin - 1));
    }
    if (end < cursors.size()) {
      arguments.put("before", cursors.get(end));
    }
    Row page = fetch(asked, direction, arguments);

    List<String> window = expected.subList(begin, end);
    int taken = Math.min(length, window.size());
    List<String> wanted =
        backward ? window.subList(window.size() - taken, window.size()) : window.subList(0, taken);
    String told = "%s %s %s".formatted(asked, direction, arguments);
    assertThat(ids(page)).as(told).isEqualTo(wanted);
    Row info = (Row) Objects.requireNonNull(page.get("pageInfo"));
    boolean cut = window.size() > taken;
    assertThat(info.get("hasPreviousPage")).as(told).isEqualTo(backward ? cut : begin > 0);
    assertThat(info.get("hasNextPage")).as(told).isEqualTo(backward ? end < cursors.size() : cut);
    assertThat(info.get("startCursor"))
        .as(told)
        .isEqualTo(taken == 0 ? null : cursors.get(expected.indexOf(wanted.getFirst())));
    assertThat(info.get("endCursor"))
        .as(told)
        .isEqualTo(taken == 0 ? null : cursors.get(expected.indexOf(wanted.getLast())));
  }

  @Test
  void aListIsReadFromOneEnd() {
    assertRefused(
        Map.of("first", 1, "last", 1),
        "deployments: expected either first, for the first objects, or last, for the last ones; found both");
    assertRefused(
        Map.of(),
        "deployments: expected either first, for the first objects, or last, for the last ones; found neither");
    assertRefused(Map.of("last", 101), "last: expected 1 to 100, found 101");
    assertRefused(
        Map.of("last", 1, "before", "nonsense"),
        "before: expected a cursor that a list of Deployment gave out, found something else; ask again without it to start from the first page");
  }

  @Test
  void nodesComeInTheirPlacesWhateverTheirTypes() {
    Selection name = new Selection("name", "name", Map.of(), Set.of("Service"), List.of());
    Selection sequence =
        new Selection("sequence", "sequence", Map.of(), Set.of("Deployment"), List.of());
    String deployment = "urn:afdp:deployment:018b0000-0000-7000-8000-000000000003";
    List<String> ids =
        List.of(
            "urn:afdp:service:cart",
            "urn:afdp:nonsense:1",
            deployment,
            "urn:afdp:service:nobody",
            "urn:afdp:service:checkout",
            deployment);
    List<?> found = (List<?>) Objects.requireNonNull(queries.fetch(nodes(ids, name, sequence)));
    assertThat(
            found.stream()
                .map(
                    it -> it instanceof Row row ? row.get("name") + " " + row.get("sequence") : "-")
                .toList())
        .containsExactly("cart null", "-", "null 3", "-", "checkout null", "null 3");
    assertThat((List<?>) queries.fetch(nodes(List.of(), name))).isEmpty();
    assertThat((List<?>) queries.fetch(nodes(List.of("x"), name))).hasSize(1).containsOnlyNulls();
    assertThatThrownBy(() -> queries.fetch(nodes(Collections.nCopies(101, deployment), sequence)))
        .isInstanceOf(GraphModelException.InvalidArgument.class)
        .hasMessage("ids: expected at most 100 ids, found 101");
  }

  private static Selection nodes(List<String> ids, Selection... fields) {
    return new Selection("nodes", "nodes", Map.of("ids", ids), Set.of(), List.of(fields));
  }

  @Test
  void aTotalAloneNeedsNoEnd() {
    Selection counted =
        new Selection(
            "deployments", "deployments", Map.of(), Set.of(), List.of(Selection.of("totalCount")));
    assertThat(((Row) Objects.requireNonNull(queries.fetch(counted))).get("totalCount"))
        .isEqualTo(7L);
  }

  @Test
  void aCursorOfAnotherOrderIsRefused() {
    Asked byEnd = ORDERS.get(1);
    Row page = fetch(byEnd, "DESC", Map.of("first", 1));
    Object cursor = ((Row) Objects.requireNonNull(page.get("pageInfo"))).get("endCursor");
    assertRefused(
        Map.of("first", 1, "after", Objects.requireNonNull(cursor)),
        "after: expected a cursor that a list of Deployment gave out, found something else; ask again without it to start from the first page");
  }

  private void assertRefused(Map<String, Object> arguments, String message) {
    Selection asked =
        new Selection(
            "deployments", "deployments", arguments, Set.of(), List.of(Selection.of("nodes")));
    assertThatThrownBy(() -> queries.fetch(asked))
        .isInstanceOf(GraphModelException.InvalidArgument.class)
        .hasMessage(message);
  }

  private Row fetch(Asked asked, String direction, Map<String, ?> arguments) {
    Map<String, Object> all = new HashMap<>(arguments);
    all.put("orderBy", Map.of("field", asked.field, "direction", direction));
    return (Row)
        Objects.requireNonNull(
            queries.fetch(
                new Selection(
                    asked.root,
                    asked.root,
                    all,
                    Set.of(),
                    List.of(
                        Selection.of(
                            "edges",
                            Selection.of("cursor"),
                            Selection.of("node", Selection.of("id"))),
                        Selection.of("nodes", Selection.of("id")),
                        Selection.of("totalCount"),
                        Selection.of(
                            "pageInfo",
                            Selection.of("hasNextPage"),
                            Selection.of("hasPreviousPage"),
                            Selection.of("startCursor"),
                            Selection.of("endCursor"))))));
  }

  private static List<String> ids(Row page) {
    return Answers.values(page.get("nodes"), "id").stream().map(String::valueOf).toList();
  }

  private static List<String> plainly(Asked asked, String direction) {
    try (Session session = NEO4J.driver().session()) {
      return session
          .run(
              "MATCH (x:%1$s) WHERE %2$s RETURN x.id AS id ORDER BY %3$s %4$s, x.id %4$s"
                  .formatted(asked.label, asked.condition, asked.key, direction))
          .list(row -> row.get("id").asString());
    }
  }
}
