package com.caiatech.afdp.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.query.catalogue.Catalogue;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.graphmodel.testing.SampleGraph;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.neo4j.driver.Session;
import org.neo4j.driver.exceptions.ClientException;
import org.neo4j.driver.summary.Plan;

/// The plans of the statements of every top-level field, and of those filters and fields whose
/// statement could read all there is.
class StatementPlansTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();
  @TempDir static Path keys;

  /// There are few nodes of these, and few more each year.
  private static final Set<String> FEW =
      Set.of("Environment", "Ledger", "Progress", "Repository", "Service", "Team");

  private static final Set<String> SORTS = Set.of("Sort", "Top", "PartialSort", "PartialTop");
  private static final Set<String> ONE_ROW_EACH =
      Set.of("CacheProperties", "Distinct", "Filter", "OrderedDistinct", "Projection");
  private static final String STEPS = "Step(service, environment, recordedAt, ledgerIndex)";
  private static final String ONE_PATH = "by id are sorted only those of one path";
  private static final String COLLECTED = "head(COLLECT {";
  private static final String PLACE =
      "service: {name: {eq: \"checkout\"}}, environment: {name: {eq: \"production\"}}";

  private static QueryEngine engine;

  /// A query, and what its statement is found by.
  ///
  /// @param uses parts of the details of operators
  /// @param reads what it reads all of, with the reason for which that is right
  record Case(String query, List<String> uses, Map<String, String> reads) {
    static Case of(String query, String... uses) {
      return new Case(query, List.of(uses), Map.of());
    }

    Case but(String finding, String reason) {
      return new Case(query, uses, Map.of(finding, reason));
    }

    @Override
    public String toString() {
      return query;
    }
  }

  /// So much of what there is much of that no plan begins at all of it by chance, and statistics
  /// that know it.
  private static final List<String> MUCH =
      List.of(
          """
          UNWIND range(1, 4000) AS i
          CREATE (:Deployment {id: 'much:' + i, service: 's' + i % 50, environment: 'e' + i % 4,
            status: 'x' + i % 8, startedOrder: i, closedAt: i, durationSeconds: i})
          CREATE (:AssertedDeployment {id: 'much:' + i, service: 's' + i % 50,
            environment: 'e' + i % 4, startedOrder: i})
          CREATE (:Step {id: 'much:' + i, service: 's' + i % 50, environment: 'e' + i % 4, name: 'x',
            recordedAt: i, ledgerIndex: i, startedAt: i})
          CREATE (:Check {id: 'much:' + i, name: 'x', startedAt: i})
          CREATE (:Approval {id: 'much:' + i, decidedAt: i})
          CREATE (:Incident {id: 'much:' + i, detectedAt: i})
          CREATE (:Record {id: 'much:' + i, path: 'x', recordId: 'x' + i, subjectId: 'x' + i % 200,
            volume: 'v' + i % 4, index: i, recordedAt: i})
          """,
          "UNWIND range(1, 400) AS i CREATE (:Person {id: 'much:' + i, personId: 'x' + i})",
          """
          UNWIND range(1, 8000) AS i
          MATCH (p:Person {id: 'much:' + (1 + i % 400)})
          CREATE (c:Commit {id: 'much:' + i, repository: 'r' + i % 20, committedAt: i})
          CREATE (c)-[:AUTHORED_BY]->(p)
          CREATE (c)-[:TOUCHED]->(:File {id: 'much:' + i, repository: 'r' + i % 20, path: 'p' + i})
          """,
          "CALL db.prepareForReplanning(600)");

  @BeforeAll
  static void begin() {
    SampleGraph.create(NEO4J.driver());
    try (Session session = NEO4J.driver().session()) {
      MUCH.forEach(statement -> session.run(statement).consume());
    }
    engine = new QueryEngine(NEO4J.driver(), keys);
  }

  static List<Case> cases() {
    String id = "018b0000-0000-7000-8000-000000000004";
    String sha = "0000000000000000000000000000000000000001";
    String commits = "Commit(committedAt, id)";
    return List.of(
        Case.of("{ node(id: \"urn:afdp:deployment:" + id + "\") { id } }", "Deployment(id)"),
        Case.of(
            "{ deployment(id: \""
                + id
                + "\") { status checks { name } shipped(first: 20) { nodes { sha } } } }",
            "Deployment(id)",
            "(n0)-[:SHIPPED]->"),
        Case.of("{ deployments(first: 5) { nodes { id } } }", "Deployment(startedOrder, id)"),
        Case.of(
            "{ deployments(first: 5, filter: {status: {eq: RUNNING}}) { nodes { id } } }",
            "Deployment(status, startedOrder, id)"),
        Case.of(
            "{ deployments(first: 50, filter: {service: {name: {eq: \"checkout\"}}}) { nodes { id }"
                + " } }",
            "Deployment(service, startedOrder, id)"),
        Case.of(
            "{ deployments(first: 50, filter: {environment: {name: {eq: \"staging\"}}}) { nodes {"
                + " id } } }",
            "Deployment(environment, startedOrder, id)"),
        Case.of(
            "{ deployments(first: 50, filter: {" + PLACE + "}) { nodes { id } } }",
            "Deployment(service, environment, startedOrder, id)"),
        Case.of("{ assertedDeployment(id: \"" + id + "\") { id } }", "AssertedDeployment(id)"),
        Case.of(
            "{ assertedDeployments(first: 5) { nodes { id } } }",
            "AssertedDeployment(startedOrder, id)"),
        Case.of(
            "{ assertedDeployments(first: 5, filter: {service: {name: {eq: \"checkout\"}}}) { nodes"
                + " { id } } }",
            "AssertedDeployment(service, startedOrder, id)"),
        Case.of("{ service(name: \"checkout\") { id } }", "Service(name)"),
        Case.of("{ services(first: 5) { nodes { id } } }", "Service(name)"),
        Case.of("{ repository(name: \"shop\") { id } }", "Repository(name)"),
        Case.of("{ repositories(first: 5) { nodes { name } } }", "Repository(name)"),
        Case.of("{ environment(name: \"staging\") { id } }", "Environment(name)"),
        Case.of("{ environments(first: 5) { nodes { id } } }", "Environment(name)"),
        Case.of("{ commit(repository: \"shop\", sha: \"" + sha + "\") { id } }", "Commit(id)"),
        Case.of("{ commits(first: 5) { nodes { id } } }", commits),
        Case.of(
            "{ commits(first: 5, filter: {repository: {name: {eq: \"shop\"}}}) { nodes { id } } }",
            "Commit(repository, committedAt, id)"),
        Case.of(
            "{ commits(first: 5, filter: {files: {some: {path: {startsWith: \"src/\"}}}}) { nodes {"
                + " id } } }",
            commits),
        Case.of(
            "{ commits(first: 5, filter:"
                + " {author: {personId: {eq:"
                + " \"p_1\"}}}) { nodes { id } }"
                + " }"), // where it begins depends on how many there are
        Case.of("{ incident(id: \"" + id + "\") { id } }", "Incident(id)"),
        Case.of("{ incidents(first: 5) { nodes { id } } }", "Incident(detectedAt, id)"),
        Case.of(
            "{ incident(id: \"" + id + "\") { annotations(first: 5) { nodes { text } } } }",
            "Incident(id)"),
        Case.of(
            "{ node(id: \"urn:afdp:annotation:" + id + "\") { id ... on Annotation { text } } }",
            "Annotation(id)"),
        Case.of("{ savedQuery(id: \"" + id + "\") { name } }", "SavedQuery(id)"),
        Case.of("{ savedQueries(first: 5) { nodes { name } } }", "SavedQuery(savedAt, id)"),
        Case.of("{ record(id: \"" + id + "\") { path } }", "Record(recordId)"),
        Case.of("{ ledgers { volume } }"),
        Case.of("{ violations(first: 5) { nodes { kind } } }")
            .but(
                "NodeByLabelScan of Violation",
                "those of before anything counted have no moment, and come last; a platform where"
                    + " there are many has another problem"),
        Case.of(
            "{ runningAt(service: \"checkout\", environment: \"production\") { cut final } }",
            STEPS),
        Case.of(
            "{ runningAt(service: \"checkout\", environment: \"production\", asOf:"
                + " \"2024-01-01T00:00:00Z\") { cut final } }",
            STEPS,
            "Record(volume, recordedAt, index)"),
        Case.of(
                "{ whereIs(repository: \"shop\", sha: \""
                    + sha
                    + "\") { role deployment { id } } }",
                "Commit(id)",
                STEPS)
            .but("CartesianProduct", "it looks at each service in each environment"),
        Case.of(
            "{ blastRadius(of: \"urn:afdp:commit:shop:"
                + sha
                + "\") { exposures(first: 5) { nodes { serves served { since endedBy { id } } evidence { path } } } } }",
            "Commit(id)",
            "File(id)",
            "Deployment(id)",
            "SigningKey(id)",
            "VarLengthExpand(Pruning,BFS",
            STEPS),
        Case.of("{ running(first: 5) { nodes { service } } }", STEPS)
            .but("CartesianProduct", "it looks at each service in each environment"),
        Case.of("{ nodes(ids: [\"urn:afdp:deployment:" + id + "\"]) { id } }", "Deployment(id)"),
        Case.of(
            "{ paths(from: \"urn:afdp:deployment:"
                + id
                + "\", to: \"urn:afdp:service:cart\") { paths { length } } }",
            "Deployment(id)"),
        Case.of(
            "{ reachable(from: \"urn:afdp:deployment:"
                + id
                + "\", first: 5) { edges { distance node { id } } } }",
            "Deployment(id)"),
        Case.of(
            "{ unproven(first: 5) { nodes { kind reason recordedAt finding { path } } } }",
            "Violation(kind, recordedAt, id)"),
        Case.of(
            "{ search(text: \"retry\", first: 5) { nodes { property thing { id } } } }",
            "Commit(id)",
            "db.index.fulltext.queryNodes("),
        Case.of(
            "{ diff(from: {environment: \"staging\"}, to: {environment: \"production\"}) { services { change"
                + " sources { fileCount shipped(first: 3) { nodes { sha } } } } } }",
            STEPS,
            "Commit(id)",
            "Environment(name)"),
        Case.of(
            "{ diff(from: {environment: \"production\", asOf: \"2023-11-14T22:13:26Z\"},"
                + " to: {environment: \"production\"}, service: \"checkout\") { services { from { cut final }"
                + " sources { files(first: 3) { path } from { role } } } } }",
            STEPS,
            "Commit(id)",
            "Service(name)"),
        Case.of(
            "{ compare(a: \""
                + id
                + "\", b: \"018b0000-0000-7000-8000-000000000001\") {"
                + " differing sources { role shipped(first: 3) { nodes { sha } } } } }",
            "Deployment(id)",
            "Commit(id)"),
        Case.of("{ team(name: \"carts\") { id } }", "Team(name)"),
        Case.of("{ teams(first: 5) { nodes { name } } }", "Team(name)"),
        Case.of("{ files(first: 5) { nodes { path } } }", "File(path)")
            .but("PartialTop of all of File", ONE_PATH),
        Case.of("{ files(last: 5) { nodes { path } } }", "File(path)")
            .but("PartialTop of all of File", ONE_PATH),
        Case.of(
            "{ files(first: 5, filter: {path: {under: \"src\"}}) { nodes { path } } }",
            "File(path)"),
        Case.of(
            "{ files(first: 5, filter: {repository: {name: {eq: \"shop\"}}}) { nodes { path } } }",
            "File(repository, path)"),
        Case.of("{ person(personId: \"p_1\") { id } }", "Person(id)"),
        Case.of("{ persons(first: 5) { nodes { id } } }", "Person(id)"),
        Case.of("{ checks(last: 5) { nodes { name } } }", "Check(startedAt, id)"),
        Case.of("{ approvals(first: 5) { nodes { id } } }", "Approval(decidedAt, id)"),
        Case.of("{ steps(first: 5) { nodes { name } } }", "Step(startedAt, id)"),
        Case.of("{ records(first: 5) { nodes { path } } }", "Record(recordedAt, id)"),
        Case.of(
            "{ deployments(first: 5, orderBy: {field: DURATION, direction: DESC}) { nodes { id } }"
                + " }",
            "Deployment(durationSeconds, id)"),
        Case.of(
            "{ deployments(last: 5, orderBy: {field: CLOSED_AT, direction: ASC}) { nodes { id } }"
                + " }",
            "Deployment(closedAt, id)"));
  }

  @Test
  void everyTopLevelFieldIsLookedAt() {
    Set<String> fields =
        Catalogue.standard().argumentsByType().getOrDefault("Query", Map.of()).keySet();
    assertThat(fields).hasSizeGreaterThan(15);
    assertThat(fields)
        .allMatch(
            field -> cases().stream().anyMatch(it -> it.query.matches("\\{ " + field + "\\b.*")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void noStatementReadsAllThereIs(Case asked) {
    List<Plan> plans = plans(asked.query);
    List<String> findings = new ArrayList<>();
    List<String> details = new ArrayList<>();
    plans.forEach(plan -> look(plan, findings, details));
    assertThat(findings)
        .as(() -> String.join("\n", details))
        .containsExactlyInAnyOrderElementsOf(asked.reads.keySet());
    asked.uses.forEach(part -> assertThat(details).anyMatch(detail -> detail.contains(part), part));
  }

  private static void look(Plan plan, List<String> findings, List<String> details) {
    details.add(name(plan) + " " + plan.arguments().get("Details"));
    switch (name(plan)) {
      case "AllNodesScan", "CartesianProduct" -> add(findings, name(plan));
      case "NodeByLabelScan" -> {
        if (!FEW.contains(label(plan))) {
          add(findings, "NodeByLabelScan of " + label(plan));
        }
      }
      case String scan when scan.contains("RelationshipTypeScan") -> add(findings, scan);
      case String sort when SORTS.contains(sort) -> {
        Plan read = read(plan);
        if (Set.of("NodeIndexScan", "NodeIndexSeekByRange").contains(name(read))
            && !FEW.contains(label(read))) {
          add(findings, sort + " of all of " + label(read));
        }
      }
      default -> {}
    }
    plan.children().forEach(child -> look(child, findings, details));
  }

  private static void add(List<String> findings, String finding) {
    if (!findings.contains(finding)) {
      findings.add(finding);
    }
  }

  /// What gives the rows that are sorted, as they are.
  private static Plan read(Plan sort) {
    Plan below = sort.children().getFirst();
    while (below.children().size() == 1 && ONE_ROW_EACH.contains(name(below))) {
      below = below.children().getFirst();
    }
    return below;
  }

  private static String name(Plan plan) {
    return plan.operatorType().replaceFirst("@.*", "");
  }

  /// The label of a scan, whose details are such as `n0:Commit` and `RANGE INDEX n0:Commit(id)`.
  private static String label(Plan scan) {
    return String.valueOf(scan.arguments().get("Details"))
        .replaceFirst("^[^:]*:", "")
        .replaceFirst("(?s)[^A-Za-z].*", "");
  }

  /// The plan of the query's statement, and of what it collects to take the first of, which no plan
  /// shows.
  private static List<Plan> plans(String query) {
    engine.counting.take();
    assertThat(engine.ask(query)).doesNotContainKey("errors");
    assertThat(engine.counting.sent()).isNotEmpty();
    return engine.counting.sent().stream().flatMap(StatementPlansTest::plans).toList();
  }

  @SuppressWarnings("unchecked")
  private static Stream<Plan> plans(CountingDriver.Sent sent) {
    return Stream.concat(Stream.of(sent.text()), collected(sent.text()).stream())
        .flatMap(text -> plan(text, (Map<String, Object>) sent.parameters()).stream());
  }

  private static List<String> collected(String text) {
    List<String> collected = new ArrayList<>();
    for (int at = text.indexOf(COLLECTED); at >= 0; at = text.indexOf(COLLECTED, at + 1)) {
      int begin = at + COLLECTED.length();
      int end = begin;
      for (int depth = 1; depth > 0; end++) {
        depth += text.charAt(end) == '{' ? 1 : text.charAt(end) == '}' ? -1 : 0;
      }
      String part = text.substring(begin, end - 1);
      collected.add(part.contains("= given") ? "UNWIND $p0 AS given" + part : part);
    }
    return collected;
  }

  /// None of a part that refers to what is around it.
  private static List<Plan> plan(String text, Map<String, Object> parameters) {
    try (Session session = NEO4J.driver().session()) {
      return session.run("EXPLAIN " + text, parameters).consume().queryPlan().stream().toList();
    } catch (ClientException part) {
      assertThat(part).hasMessageContaining("not defined");
      return List.of();
    }
  }
}
