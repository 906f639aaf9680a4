package com.caiatech.afdp.graphmodel.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import com.caiatech.afdp.graphmodel.commit.CommitMessage;
import com.caiatech.afdp.graphmodel.commit.CommitRow;
import com.caiatech.afdp.graphmodel.commit.CommitWriter;
import com.caiatech.afdp.graphmodel.commit.PendingRange;
import com.caiatech.afdp.graphmodel.commit.RangeWriter;
import com.caiatech.afdp.graphmodel.commit.ResolvedRange;
import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.plan.SourceRole;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.neo4j.driver.Session;

/// The mark stands on every commit that was deployed and compared, on its ancestors, and nowhere
/// else.
class DeployedHistoryTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final RepositoryName SHOP = new RepositoryName("shop");
  private static final String SAID = "said";
  private static final Instant NOW = Instant.parse("2026-02-01T12:00:00Z");

  private final Map<Integer, List<Integer>> parents = new HashMap<>();
  private final Map<DeploymentId, Integer> deployed = new HashMap<>();
  private final Set<DeploymentId> compared = new TreeSet<>();

  @BeforeAll
  static void migrate() {
    new Migrations(NEO4J.driver()).apply();
  }

  @BeforeEach
  void clear() {
    NEO4J.clear();
  }

  @Test
  void aBranchThatWasNeverDeployedIsNotMarkedAndOneThatWasIsUpToItsRoot() {
    write(Map.of(1, List.of(), 2, List.of(1), 3, List.of(2), 4, List.of(1), 5, List.of(3, 4)));
    DeploymentId first = deploy(2);
    assertThat(marked()).isEmpty();
    compare(first);
    assertThat(marked()).containsExactly(1, 2);
    DeploymentId second = deploy(4);
    compare(second);
    assertThat(marked()).containsExactly(1, 2, 4);
    withdraw(first);
    assertThat(marked()).containsExactly(1, 4);
    withdraw(second);
    assertThat(marked()).isEmpty();
  }

  @Test
  void whatIsNoLongerBelievedKeepsItsCommitsAndWhatItShippedWithItsEnd() {
    write(Map.of(1, List.of(), 2, List.of(1)));
    DeploymentId deployment = deploy(2);
    compare(deployment);
    Fact.Edge stated = stated(deployment, 2, SAID);
    write(
        new FactDifference(
            List.of(), List.of(stated.believed(NOW, NOW.plusSeconds(9))), List.of()));
    assertThat(marked()).containsExactly(1, 2);
    assertThat(dated("DEPLOYED|SHIPPED")).isEmpty();
    assertThat(dated("DEPLOYED_WAS|SHIPPED_WAS"))
        .containsExactly("DEPLOYED_WAS 9000 COMPLETE", "SHIPPED_WAS 9000 null");
  }

  @Test
  void aDeploymentThatIsStatedOtherwiseHoldsItsCommitsAgainOnceItIsCompared() {
    write(Map.of(1, List.of(), 2, List.of(1)));
    DeploymentId deployment = deploy(2);
    compare(deployment);
    state(deployment, 2, "otherwise");
    assertThat(marked()).isEmpty();
    compared.remove(deployment);
    compare(deployment);
    assertThat(marked()).containsExactly(1, 2);
  }

  @Test
  void aRangeOfACommitThatNobodyHasReadMarksNothing() {
    DeploymentId deployment = deploy(7);
    compare(deployment);
    assertThat(marked()).isEmpty();
    assertThat(
            NEO4J
                .driver()
                .executableQuery("MATCH (c:Commit) WHERE c.deployed IS NOT NULL RETURN c")
                .execute()
                .records())
        .isEmpty();
  }

  @Test
  void whateverIsDeployedComparedAndWithdrawnTheMarksAreThoseOfWhatIsLeft() {
    qt().withExamples(3)
        .withFixedSeed(20260401)
        .forAll(longs().all())
        .checkAssert(
            seed -> {
              NEO4J.clear();
              deployed.clear();
              compared.clear();
              Random random = new Random(seed);
              write(history(random, 40));
              for (int step = 0; step < 40; step++) {
                stepAtRandom(random);
                assertThat(marked()).isEqualTo(expected());
              }
            });
  }

  private void stepAtRandom(Random random) {
    List<DeploymentId> pending =
        deployed.keySet().stream().filter(id -> !compared.contains(id)).sorted().toList();
    switch (random.nextInt(3)) {
      case 0 -> deploy(1 + random.nextInt(parents.size()));
      case 1 -> {
        if (!pending.isEmpty()) {
          compare(pending.get(random.nextInt(pending.size())));
        }
      }
      default -> {
        if (!deployed.isEmpty()) {
          withdraw(
              deployed.keySet().stream().sorted().toList().get(random.nextInt(deployed.size())));
        }
      }
    }
  }

  /// Commits with none to three parents among the ten before them.
  private static Map<Integer, List<Integer>> history(Random random, int commits) {
    Map<Integer, List<Integer>> history = new HashMap<>();
    for (int commit = 1; commit <= commits; commit++) {
      Set<Integer> before = new TreeSet<>();
      for (int i = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(3); i > 0; i--) {
        before.add(Math.max(1, commit - 1 - random.nextInt(10)));
      }
      before.remove(commit);
      history.put(commit, List.copyOf(before));
    }
    return history;
  }

  private void write(Map<Integer, List<Integer>> history) {
    parents.clear();
    parents.putAll(history);
    List<CommitRow> rows = new ArrayList<>();
    for (int commit : new TreeSet<>(history.keySet())) {
      rows.add(
          new CommitRow(
              sha(commit),
              history.getOrDefault(commit, List.of()).stream().map(Story::sha).toList(),
              null,
              null,
              List.of(),
              null,
              null,
              new CommitMessage(
                  "Commit " + commit, null, null, null, false, List.of(), List.of(), List.of()),
              List.of()));
    }
    new CommitWriter(NEO4J.driver(), SHOP).write(rows);
  }

  private DeploymentId deploy(int commit) {
    DeploymentId id = DeploymentId.create(NOW);
    deployed.put(id, commit);
    Fact node =
        new Fact.Node(
            NodeKind.DEPLOYMENT,
            Urns.deployment(id),
            new PropertyMap()
                .with(Properties.ID, Urns.deployment(id))
                .with(Properties.DEPLOYMENT_ID, id.value())
                .toMap());
    write(new FactDifference(List.of(), List.of(), List.of(node, stated(id, commit, SAID))));
    return id;
  }

  private void state(DeploymentId id, int commit, String said) {
    write(
        new FactDifference(
            List.of(stated(id, commit, SAID)), List.of(), List.of(stated(id, commit, said))));
  }

  private void withdraw(DeploymentId id) {
    Integer commit = deployed.remove(id);
    compared.remove(id);
    if (commit != null) {
      write(new FactDifference(List.of(stated(id, commit, SAID)), List.of(), List.of()));
    }
  }

  private void compare(DeploymentId id) {
    Integer commit = deployed.get(id);
    if (commit != null && compared.add(id)) {
      PendingRange range =
          new PendingRange(
              id.subject(),
              SourceRole.APPLICATION,
              SHOP,
              null,
              sha(commit),
              Sha256.ofUtf8("tree"),
              null,
              null,
              null,
              id.value(),
              NOW,
              false,
              false);
      assertThat(
              new RangeWriter(NEO4J.driver())
                  .write(
                      List.of(
                          new RangeWriter.Finding(
                              range,
                              new ResolvedRange.Complete(
                                  List.of(sha(commit)), List.of(), Set.of())))))
          .hasSize(1);
    }
  }

  private static Fact.Edge stated(DeploymentId id, int commit, String said) {
    String urn = Urns.commit(SHOP, sha(commit));
    return new Fact.Edge(
        EdgeKind.DEPLOYED,
        Urns.deployment(id),
        urn,
        SourceRole.APPLICATION.name(),
        new PropertyMap()
            .with(Properties.ROLE, SourceRole.APPLICATION)
            .with(Properties.EVIDENCE, id.value())
            .with(Properties.SINCE, NOW)
            .with(Properties.SOURCE_SHA256, said)
            .with(Properties.RANGE_STATE, RangeState.PENDING)
            .toMap(),
        new PropertyMap()
            .with(Properties.ID, urn)
            .with(Properties.SHA, sha(commit).value())
            .with(Properties.REPOSITORY, SHOP.value())
            .toMap());
  }

  private static void write(FactDifference difference) {
    try (Session session = NEO4J.driver().session()) {
      session.executeWriteWithoutResult(
          transaction -> new FactWriter(transaction).write(difference));
    }
  }

  private Set<Integer> expected() {
    Set<Integer> expected = new TreeSet<>();
    Deque<Integer> left = new ArrayDeque<>();
    compared.forEach(id -> left.add(deployed.getOrDefault(id, 0)));
    while (!left.isEmpty()) {
      int commit = left.remove();
      if (expected.add(commit)) {
        left.addAll(parents.getOrDefault(commit, List.of()));
      }
    }
    return expected;
  }

  private static List<String> dated(String types) {
    return NEO4J
        .driver()
        .executableQuery(
            "MATCH ()-[r:"
                + types
                + "]->() RETURN type(r) + ' ' + toString(coalesce(r.until - r.since, -1)) + ' '"
                + " + coalesce(r.rangeState, 'null') AS text ORDER BY text")
        .execute()
        .records()
        .stream()
        .map(row -> row.get("text").asString())
        .toList();
  }

  private Set<Integer> marked() {
    return NEO4J
        .driver()
        .executableQuery("MATCH (c:Commit {deployed: true}) RETURN c.sha AS sha")
        .execute()
        .records()
        .stream()
        .map(row -> Integer.parseInt(row.get("sha").asString(), 16))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static CommitId sha(int commit) {
    return Story.sha(commit);
  }
}
