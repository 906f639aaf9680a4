package com.caiatech.afdp.graphmodel.projection;

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
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What the statement says of a blast radius is what plain loops over the graph's relationships
/// say, now and as of moments.
class ExposuresTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final int HISTORIES = Integer.getInteger("afdp.histories", 2);
  private static final Sha256 POLICY = Sha256.ofUtf8("policy");

  private final GraphQueries queries = new GraphQueries(NEO4J.driver(), Neo4jFixture.PATIENT);

  @BeforeAll
  static void migrate() {
    new Migrations(NEO4J.driver()).apply();
  }

  @Test
  void aBlastRadiusIsWhatPlainLoopsFind() {
    Map<String, Integer> found = new TreeMap<>();
    Set<Integer> times = new TreeSet<>();
    for (int seed = 1; seed <= HISTORIES; seed++) {
      Random random = new Random(seed);
      project(random);
      PlainExposures plain = new PlainExposures(NEO4J.driver());
      List<@Nullable Long> moments = new ArrayList<>();
      moments.add(null);
      moments.add(plain.moment(random));
      moments.add(plain.moment(random));
      for (Long moment : moments) {
        for (String thing : plain.things()) {
          Map<String, PlainExposures.Told> expected = plain.of(thing, moment);
          Map<String, PlainExposures.Told> told = told(thing, moment);
          assertThat(told).as("seed %d: %s as of %s", seed, thing, moment).isEqualTo(expected);
          found.merge(PlainExposures.kind(thing), expected.size(), Integer::sum);
          expected.values().forEach(it -> times.add(it.served().size()));
        }
      }
    }
    assertThat(found).containsOnlyKeys("commit", "file", "deployment", "key");
    assertThat(found.values()).allMatch(count -> count > 3);
    assertThat(times).as("how often one deployment had traffic").contains(0, 1, 2);
  }

  @Test
  void pagesAreToldNewestFirstAndAFilterNarrowsThem() {
    project(new Random(5));
    String key =
        new PlainExposures(NEO4J.driver())
            .things().stream()
                .filter(it -> it.contains(":key:"))
                .max(Comparator.comparingInt(it -> ids(page(it, Map.of("first", 100))).size()))
                .orElseThrow();
    List<String> all = ids(page(key, Map.of("first", 100)));
    assertThat(all).hasSizeGreaterThan(3);
    List<String> ordered =
        NEO4J
            .driver()
            .executableQuery(
                "MATCH (d:Deployment) WHERE d.id IN $ids RETURN d.id AS id ORDER BY d.startedOrder DESC, d.id DESC")
            .withParameters(Map.of("ids", all))
            .execute()
            .records()
            .stream()
            .map(it -> it.get("id").asString())
            .toList();
    assertThat(all).isEqualTo(ordered);
    Row first = page(key, Map.of("first", 2));
    Object end = Objects.requireNonNull(row(first.get("pageInfo")).get("endCursor"));
    assertThat(ids(first)).isEqualTo(all.subList(0, 2));
    assertThat(ids(page(key, Map.of("first", 100, "after", end))))
        .isEqualTo(all.subList(2, all.size()));
    List<String> serving =
        rows(page(key, Map.of("first", 100)).get("nodes")).stream()
            .filter(it -> Boolean.TRUE.equals(it.get("serves")))
            .map(it -> String.valueOf(row(it.get("deployment")).get("id")))
            .toList();
    assertThat(ids(page(key, Map.of("first", 100, "filter", Map.of("serves", true)))))
        .isEqualTo(serving);
    assertThat(page(key, Map.of("first", 1)).get("totalCount")).isEqualTo((long) all.size());
  }

  @Test
  void aHistoryOfManyMergesIsWalkedOnce() {
    NEO4J.clear();
    run(
        """
        UNWIND range(0, 60) AS i CREATE (:Commit {id: 'urn:afdp:commit:shop:' + i, n: i})
        WITH count(*) AS made UNWIND range(0, 59) AS i
        MATCH (p:Commit {n: i}), (c:Commit {n: i + 1})
        CREATE (c)-[:PARENT {n: 1}]->(p)
        CREATE (c)-[:PARENT {n: 2}]->(:Commit {id: 'urn:afdp:commit:shop:side' + i})-[:PARENT {n: 1}]->(p)
        """,
        Map.of());
    run(
        """
        MATCH (c:Commit {n: 60})
        CREATE (s:Step {id: 'urn:afdp:step:1', service: 's', environment: 'e', recordedAt: 1, ledgerIndex: 1})
          -[:STEP_OF {since: 1}]->(d:Deployment {id: 'urn:afdp:deployment:1', startedOrder: 1})-[:DEPLOYED {since: 1}]->(c)
        CREATE (s)-[:ROUTED {since: 1, weight: 100}]->(d)
        """,
        Map.of());
    assertThat(ids(page("urn:afdp:commit:shop:0", Map.of("first", 1))))
        .containsExactly("urn:afdp:deployment:1");
  }

  @Test
  void whatHasNoBlastRadiusIsRefusedAndWhatIsNotThereIsAbsent() {
    NEO4J.clear();
    for (String thing :
        List.of("", "x", "urn:afdp:service:shop", "urn:afdp:commit:", "y".repeat(9_000))) {
      assertThatThrownBy(() -> ask(thing, null, Map.of("first", 1)))
          .isInstanceOf(GraphModelException.InvalidArgument.class)
          .hasMessageStartingWith(
              "of: expected the global id of a commit, a file, a deployment or a signing key")
          .message()
          .hasSizeLessThan(300);
    }
    assertThat(ask("urn:afdp:commit:shop:none", null, Map.of("first", 1))).isNull();
    assertThatThrownBy(() -> ask("urn:afdp:commit:shop:none", null, Map.of("first", 101)))
        .hasMessage("first: expected 1 to 100, found 101");
  }

  /// A story of deployments that took traffic from each other and gave it back, some of whose
  /// entries do not count all the time, with shares and a history of commits of chance.
  private static void project(Random random) {
    Story story = new Story();
    DeploymentId one = story.deploy(1);
    DeploymentId two = story.deploy(2);
    story.goBack(1, two, one);
    DeploymentId three = story.deploy(3);
    story.goBack(2, three, two);
    story.deploy(4);
    Map<Series, List<ProjectedEntry>> volumes = Variations.doubted(story.volumes(), random);
    NEO4J.clear();
    volumes.forEach(
        (series, entries) -> {
          List<ProjectedEntry> signed =
              entries.stream().map(entry -> Variations.signedByAny(entry, random)).toList();
          VolumeState start = VolumeState.start(series.firstVolume(), series);
          assertThat(
                  new GraphWriter(NEO4J.driver())
                      .append(
                          start,
                          Story.stateAfter(start, signed, POLICY),
                          signed,
                          List.of(),
                          StoryPolicies.ONE_APPROVAL))
              .isInstanceOf(WriteOutcome.Written.class);
        });
    weigh(random);
    writeCommits(random);
  }

  private static void weigh(Random random) {
    List<String> shares =
        NEO4J
            .driver()
            .executableQuery(
                "MATCH ()-[r:ROUTED|ROUTED_WAS]->() RETURN elementId(r) AS id ORDER BY r.since, r.evidence, id")
            .execute()
            .records()
            .stream()
            .map(it -> it.get("id").asString())
            .toList();
    for (String share : shares) {
      run(
          "MATCH ()-[r:ROUTED|ROUTED_WAS]->() WHERE elementId(r) = $id SET r.weight = $weight",
          Map.of("id", share, "weight", List.of(0, 5, 100, 100).get(random.nextInt(4))));
    }
    // a canary beside what serves
    run(
        """
        MATCH (s:Step)-[r:ROUTED]->(d:Deployment)-[:PREVIOUS]->(b:Deployment)
        WHERE r.weight = 5 AND NOT (s)-[:ROUTED]->(b)
        CREATE (s)-[:ROUTED {since: r.since, evidence: r.evidence, weight: 95}]->(b)
        """,
        Map.of());
  }

  /// Commits that were deployed, on two lines that meet at times, and the files that they touch.
  private static void writeCommits(Random random) {
    for (int i = 2; i <= 6; i++) {
      Set<Integer> parents =
          new TreeSet<>(List.of(1 + random.nextInt(i - 1), Math.max(1, i - 1 - random.nextInt(2))));
      for (int parent : parents) {
        run(
            "MERGE (c:Commit {id: $child}) MERGE (p:Commit {id: $parent}) MERGE (c)-[:PARENT {n: 1}]->(p)",
            Map.of("child", commit(i), "parent", commit(parent)));
      }
    }
    List<String> paths = List.of("services/cart/a", "libs/money/b", "docs/c", "services/cartoon");
    for (int i = 1; i <= 6; i++) {
      for (String path : paths) {
        if (random.nextBoolean()) {
          run(
              """
              MERGE (c:Commit {id: $commit}) MERGE (f:File {id: $file}) SET f.path = $path
              CREATE (c)-[:TOUCHED {change: $change}]->(f)
              """,
              Map.of(
                  "commit",
                  commit(i),
                  "file",
                  "urn:afdp:file:shop:" + path,
                  "path",
                  path,
                  "change",
                  List.of("ADDED", "MODIFIED", "RENAMED", "DELETED").get(random.nextInt(4))));
        }
      }
    }
  }

  private static String commit(int number) {
    return "urn:afdp:commit:shop:" + Story.sha(number).value();
  }

  private static void run(String statement, Map<String, Object> parameters) {
    NEO4J.driver().executableQuery(statement).withParameters(parameters).execute();
  }

  /// What is told of each deployment, by its id; empty where there is no such thing.
  private Map<String, PlainExposures.Told> told(String thing, @Nullable Long moment) {
    Map<String, PlainExposures.Told> told = new HashMap<>();
    Row answer = ask(thing, moment, Map.of("first", 100));
    if (answer != null) {
      for (Row node : rows(row(answer.get("exposures")).get("nodes"))) {
        told.put(
            String.valueOf(row(node.get("deployment")).get("id")),
            new PlainExposures.Told(
                Boolean.TRUE.equals(node.get("serves")),
                ids(node.get("evidence")),
                rows(node.get("served")).stream().map(ExposuresTest::time).toList()));
      }
    }
    return told;
  }

  private static List<Object> time(Row time) {
    List<Object> told = new ArrayList<>();
    for (String key : List.of("since", "until", "peakWeight")) {
      told.add(String.valueOf(time.get(key)));
    }
    told.add(String.valueOf(row(time.get("beganWith")).get("id")));
    told.add(time.get("endedBy") instanceof Row end ? String.valueOf(end.get("id")) : "null");
    told.add(ids(time.get("evidence")));
    return told;
  }

  private static Set<String> ids(@Nullable Object objects) {
    Set<String> ids = new TreeSet<>();
    rows(objects).forEach(it -> ids.add(String.valueOf(it.get("id"))));
    return ids;
  }

  private static List<String> ids(Row page) {
    return rows(page.get("nodes")).stream()
        .map(it -> String.valueOf(row(it.get("deployment")).get("id")))
        .toList();
  }

  private Row page(String thing, Map<String, Object> arguments) {
    return row(row(ask(thing, null, arguments)).get("exposures"));
  }

  private @Nullable Row ask(String thing, @Nullable Long moment, Map<String, Object> arguments) {
    Map<String, Object> given = new HashMap<>(Map.of("of", thing));
    if (moment != null) {
      given.put("asOf", Instant.ofEpochMilli(moment));
    }
    Selection id = Selection.of("id");
    return (Row)
        queries.fetch(
            Answers.with(
                given,
                "blastRadius",
                Answers.with(
                    arguments,
                    "exposures",
                    Selection.of(
                        "nodes",
                        Selection.of("deployment", id),
                        Selection.of("serves"),
                        Selection.of(
                            "served",
                            Selection.of("since"),
                            Selection.of("until"),
                            Selection.of("peakWeight"),
                            Selection.of("beganWith", id),
                            Selection.of("endedBy", id),
                            Selection.of("evidence", id)),
                        Selection.of("evidence", id)),
                    Selection.of("pageInfo", Selection.of("endCursor")),
                    Selection.of("totalCount"))));
  }
}
