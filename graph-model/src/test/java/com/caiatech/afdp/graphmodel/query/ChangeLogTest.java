package com.caiatech.afdp.graphmodel.query;

import static com.caiatech.afdp.graphmodel.query.Answers.row;
import static com.caiatech.afdp.graphmodel.query.Answers.rows;
import static com.caiatech.afdp.graphmodel.query.Answers.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.change.ChangeLogQuery;
import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.neo4j.driver.Session;

/// What a deployment shipped, by type of change and author.
class ChangeLogTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final String ID = "018b0000-0000-7000-8000-000000000001";

  private final GraphQueries queries = new GraphQueries(NEO4J.driver(), Neo4jFixture.PATIENT);

  @BeforeAll
  static void migrate() {
    new Migrations(NEO4J.driver()).apply();
  }

  @BeforeEach
  void clear() {
    NEO4J.clear();
  }

  /// Ships commits `c1`, `c2`, … of which each says what its row does.
  private static void ship(List<Map<String, Object>> commits) {
    run(
        """
        CREATE (d:Deployment {id: 'urn:afdp:deployment:' + $id, deploymentId: $id, startedOrder: 1})
        CREATE (d)-[:HAS_VERSION {since: 1}]->(:Version {startedOrder: 1})
        CREATE (d)-[:DEPLOYED {role: 'APPLICATION', rangeState: 'COMPLETE', since: 1}]->
               (:Commit {id: 'urn:afdp:commit:shop:head', sha: 'head', repository: 'shop'})
        WITH d UNWIND range(1, size($commits)) AS i WITH d, i, $commits[i - 1] AS says
        CREATE (c:Commit {id: 'urn:afdp:commit:shop:c' + i, sha: 'c' + i, repository: 'shop', size: 1,
          committedAt: i, type: says.type, scope: says.scope, breaking: says.breaking, issueKeys: says.keys})
        CREATE (d)-[:SHIPPED {role: 'APPLICATION', since: 1}]->(c)
        CREATE (d)-[:SHIPPED {role: 'IAC', since: 1}]->(c)
        FOREACH (path IN coalesce(says.files, []) |
          MERGE (f:File {id: 'urn:afdp:file:shop:' + path}) ON CREATE SET f.path = path
          CREATE (c)-[:TOUCHED]->(f))
        FOREACH (name IN coalesce(says.author, []) |
          MERGE (p:Person {id: 'urn:afdp:person:' + name}) ON CREATE SET p.personId = name
          CREATE (c)-[:AUTHORED_BY]->(p))
        FOREACH (n IN range(1, coalesce(says.parents, 0)) |
          CREATE (c)-[:PARENT {n: n}]->(:Commit {id: c.id + ':' + n}))
        FOREACH (other IN coalesce(says.reverts, []) |
          CREATE (c)-[:REVERTS]->(:Commit {id: other}))
        """,
        Map.of("id", ID, "commits", commits));
  }

  @Test
  void theTypeIsWhatTheMessageSaysElseWhatTheFilesAre() {
    Map<String, Map<String, Object>> cases = new LinkedHashMap<>();
    cases.put("FEATURE", Map.of("type", "feat", "files", List.of("README.md")));
    cases.put("FIX", Map.of("type", "hotfix"));
    cases.put("PERFORMANCE", Map.of("type", "perf", "parents", 2));
    cases.put("REFACTORING", Map.of("type", "refactor"));
    cases.put("REVERT", Map.of("type", "feat", "reverts", List.of("x")));
    cases.put("MIGRATION", Map.of("files", List.of("db/V1.sql", "docs/a.md", "a.yaml")));
    cases.put("DEPENDENCIES", Map.of("type", "chore", "scope", "deps"));
    cases.put("CONFIGURATION", Map.of("files", List.of("conf/app.yaml", "README.md")));
    cases.put("INFRASTRUCTURE", Map.of("type", "unheard", "files", List.of("main.tf")));
    cases.put("DOCUMENTATION", Map.of("files", List.of("docs/a.md")));
    cases.put("TEST", Map.of("files", List.of("src/test/ATest.java", "README.md")));
    cases.put("BUILD", Map.of("type", "ci"));
    cases.put("CHORE", Map.of("type", "style"));
    cases.put("MERGE", Map.of("parents", 2, "files", List.of("A.java")));
    cases.put("OTHER", Map.of("files", List.of("A.java", "V1.sql")));
    ship(List.copyOf(cases.values()));

    Row log = log(Map.of());

    assertThat(Answers.values(log.get("groups"), "type")).containsExactlyElementsOf(cases.keySet());
    assertThat(Answers.values(log.get("groups"), "count")).containsOnly(1L);
    assertThat(log.get("commitCount")).isEqualTo(15L);
    assertThat(log.get("truncated")).isEqualTo(false);
    assertThat(log.get("complete")).isEqualTo(true);
    assertThat(group(log, "OTHER").get("fileKinds")).isEqualTo(List.of("CODE", "MIGRATION"));
  }

  @Test
  void commitsStandUnderTheirAuthorsWithTheIssuesThatTheyName() {
    ship(
        List.of(
            Map.of("type", "fix", "author", List.of("p_b"), "keys", List.of("SHOP-2", "#12")),
            Map.of("type", "fix", "author", List.of("p_a"), "keys", List.of("SHOP-2")),
            Map.of("type", "fix", "author", List.of("p_a"), "breaking", true),
            Map.of("type", "fix"),
            Map.of("type", "feat", "author", List.of("p_a"))));

    Row fixes = group(log(Map.of()), "FIX");

    assertThat(fixes.get("count")).isEqualTo(4L);
    assertThat(fixes.get("breaking")).isEqualTo(1L);
    assertThat(fixes.get("issueKeys")).isEqualTo(List.of("#12", "SHOP-2"));
    List<Row> authors = rows(fixes.get("authors"));
    assertThat(authors.stream().map(it -> it.get("count"))).containsExactly(2L, 1L, 1L);
    assertThat(authors.stream().map(it -> Answers.values(it.get("commits"), "sha")))
        .containsExactly(List.of("c3", "c2"), List.of("c1"), List.of("c4"));
    assertThat(authors.stream().map(it -> person(it.get("person"))))
        .containsExactly("p_a", "p_b", null);
  }

  @Test
  void moreCommitsThanAreReadAreToldToBeThere() {
    ship(Collections.nCopies(ChangeLogQuery.MAX_COMMITS + 1, Map.of("type", "fix")));
    Row log = log(Map.of());
    assertThat(log.get("commitCount")).isEqualTo(ChangeLogQuery.MAX_COMMITS + 1L);
    assertThat(log.get("truncated")).isEqualTo(true);
    assertThat(log.get("complete")).isEqualTo(false);
    assertThat(group(log, "FIX").get("count")).isEqualTo((long) ChangeLogQuery.MAX_COMMITS);
    assertThat(
            Answers.values(rows(group(log, "FIX").get("authors")).getFirst().get("commits"), "sha"))
        .startsWith("c1001")
        .hasSize(3);
  }

  @Test
  void aSetThatIsNotInTheGraphIsNoEmptyChangeLog() {
    ship(List.of(Map.of("type", "fix")));
    run("MATCH ()-[r:DEPLOYED]->() SET r.rangeState = 'COUNT_ONLY'", Map.of());
    run("MATCH ()-[r:SHIPPED]->() DELETE r", Map.of());
    Row log = log(Map.of());
    assertThat(log.get("commitCount")).isEqualTo(0L);
    assertThat(log.get("complete")).isEqualTo(false);
    assertThat(rows(log.get("groups"))).isEmpty();
  }

  @Test
  void whatWasBelievedToBeShippedIsToldAsOfThen() {
    ship(List.of(Map.of("type", "fix"), Map.of("type", "feat")));
    run(
        """
        MATCH (d)-[r:SHIPPED]->(c {sha: 'c2'})
        CREATE (d)-[w:SHIPPED_WAS]->(c) SET w = properties(r), w.until = 100 DELETE r
        """,
        Map.of());
    assertThat(Answers.values(log(Map.of()).get("groups"), "type")).containsExactly("FIX");
    Map<String, Object> then = Map.of("asOf", Instant.ofEpochMilli(99));
    assertThat(Answers.values(log(then).get("groups"), "type")).containsExactly("FEATURE", "FIX");
  }

  private static @Nullable Object person(@Nullable Object person) {
    return person == null ? null : row(person).get("personId");
  }

  private static Row group(Row log, String type) {
    return rows(log.get("groups")).stream()
        .filter(it -> type.equals(it.get("type")))
        .findFirst()
        .orElseThrow();
  }

  private Row log(Map<String, Object> arguments) {
    Map<String, Object> given = new HashMap<>(arguments);
    given.put("id", ID);
    Selection asked =
        with(
            given,
            "deployment",
            Selection.of(
                "changeLog",
                Selection.of("commitCount"),
                Selection.of("truncated"),
                Selection.of("complete"),
                Selection.of(
                    "groups",
                    Selection.of("type"),
                    Selection.of("count"),
                    Selection.of("breaking"),
                    Selection.of("fileKinds"),
                    Selection.of("issueKeys"),
                    Selection.of(
                        "authors",
                        Selection.of("count"),
                        Selection.of("person", Selection.of("personId")),
                        with(Map.of("first", 3), "commits", Selection.of("sha"))))));
    return row(row(queries.fetch(asked)).get("changeLog"));
  }

  private static void run(String statement, Map<String, Object> parameters) {
    try (Session session = NEO4J.driver().session()) {
      session.run(statement, parameters).consume();
    }
  }
}
