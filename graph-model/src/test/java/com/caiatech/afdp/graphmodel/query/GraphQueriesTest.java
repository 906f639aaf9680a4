package com.caiatech.afdp.graphmodel.query;

import static com.caiatech.afdp.graphmodel.query.Answers.row;
import static com.caiatech.afdp.graphmodel.query.Answers.rows;
import static com.caiatech.afdp.graphmodel.query.Answers.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Cursor;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.graphmodel.testing.SampleGraph;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

class GraphQueriesTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final String FOURTH = "018b0000-0000-7000-8000-000000000004";

  private final GraphQueries queries = new GraphQueries(NEO4J.driver(), Neo4jFixture.PATIENT);

  @BeforeAll
  static void writeTheSample() {
    SampleGraph.create(NEO4J.driver());
  }

  @Test
  void aDeploymentComesWithWhatIsSelectedUnderTheKeysOfTheSelection() {
    Row deployment =
        row(
            queries.fetch(
                with(
                    Map.of("id", FOURTH),
                    "deployment",
                    Selection.of("status"),
                    Selection.of("service", Selection.of("name")),
                    new Selection(
                        "early",
                        "checks",
                        Map.of("stage", "PRE"),
                        Set.of(),
                        List.of(Selection.of("status"))),
                    Selection.of("checks", Selection.of("stage"), Selection.of("passRate")),
                    Selection.of(
                        "sources",
                        Selection.of("role"),
                        Selection.of("commit", Selection.of("sha"))))));
    assertThat(deployment.get("status")).isEqualTo("FAILED");
    assertThat(row(deployment.get("service")).get("name")).isEqualTo("checkout");
    assertThat(Answers.values(deployment.get("early"), "status")).containsExactly("PASSED");
    assertThat(Answers.values(deployment.get("checks"), "stage"))
        .containsExactlyInAnyOrder("PRE", "POST");
    assertThat(Answers.values(deployment.get("sources"), "role"))
        .containsExactly("APPLICATION", "CONFIGURATION");
    assertThat(row(rows(deployment.get("sources")).getFirst().get("commit")).get("sha"))
        .isEqualTo("0008");
  }

  @Test
  void aDeploymentIsFoundByItsGlobalIdAndNothingIsFoundForAnUnknownOne() {
    Selection status = Selection.of("status");
    assertThat(
            queries.fetch(
                with(Map.of("id", "urn:afdp:deployment:" + FOURTH), "deployment", status)))
        .isInstanceOf(Row.class);
    assertThat(
            queries.fetch(
                with(Map.of("id", "018b0000-0000-7000-8000-00000000ffff"), "deployment", status)))
        .isNull();
  }

  @Test
  void anIdThatIsNoneIsRefused() {
    assertThatThrownBy(
            () -> queries.fetch(with(Map.of("id", "x"), "deployment", Selection.of("status"))))
        .isInstanceOf(GraphModelException.InvalidArgument.class)
        .hasMessage(
            "id: expected a UUID in lower case or a global id urn:afdp:deployment:<uuid>, found 'x'");
  }

  @Test
  void aNodeIsReadAsTheTypeThatItsIdNames() {
    Selection onService =
        new Selection("name", "name", Map.of(), Set.of("Service", "Environment"), List.of());
    Selection onPerson =
        new Selection("personId", "personId", Map.of(), Set.of("Person"), List.of());
    Row service =
        row(
            queries.fetch(
                with(Map.of("id", "urn:afdp:service:cart"), "node", onService, onPerson)));
    assertThat(service.type()).isEqualTo("Service");
    assertThat(service.get("name")).isEqualTo("cart");
    assertThat(service.get("personId")).isNull();
    assertThat(queries.fetch(with(Map.of("id", "urn:afdp:nonsense:1"), "node", onService)))
        .isNull();
    assertThat(queries.fetch(with(Map.of("id", "cart"), "node", onService))).isNull();
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrRepetitionThoughKeysTie() {
    List<@Nullable Object> seen = new ArrayList<>();
    String after = null;
    for (int page = 0; page < 10; page++) {
      Map<String, @Nullable Object> arguments =
          after == null ? Map.of("first", 2) : Map.of("first", 2, "after", after);
      Row connection = row(queries.fetch(deployments(arguments)));
      seen.addAll(Answers.values(connection.get("nodes"), "sequence"));
      Row info = row(connection.get("pageInfo"));
      assertThat(info.get("hasPreviousPage")).isEqualTo(after != null);
      if (!Boolean.TRUE.equals(info.get("hasNextPage"))) {
        break;
      }
      after = (String) info.get("endCursor");
    }
    assertThat(seen).containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
  }

  @Test
  void aCursorStaysGoodWhenOthersAreAdded() {
    Row first = row(queries.fetch(deployments(Map.of("first", 3))));
    String after = (String) row(first.get("pageInfo")).get("endCursor");
    try (Session session = NEO4J.driver().session()) {
      session
          .run(
              "CREATE (:Deployment {id: 'urn:afdp:deployment:z', sequence: 99, startedOrder: 1800000000000})")
          .consume();
      Row second =
          row(
              queries.fetch(
                  deployments(Map.of("first", 2, "after", Objects.requireNonNull(after)))));
      assertThat(Answers.values(second.get("nodes"), "sequence")).containsExactly(4L, 3L);
      session.run("MATCH (d:Deployment {sequence: 99}) DELETE d").consume();
    }
  }

  @Test
  void edgesCarryTheCursorsOfTheirNodesAndTheTotalIgnoresThePage() {
    Row connection =
        row(
            queries.fetch(
                with(
                    Map.of("first", 2),
                    "deployments",
                    Selection.of(
                        "edges",
                        Selection.of("cursor"),
                        Selection.of("node", Selection.of("sequence"))),
                    Selection.of("pageInfo", Selection.of("startCursor")),
                    Selection.of("totalCount"))));
    List<Row> edges = rows(connection.get("edges"));
    assertThat(edges).hasSize(2);
    assertThat(edges.getFirst().get("cursor"))
        .isNotNull()
        .isEqualTo(row(connection.get("pageInfo")).get("startCursor"));
    assertThat(row(edges.getFirst().get("node")).get("sequence")).isEqualTo(7L);
    assertThat(connection.get("totalCount")).isEqualTo(7L);
  }

  @Test
  void aForeignOrBrokenCursorIsRefused() {
    String ofCommits = Cursor.encode("Commit", List.of(1L, "x"));
    String ofOtherKeys = Cursor.encode("Deployment", List.of("x", 1L));
    for (String cursor : List.of("%%%", "", "bm9uc2Vuc2U", ofCommits, ofOtherKeys)) {
      assertThatThrownBy(() -> queries.fetch(deployments(Map.of("first", 2, "after", cursor))))
          .isInstanceOf(GraphModelException.InvalidArgument.class)
          .hasMessage(
              "after: expected a cursor that a list of Deployment gave out, found something else;"
                  + " ask again without it to start from the first page");
    }
  }

  @Test
  void aPageHoldsOneToAHundred() {
    for (int first : List.of(0, -1, 101)) {
      assertThatThrownBy(() -> queries.fetch(deployments(Map.of("first", first))))
          .isInstanceOf(GraphModelException.InvalidArgument.class)
          .hasMessage("first: expected 1 to 100, found " + first);
    }
  }

  @Test
  void filtersNarrowTheListAndItsTotal() {
    Row connection =
        row(
            queries.fetch(
                with(
                    Map.of(
                        "first",
                        10,
                        "filter",
                        Map.of(
                            "service",
                            Map.of("name", Map.of("eq", "checkout")),
                            "environment",
                            Map.of("name", Map.of("eq", "production")),
                            "status",
                            Map.of("in", List.of("FAILED", "RUNNING")),
                            "startedAt",
                            Map.of(
                                "gte",
                                Instant.ofEpochMilli(1700000000000L),
                                "lt",
                                Instant.ofEpochMilli(1700000001001L)))),
                    "deployments",
                    Selection.of("nodes", Selection.of("sequence")),
                    Selection.of("totalCount"))));
    assertThat(Answers.values(connection.get("nodes"), "sequence")).containsExactly(4L, 2L);
    assertThat(connection.get("totalCount")).isEqualTo(2L);
  }

  @Test
  void commitsAreFoundByThePathThatTheyTouchAndByTheirAuthor() {
    Map<String, Object> filter =
        Map.of(
            "files",
            below("src/cart/"),
            "author",
            Map.of("personId", Map.of("eq", "p_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")));
    Row connection =
        row(
            queries.fetch(
                with(
                    Map.of("first", 10, "filter", filter),
                    "commits",
                    Selection.of("nodes", Selection.of("sha")))));
    assertThat(Answers.values(connection.get("nodes"), "sha"))
        .containsExactly("0012", "0009", "0006", "0003");
    Row none =
        row(
            queries.fetch(
                with(
                    Map.of("first", 10, "filter", Map.of("files", below("src/car"))),
                    "commits",
                    Selection.of("totalCount"))));
    assertThat(none.get("totalCount")).isEqualTo(0L);
  }

  @Test
  void aCommitThatWasShippedInTwoRolesIsListedOnce() {
    Row deployment =
        row(
            queries.fetch(
                with(
                    Map.of("id", "018b0000-0000-7000-8000-000000000003"),
                    "deployment",
                    new Selection(
                        "all",
                        "shipped",
                        Map.of("first", 10),
                        Set.of(),
                        List.of(
                            Selection.of("nodes", Selection.of("sha")),
                            Selection.of("totalCount"))),
                    new Selection(
                        "iac",
                        "shipped",
                        Map.of("first", 10, "role", "IAC"),
                        Set.of(),
                        List.of(Selection.of("nodes", Selection.of("sha")))))));
    Row all = row(deployment.get("all"));
    assertThat(Answers.values(all.get("nodes"), "sha"))
        .containsExactly("0007", "0006", "0005", "0004");
    assertThat(all.get("totalCount")).isEqualTo(4L);
    assertThat(Answers.values(row(deployment.get("iac")).get("nodes"), "sha"))
        .containsExactly("0007");
  }

  @Test
  void aTokenThatTheProjectionHasReachedIsAnsweredAndAnotherTimesOut() {
    assertThat(queries.fetch(awaiting("deployment-manifests", 30))).isInstanceOf(Row.class);
    assertThatThrownBy(() -> queries.fetch(awaiting("deployment-manifests", 31)))
        .isInstanceOf(GraphModelException.QueryTimedOut.class)
        .hasMessage(
            "service: waited 300 ms for the projection to reach deployment-manifests:31 (it is at"
                + " 30); ask again later, or without the token");
    assertThatThrownBy(() -> queries.fetch(awaiting("no-such-volume", 1)))
        .isInstanceOf(GraphModelException.QueryTimedOut.class)
        .hasMessageContaining("no-such-volume:1 (it is at 0)");
  }

  @Test
  void aQueryThatWaitsIsAnsweredOnceTheProjectionHasReachedTheToken() {
    List<SessionConfig> sessions = new CopyOnWriteArrayList<>();
    GraphQueries patient =
        new GraphQueries(
            ReadYourWritesTest.recording(sessions),
            new QuerySettings("neo4j", Duration.ofMinutes(3), Duration.ofMinutes(3), 1000));
    CompletableFuture<Boolean> answered =
        CompletableFuture.supplyAsync(
            () -> patient.fetch(awaiting("approval-logs", 5)) instanceof Row,
            Thread::startVirtualThread);
    await().atMost(Duration.ofMinutes(3)).until(() -> sessions.size() > 1);
    assertThat(answered).as("after it has looked and before it is projected").isNotDone();
    try (Session session = NEO4J.driver().session()) {
      session.run("MATCH (l:Ledger {volume: 'approval-logs'}) SET l.size = 5").consume();
    }
    assertThat(answered).succeedsWithin(Duration.ofMinutes(3)).isEqualTo(true);
  }

  @Test
  void aCommitIsWhereItOrADescendantServes() {
    List<Row> found =
        rows(
            queries.fetch(
                with(
                    Map.of("repository", "shop", "sha", "0008"),
                    "whereIs",
                    Selection.of("service", Selection.of("name")),
                    Selection.of("environment", Selection.of("name")),
                    Selection.of("deployment", Selection.of("sequence")),
                    Selection.of("role"),
                    Selection.of("weight"))));
    assertThat(found.stream().map(it -> row(it.get("deployment")).get("sequence")))
        .containsExactly(6L, 4L, 5L);
    assertThat(Answers.values(found, "role")).containsOnly("APPLICATION");
  }

  @Test
  void theCauseOfAnIncidentNamesItsCommitAndItsRecord() {
    Row incident =
        row(
            queries.fetch(
                with(
                    Map.of("id", "018b0000-0000-7000-8000-000000000101"),
                    "incident",
                    Selection.of("components"),
                    Selection.of(
                        "causes",
                        Selection.of("method"),
                        Selection.of("confidence"),
                        Selection.of("deployment", Selection.of("sequence")),
                        Selection.of("commit", Selection.of("sha")),
                        Selection.of("evidence", Selection.of("index"))))));
    Row cause = rows(incident.get("causes")).getFirst();
    assertThat(incident.get("components")).isEqualTo(List.of("src/cart"));
    assertThat(cause.get("confidence")).isEqualTo(0.9);
    assertThat(row(cause.get("commit")).get("sha")).isEqualTo("0007");
    assertThat(Answers.values(cause.get("evidence"), "index")).containsExactly(21L);
  }

  @Test
  void suspectsComeRankedWithTheirReasonsAlsoFromWithinASuspect() {
    Selection suspects =
        new Selection(
            "suspects",
            "suspects",
            Map.of("first", 3),
            Set.of(),
            List.of(
                Selection.of("rank"),
                Selection.of("score"),
                Selection.of("commit", Selection.of("sha")),
                Selection.of(
                    "deployment",
                    Selection.of("sequence"),
                    Selection.of(
                        "causedIncidents",
                        new Selection(
                            "suspects",
                            "suspects",
                            Map.of("first", 1),
                            Set.of(),
                            List.of(Selection.of("rank"))))),
                Selection.of(
                    "reasons",
                    Selection.of("signal"),
                    Selection.of("weight"),
                    Selection.of("strength"),
                    Selection.of("explanation"))));
    Row incident =
        row(
            queries.fetch(
                with(Map.of("id", "018b0000-0000-7000-8000-000000000101"), "incident", suspects)));
    List<Row> ranked = rows(incident.get("suspects"));
    assertThat(Answers.values(ranked, "rank")).containsExactly(1L, 2L, 3L);
    assertThat(Answers.values(ranked.getFirst().get("reasons"), "signal"))
        .contains("component-overlap");
    Row suspect = row(ranked.getFirst().get("deployment"));
    assertThat(suspect.get("sequence")).isEqualTo(4L);
    Row caused = rows(suspect.get("causedIncidents")).getFirst();
    assertThat(Answers.values(caused.get("suspects"), "rank")).containsExactly(1L);
  }

  @Test
  void aViolationThatWasCuredIsNotOpen() {
    Row open =
        row(
            queries.fetch(
                with(
                    Map.of(
                        "first",
                        10,
                        "filter",
                        Map.of(
                            "curedAt",
                            Map.of("exists", false),
                            "volume",
                            Map.of("eq", "deployment-manifests"))),
                    "violations",
                    Selection.of("totalCount"),
                    Selection.of("nodes", Selection.of("index")))));
    assertThat(open.get("totalCount")).isEqualTo(4L);
    assertThat(Answers.values(open.get("nodes"), "index")).containsExactly(4L, 3L, 2L, 1L);
    List<Row> ledgers =
        rows(
            queries.fetch(
                Selection.of("ledgers", Selection.of("volume"), Selection.of("violationCount"))));
    assertThat(Answers.values(ledgers, "violationCount")).containsExactly(0L, 5L, 0L, 0L);
  }

  private static Map<String, Object> below(String folder) {
    return Map.of("some", Map.of("path", Map.of("under", folder)));
  }

  private static Selection deployments(Map<String, @Nullable Object> arguments) {
    return with(
        arguments,
        "deployments",
        Selection.of("nodes", Selection.of("sequence")),
        Selection.of(
            "pageInfo",
            Selection.of("hasNextPage"),
            Selection.of("hasPreviousPage"),
            Selection.of("endCursor")));
  }

  private static Selection awaiting(String volume, long size) {
    return with(
        Map.of(
            "name", "cart", "atLeast", List.of(new ConsistencyToken(new VolumeName(volume), size))),
        "service",
        Selection.of("name"));
  }
}
