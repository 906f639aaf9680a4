package com.caiatech.afdp.graphmodel.suspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neo4j.driver.Value;

class SuspectQueryTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final long DETECTED = 1_770_000_000_000L;
  private static final int RANGE = 8;

  private static final String DEPLOY =
      """
      MERGE (s:Service {id: 'shop', name: 'shop'})
      MERGE (e:Environment {id: 'production', name: 'production'})
      CREATE (d:Deployment {id: $id, service: 'shop', environment: 'production', status: 'SUCCEEDED',
                            openedAt: $openedAt, startedOrder: $openedAt})
      CREATE (d)-[:OF]->(s), (d)-[:TO]->(e)
      CREATE (step:Step {id: 'step-' + $id})-[:ROUTED {weight: 100}]->(d)
      CREATE (:Check {id: 'check-' + $id, status: 'PASSED'})-[:CHECKED]->(d)
      WITH d
      UNWIND $commits AS commit
      MERGE (c:Commit {id: commit.id}) SET c.size = commit.size, c.committedAt = commit.at
      CREATE (d)-[:SHIPPED {role: commit.role, inScope: coalesce(commit.inScope, true)}]->(c)
      WITH c, commit
      UNWIND commit.files AS path
      MERGE (f:File {id: path, path: path})
      CREATE (c)-[:TOUCHED]->(f)
      """;
  private static final String INCIDENT =
      """
      MATCH (s:Service {id: 'shop'}), (e:Environment {id: 'production'})
      CREATE (i:Incident {id: 'incident', detectedAt: $detectedAt, components: $components})
      CREATE (i)-[:AFFECTED]->(s), (i)-[:IN]->(e)
      """;
  private static final String ASK =
      "MATCH (it:Incident {id: 'incident'})\n"
          + SuspectQuery.subquery("it", "$limit", "$signals", "ranked")
          + "\nRETURN ranked";

  @BeforeAll
  static void migrate() {
    new Migrations(NEO4J.driver()).apply();
  }

  @BeforeEach
  void emptyDatabase() {
    NEO4J.clear();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theFaultyCommitRanksFirstWhereverItStandsInTheRange(long seed) {
    for (int position = 0; position < RANGE; position++) {
      NEO4J.clear();
      Random random = new Random(seed * 1000 + position);
      String faulty = "";
      for (int deployment = 0; deployment < 2; deployment++) {
        List<Map<String, Object>> commits = new ArrayList<>();
        for (int i = 0; i < RANGE / 2; i++) {
          int place = deployment * (RANGE / 2) + i;
          boolean isFaulty = place == position;
          String id = "commit-" + place;
          faulty = isFaulty ? id : faulty;
          commits.add(commit(id, place, isFaulty, random));
        }
        deploy("d" + deployment, DETECTED - (3 - deployment) * 3_600_000L, commits);
      }
      incident(List.of("src/cart/"));

      List<Value> suspects = suspects(5);

      assertThat(suspects.getFirst().get("commitId").asString())
          .as("seed %d, position %d: %s", seed, position, suspects)
          .isEqualTo(faulty);
      assertThat(suspects).hasSize(5);
      assertThat(suspects.getFirst().get("rank").asLong()).isEqualTo(1);
      assertThat(suspects.getFirst().get("reasons").values().iterator().next().get("signal"))
          .satisfies(signal -> assertThat(signal.asString()).isEqualTo("component-overlap"));
    }
  }

  @Test
  void theScoreIsTheWeightedSumOfTheReasonsThatAreGiven() {
    deploy("d0", DETECTED - 1000, List.of(commit("c0", 1, true, new Random(7))));
    incident(List.of("src/cart"));

    Value suspect = suspects(3).getFirst();

    assertThat(suspect.get("reasons").size()).isPositive();
    double sum = 0;
    for (Value reason : suspect.get("reasons").values()) {
      sum += reason.get("weight").asDouble() * reason.get("strength").asDouble();
      assertThat(reason.get("explanation").asString()).isNotBlank();
    }
    assertThat(suspect.get("score").asDouble()).isEqualTo(sum).isBetween(0.0, 1.0);
    assertThat(suspect.get("deploymentId").asString()).isEqualTo("d0");
  }

  @Test
  void whatConcernsTheServiceComesBeforeWhatWasBroughtAlong() {
    Map<String, Object> along = new HashMap<>(commit("along", 2, true, new Random(7)));
    along.put("inScope", false);
    deploy("d0", DETECTED - 1000, List.of(along, commit("own", 1, false, new Random(8))));
    incident(List.of("src/cart"));

    List<Value> suspects = suspects(3);

    assertThat(suspects)
        .extracting(it -> it.get("commitId").asString())
        .containsExactly("own", "along");
    assertThat(suspects)
        .extracting(it -> it.get("inScope").asBoolean())
        .containsExactly(true, false);
    assertThat(suspects.getFirst().get("score").asDouble())
        .isLessThan(suspects.getLast().get("score").asDouble());
  }

  @Test
  void aCommitIsJudgedByTheServiceThatItConcerns() {
    Map<String, Object> along = new HashMap<>(commit("shared", 1, true, new Random(7)));
    along.put("inScope", false);
    deploy("d0", DETECTED - 2000, List.of(commit("shared", 1, true, new Random(7))));
    deploy("d1", DETECTED - 1000, List.of(along));
    incident(List.of("src/cart"));
    run(
        """
        MATCH (d:Deployment {id: 'd1'}), (i:Incident)
        SET d.service = 'till'
        CREATE (i)-[:AFFECTED]->(:Service {id: 'till', name: 'till'})
        """,
        Map.of());

    assertThat(suspects(3))
        .singleElement()
        .satisfies(it -> assertThat(it.get("deploymentId").asString()).isEqualTo("d0"))
        .satisfies(it -> assertThat(it.get("inScope").asBoolean()).isTrue());
  }

  @Test
  void whatAnotherDeployerBroughtIsSuspectedAndSaysSo() {
    deploy("d0", DETECTED - 1000, List.of(commit("ours", 1, false, new Random(7))));
    asserted("a0", DETECTED - 2000, List.of(commit("theirs", 2, true, new Random(8))));
    asserted("a1", DETECTED + 2000, List.of(commit("later", 3, true, new Random(9))));
    incident(List.of("src/cart"));

    List<Value> suspects = suspects(5);

    assertThat(suspects)
        .extracting(it -> it.get("commitId").asString())
        .containsExactly("theirs", "ours");
    assertThat(suspects.getFirst().get("deploymentId").isNull()).isTrue();
    assertThat(suspects.getFirst().get("assertedId").asString()).isEqualTo("a0");
    assertThat(suspects.getFirst().get("reasons").values())
        .anySatisfy(
            reason ->
                assertThat(reason.get("explanation").asString())
                    .isEqualTo(
                        "deployed by argo-cd, as somebody reported (succeeded): nothing that this"
                            + " platform ran or saw"));
    assertThat(suspects.getLast().get("assertedId").isNull()).isTrue();
    assertThat(suspects.getLast().get("reasons").values())
        .noneMatch(reason -> reason.get("signal").asString().equals("asserted"));
  }

  @Test
  void noReportMovesADeploymentOfOursDownOrStandsForItsCommit() {
    deploy("d0", DETECTED - 20 * 86_400_000L, List.of(commit("ours", 1, true, new Random(7))));
    incident(List.of("src/cart"));
    Value alone = suspects(1).getFirst();
    for (int i = 0; i < 12; i++) {
      asserted("a" + i, DETECTED - 1000 - i, List.of());
      run(
          "MATCH (d:AssertedDeployment {id: $id}), (c:Commit {id: 'ours'})"
              + " CREATE (d)-[:SHIPPED {role: 'APPLICATION', inScope: true}]->(c)",
          Map.of("id", "a" + i));
    }

    assertThat(suspects(5)).containsExactly(alone);
  }

  @Test
  void aDeploymentThatOpenedAfterTheDetectionShipsNoSuspect() {
    deploy("d0", DETECTED + 1000, List.of(commit("c0", 1, true, new Random(7))));
    incident(List.of("src/cart"));

    assertThat(suspects(3)).isEmpty();
  }

  @Test
  void aComponentIsAPathAndNotAPrefixOfAName() {
    deploy(
        "d0",
        DETECTED - 1000,
        List.of(
            Map.of(
                "id",
                "c0",
                "size",
                1,
                "at",
                1,
                "role",
                "APPLICATION",
                "files",
                List.of("src/cartoon/Main.java"))));
    incident(List.of("src/cart"));

    assertThat(suspects(3).getFirst().get("reasons").values())
        .isNotEmpty()
        .noneMatch(reason -> reason.get("signal").asString().equals("component-overlap"));
  }

  private static Map<String, Object> commit(String id, int place, boolean faulty, Random random) {
    List<String> files = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(5); i++) {
      files.add("src/other" + random.nextInt(40) + "-" + i + "/Main.java");
    }
    if (faulty) {
      files.add("src/cart/Total.java");
    }
    return Map.of(
        "id",
        id,
        "size",
        1 + random.nextInt(2000),
        "at",
        DETECTED - 10_000_000L + place,
        "role",
        "APPLICATION",
        "files",
        files);
  }

  private static void deploy(String id, long openedAt, List<Map<String, Object>> commits) {
    run(DEPLOY, Map.of("id", id, "openedAt", openedAt, "commits", commits));
  }

  private static void asserted(String id, long at, List<Map<String, Object>> commits) {
    run(DEPLOY, Map.of("id", id, "openedAt", at, "commits", commits));
    run(
        """
        MATCH (d:Deployment {id: $id})
        OPTIONAL MATCH (d)<--(x:Step|Check)
        DETACH DELETE x
        REMOVE d:Deployment, d.openedAt
        SET d:AssertedDeployment, d.deployer = 'argo-cd'
        """,
        Map.of("id", id));
  }

  private static void incident(List<String> components) {
    run(INCIDENT, Map.of("detectedAt", DETECTED, "components", components));
  }

  private static void run(String statement, Map<String, Object> parameters) {
    NEO4J.driver().executableQuery(statement).withParameters(parameters).execute();
  }

  private static List<Value> suspects(int limit) {
    return NEO4J
        .driver()
        .executableQuery(ASK)
        .withParameters(Map.of("limit", limit, "signals", SuspectWeights.standard()))
        .execute()
        .records()
        .getFirst()
        .get("ranked")
        .asList(value -> value);
  }
}
