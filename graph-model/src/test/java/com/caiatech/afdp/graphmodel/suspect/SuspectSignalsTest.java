package com.caiatech.afdp.graphmodel.suspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neo4j.driver.Value;

/// One commit that a deployment brought an hour before an incident, and what is changed of them so
/// that a signal speaks.
class SuspectSignalsTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  /// 2026-02-04T12:00Z, a Wednesday.
  private static final long DETECTED = 1_770_206_400_000L;

  private static final long HOUR = 3_600_000;
  private static final String SCENE =
      """
      CREATE (s:Service {id: 'shop', name: 'shop'}),
             (e:Environment {id: 'production', name: 'production'}),
             (:Environment {id: 'staging', name: 'staging'}),
             (i:Incident {id: 'incident', title: 'It fails', detectedAt: $detected,
                          components: ['src/cart']}),
             (i)-[:AFFECTED]->(s), (i)-[:IN]->(e),
             (ann:Person {id: 'ann'}), (:Person {id: 'bob'}),
             (d:Deployment {id: 'd', service: 'shop', environment: 'production',
                            status: 'SUCCEEDED', openedAt: $detected - $hour,
                            startedOrder: $detected - $hour}),
             (:Step {id: 'step'})-[:ROUTED {weight: 100}]->(d),
             (:Check {id: 'k', status: 'PASSED'})-[:CHECKED]->(d),
             (c:Commit {id: 'c', size: 10, committedAt: $detected - 2 * $hour}),
             (d)-[:SHIPPED {role: 'APPLICATION', inScope: true}]->(c),
             (c)-[:AUTHORED_BY]->(ann),
             (c)-[:TOUCHED {added: 10, deleted: 0}]->(:File {id: 'f', path: 'src/other/Item.java'})
      """;
  private static final String ASK =
      "MATCH (it:Incident {id: 'incident'})\n"
          + SuspectQuery.subquery("it", "100", "$signals", "ranked")
          + "\nRETURN ranked";

  @BeforeAll
  static void migrate() {
    new Migrations(NEO4J.driver()).apply();
  }

  @BeforeEach
  void scene() {
    NEO4J.clear();
    run(SCENE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      textBlock =
          """
          component-overlap => SET f.path = 'src/cart/Item.java' => 1.0 => 1 of 1 touched files lie in the incident's components
          component-overlap => SET t.renamedFrom = 'src/cart/Item.java' => 1.0 => 1 of 1 touched files lie in the incident's components
          path-distance => SET f.path = 'config/cart.yaml' => 1.0 => a touched file lies near the incident's components or is named like one
          path-distance => SET f.path = 'src/cartoon/Item.java' => 0.0 => ''
          co-change => CREATE (f)<-[:TOUCHED]-(:Commit {id: 'h', committedAt: 1})-[:TOUCHED]->(:File {id: 'g', path: 'src/cart/Total.java'}) => 1.0 => 1 of 1 changes of its files before changed the incident's components, too
          named => SET i.title = 'NullPointerException in Item.add (Item.java:12)' => 1.0 => the incident's title names 1 of its files
          named => SET i.title = 'see src/other/Item.java:3' => 1.0 => the incident's title names 1 of its files
          named => SET i.title = 'Others are not shown' => 0.4 => the incident's title has a word that a touched file or its folder is named by
          kind-named => SET f.path = 'config/a.yaml' SET i.title = 'Refuses requests since the Limits changed' => 1.0 => the incident's title has a word that speaks of such a kind of change
          kind-named => SET s.role = 'CONFIGURATION' SET i.title = 'runs out of connections' => 1.0 => the incident's title has a word that speaks of such a kind of change
          kind-named => SET f.path = 'pom.xml' SET i.title = 'Leaks memory' => 1.0 => the incident's title has a word that speaks of such a kind of change
          kind-named => SET f.path = 'db/V2__items.sql' SET i.title = 'Leaks memory' => 0.0 => ''
          size => SET c.size = 9000 => 1.0 => 9000 lines added or deleted
          entropy => CREATE (c)-[:TOUCHED {added: 5, deleted: 5}]->(:File {id: 'g', path: 'a'}) => 1.0 => its lines are spread over 2 files
          documentation-only => SET f.path = 'src/other/README.md' => 1.0 => it changes documentation alone
          documentation-only => SET f.path = 'requirements.txt' => 0.0 => ''
          test-only => SET f.path = 'src/test/java/Item.java' => 1.0 => it changes tests alone
          test-only => SET f.path = 'src/other/latest.java' => 0.0 => ''
          dependencies => SET f.path = 'web/package-lock.json' => 1.0 => it changes dependencies
          migration => SET f.path = 'db/V2__items.sql' => 1.0 => it migrates data
          infrastructure => SET f.path = 'deploy/service.tf' => 1.0 => a change of infrastructure
          configuration => SET f.path = 'config/limits.yaml' => 1.0 => a change of configuration
          configuration => SET s.role = 'CONFIGURATION' => 1.0 => a change of configuration
          merge => CREATE (c)-[:PARENT {n: 1}]->(:Commit {id: 'p'}) CREATE (c)-[:PARENT {n: 2}]->(:Commit {id: 'q'}) => 1.0 => a merge, whose changes are its branch's
          churn => WITH f UNWIND range(1, 50) AS n CREATE (:Commit {id: 'h' + n, committedAt: $detected - 2 * $hour - n})-[:TOUCHED]->(f) => 1.0 => its hottest file was changed 50 times in the 60 days before
          incident-history => CREATE (f)<-[:TOUCHED]-(:Commit {id: 'h', committedAt: 1})<-[:BLAMES]-(:Incident {id: 'o', detectedAt: 2}) => 0.5 => its files had 1 changes before that were reverts or were blamed for an incident
          inexperience => SET f.path = 'a' => 1.0 => its author had changed these files 0 times before
          inexperience => WITH f MATCH (p:Person {id: 'ann'}) UNWIND range(1, 2) AS n CREATE (f)<-[:TOUCHED]-(:Commit {id: 'h' + n, committedAt: n})-[:AUTHORED_BY]->(p) => 0.5 => its author had changed these files 2 times before
          ownership => WITH f MATCH (p:Person {id: 'bob'}) CREATE (f)<-[:TOUCHED]-(:Commit {id: 'h', committedAt: 1})-[:AUTHORED_BY]->(p) => 1.0 => 1 of 1 earlier changes of these files are by others
          taken-back => CREATE (:Commit {id: 'r', size: 1, committedAt: $detected + 1})-[:REVERTS]->(c) => 1.0 => it was reverted after the incident began
          taken-back => CREATE (:Commit {id: 'r', size: 1, subject: 'Fix items', committedAt: $detected + 1})-[:TOUCHED]->(f) => 0.5 => a fix changed its files within 14 days after the incident began
          reverted-before => CREATE (:Commit {id: 'r', size: 1, committedAt: $detected - $hour})-[:REVERTS]->(c) => 1.0 => it was reverted before the incident began
          checks-failed => SET k.status = 'FAILED' => 1.0 => 1 of 1 checks of the deployment did not pass
          checks-missing => DETACH DELETE k => 1.0 => the deployment was not checked
          checks-flapped => CREATE (:Check {id: 'o', status: 'FAILED'})-[:CHECKED]->(:Deployment {id: 'o', service: 'shop', environment: 'staging', status: 'FAILED', startedOrder: $detected - 5 * $hour}) => 1.0 => 1 check(s) failed at deployments of the service that failed in the 24 hours before
          deployment-hour => SET d.openedAt = $detected - 13 * $hour SET d.startedOrder = d.openedAt => 1.0 => deployed at night, on a weekend or late on a Friday (UTC)
          commit-hour => SET c.committedZone = '+10:30' => 1.0 => committed at night, on a weekend or late on a Friday
          commit-hour => SET c.committedZone = '-02:00' => 0.0 => ''
          recency => CREATE (:Step {id: 'later'})-[:ROUTED {weight: 1}]->(:Deployment {id: 'e', service: 'shop', environment: 'production', status: 'SUCCEEDED', openedAt: $detected - 9, startedOrder: $detected - 9}) => 0.5 => 1 later deployment(s) went live before the incident began
          time-to-detection => SET d.openedAt = $detected - 12 * $hour SET d.startedOrder = d.openedAt => 0.5 => 12.0 hours before the incident began
          """)
  void aSignalSpeaks(String signal, String change, double strength, String explanation) {
    change(change);

    List<Value> spoken = reasons(suspect(), signal);

    if (strength == 0) {
      assertThat(spoken).isEmpty();
      return;
    }
    assertThat(spoken).hasSize(1);
    assertThat(spoken.getFirst().get("strength").asDouble()).isEqualTo(strength, within(1e-9));
    assertThat(spoken.getFirst().get("explanation").asString()).isEqualTo(explanation);
    assertThat(spoken.getFirst().get("weight").asDouble())
        .isEqualTo(Objects.requireNonNull(SuspectWeights.standard().get(signal)));
  }

  @Test
  void whatARollbackTookAwayBeforeIsSuspectedAsThat() {
    rollback("$detected - 60000");

    Value suspect = suspect();

    assertThat(suspect.get("deploymentId").asString()).isEqualTo("back");
    assertThat(reasons(suspect, "withdrawn")).hasSize(1);
    change("CREATE (i)<-[:BLAMES]-(:Incident {id: 'x'}) SET i.startedAt = $detected - 120000");
    assertThat(suspect().get("deploymentId").asString()).isEqualTo("d");
    assertThat(reasons(suspect(), "withdrawn")).isEmpty();
  }

  @Test
  void whatCameBackAfterARollbackIsSuspectedAsBrought() {
    rollback("$detected - 60000");
    run(
        """
        MATCH (c:Commit {id: 'c'})
        CREATE (:Step {id: 'again'})-[:ROUTED {weight: 5}]->
               (d:Deployment {id: 'again', service: 'shop', environment: 'production',
                              status: 'RUNNING', openedAt: $detected - 1000,
                              startedOrder: $detected - 1000})
                 -[:SHIPPED {role: 'APPLICATION', inScope: true}]->(c)
        """);

    assertThat(suspect().get("deploymentId").asString()).isEqualTo("again");
    assertThat(reasons(suspect(), "withdrawn")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET d.status = 'FAILED' SET d.closedAt = $detected - 1000",
        "SET d.status = 'ABORTED' SET d.closedAt = $detected - 1000",
        "SET d.status = 'REJECTED'",
        "SET i.startedAt = $detected - 2 * $hour",
        "SET d.openedAt = $detected + 1 SET d.startedOrder = $detected + 1",
        "WITH d MATCH (t:Step {id: 'step'}) SET t.startedAt = $detected + 1",
        "WITH d MATCH (t:Step {id: 'step'})-[r:ROUTED]->(d) SET r.weight = 0",
        "SET d.environment = 'staging'",
        "SET d.service = 'other'",
      })
  void whatDidNotServeWhenItBeganIsNoSuspect(String change) {
    change(change);

    assertThat(suspects()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET d.status = 'FAILED' SET d.closedAt = $detected + 1000",
        "SET d.status = 'LOST' SET d.closedAt = $detected - 1000",
        "SET d.status = 'RUNNING'",
        "SET i.startedAt = $detected + $hour",
      })
  void whatServedWhenItBeganIsASuspect(String change) {
    change(change);

    assertThat(suspects()).hasSize(1);
  }

  @Test
  void equalSuspectsHaveAnOrder() {
    run(
        """
        MATCH (d:Deployment {id: 'd'}), (f:File {id: 'f'}), (c:Commit {id: 'c'})
        UNWIND range(1, 30) AS n
        CREATE (d)-[:SHIPPED {role: 'APPLICATION', inScope: true}]->
               (x:Commit {id: 'x' + (100 - n), size: 10, committedAt: c.committedAt})
        CREATE (x)-[:TOUCHED {added: 10, deleted: 0}]->(f)
        """);

    List<Value> suspects = suspects();

    assertThat(suspects).hasSize(31).isEqualTo(suspects());
    assertThat(suspects)
        .filteredOn(it -> !it.get("commitId").asString().equals("c"))
        .extracting(it -> it.get("commitId").asString())
        .isSorted();
  }

  /// The title is matched as a text, never as a pattern or a statement, and its words are bounded.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'}) DETACH DELETE i //",
        "\\' OR true RETURN 1 //",
        "(a+)+$ .*.*.*.*.* [^",
        "////:::...$$$###\\\\\\\\",
        "' ' '' ` `` \" \"\" {} $first $p1 %s %1$s",
      })
  void aHostileTitleNamesNothing(String title) {
    run("MATCH (i:Incident) SET i.title = $title", Map.of("title", title));
    assertThat(reasons(suspect(), "named")).isEmpty();

    run("MATCH (i:Incident) SET i.title = $title", Map.of("title", title.repeat(20_000)));
    assertThat(reasons(suspect(), "named")).isEmpty();
    run(
        "MATCH (i:Incident) SET i.title = $title, i.components = $many",
        Map.of("title", "a/b ".repeat(100_000), "many", List.of(title, "/", "", "//")));
    assertThat(suspects()).hasSize(1);
  }

  @Test
  void everySignalHasOneWeightAndEveryWeightASignal() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(SuspectQuery.class.getResourceAsStream("suspects.cypher"))) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(found(text, "signal: '([a-z-]+)'"))
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(SuspectWeights.standard().keySet());
      assertThat(SuspectWeights.standard().keySet())
          .containsAll(new TreeSet<>(found(text, "weights\\['([a-z-]+)'\\]")));
    }
    assertThat(SuspectWeights.standard().values()).allMatch(it -> it >= -1 && it <= 1);
  }

  private static List<String> found(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.results().map(it -> it.group(1)).toList();
  }

  private static void rollback(String at) {
    run(
        """
        MATCH (c:Commit {id: 'c'})
        CREATE (:Step {id: 'back'})-[:ROUTED {weight: 100}]->
               (:Deployment {id: 'back', service: 'shop', environment: 'production',
                             status: 'SUCCEEDED', openedAt: %1$s, startedOrder: %1$s})
                 -[:WITHDREW {role: 'APPLICATION', inScope: true}]->(c)
        """
            .formatted(at));
  }

  /// Runs a change with the scene's things by their names.
  private static void change(String change) {
    run(
        """
        MATCH (i:Incident {id: 'incident'}), (k:Check {id: 'k'})-[:CHECKED]->(d:Deployment {id: 'd'}),
              (d)-[s:SHIPPED]->(c:Commit {id: 'c'})-[t:TOUCHED]->(f:File {id: 'f'})
        """
            + change);
  }

  private static void run(String statement) {
    run(statement, Map.of("detected", DETECTED, "hour", HOUR));
  }

  private static void run(String statement, Map<String, Object> parameters) {
    NEO4J.driver().executableQuery(statement).withParameters(parameters).execute();
  }

  private static Value suspect() {
    List<Value> suspects = suspects();
    assertThat(suspects).hasSize(1);
    return suspects.getFirst();
  }

  private static List<Value> suspects() {
    return NEO4J
        .driver()
        .executableQuery(ASK)
        .withParameters(Map.of("signals", SuspectWeights.standard()))
        .execute()
        .records()
        .getFirst()
        .get("ranked")
        .asList(value -> value);
  }

  private static List<Value> reasons(Value suspect, String signal) {
    return suspect.get("reasons").asList(value -> value).stream()
        .filter(it -> it.get("signal").asString().equals(signal))
        .toList();
  }
}
