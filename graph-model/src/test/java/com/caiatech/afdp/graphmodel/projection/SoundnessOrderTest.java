package com.caiatech.afdp.graphmodel.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.IndexRange;
import com.caiatech.afdp.schemas.record.Owner;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The verdicts on deployments do not depend on the order of pushes, nor on when a policy that asks
/// for other approvals became known to the projection of each volume.
class SoundnessOrderTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  /// The nightly run asks for more.
  private static final int HISTORIES = Integer.getInteger("afdp.histories", 4);

  private static final Owner BOTH =
      new Owner(
          "both",
          List.of(Story.ANN, Story.BEN),
          List.of(IndexRange.all(Series.DEPLOYMENT_MANIFESTS.firstVolume())));

  @BeforeAll
  static void migrate() {
    new Migrations(NEO4J.driver()).apply();
  }

  @Test
  void anyOrderOfPushesAndOfANewPolicyGivesTheVerdictsOfOneStraightBuild() {
    Set<String> told = new HashSet<>();
    for (int seed = 1; seed <= HISTORIES; seed++) {
      Random random = new Random(seed);
      Map<Series, List<ProjectedEntry>> volumes = Variations.doubted(story(), random);
      Instant moment = Story.START.plusMillis(random.nextInt(4000));
      PolicyHistory newer =
          StoryPolicies.since(
              moment, random.nextInt(3), random.nextBoolean() ? List.of(BOTH) : List.of());
      NEO4J.clear();
      volumes.forEach((series, entries) -> append(series, entries, newer));
      GraphDigest straight = digest();
      told.addAll(verdicts());

      NEO4J.clear();
      projectAtRandom(volumes, newer, random);

      assertThat(digest()).as("history %d", seed).isEqualTo(straight);
    }
    assertThat(told)
        .contains("SOUND", "UNSOUND", "dangling-reference", "missing-approval", "other-commits")
        .contains("contested")
        .contains("ended SOUND", "ended UNSOUND");
  }

  private static Map<Series, List<ProjectedEntry>> story() {
    Story story = new Story();
    DeploymentId first = story.deploy(1);
    DeploymentId second = story.deploy(2);
    DeploymentId third = story.deploy(3);
    story.contest(second);
    story.goBack(1, third, first);
    Story.Ended failed = story.goBack(3, third, second);
    story.retry(3, failed, second);
    story.retry(1, failed, second);
    return story.volumes();
  }

  /// Each volume is judged by the newer policy from some moment on; before that, by the older one.
  private static void projectAtRandom(
      Map<Series, List<ProjectedEntry>> volumes, PolicyHistory newer, Random random) {
    Map<Series, PolicyHistory> known = new EnumMap<>(Series.class);
    List<Series> open = new ArrayList<>(volumes.keySet());
    while (!open.isEmpty()) {
      Series series = open.get(random.nextInt(open.size()));
      List<ProjectedEntry> entries = volumes.getOrDefault(series, List.of());
      int from = (int) state(series).size();
      int until = Math.min(entries.size(), from + random.nextInt(4));
      append(
          series,
          entries.subList(from, until),
          known.getOrDefault(series, StoryPolicies.ONE_APPROVAL));
      boolean isWhole = until == entries.size();
      if (!known.containsKey(series) && until > 0 && (isWhole || random.nextInt(3) == 0)) {
        rejudge(series, entries.subList(0, until), newer);
        known.put(series, newer);
      }
      if (isWhole) {
        open.remove(series);
      }
    }
  }

  private static void append(Series series, List<ProjectedEntry> entries, PolicyHistory policies) {
    VolumeState before = state(series);
    assertThat(
            new GraphWriter(NEO4J.driver())
                .append(
                    before,
                    Story.stateAfter(before, entries, digest(policies)),
                    entries,
                    List.of(),
                    policies))
        .isInstanceOf(WriteOutcome.Written.class);
  }

  private static void rejudge(Series series, List<ProjectedEntry> entries, PolicyHistory policies) {
    VolumeState state = state(series);
    Rejudgement rejudgement = new Rejudgement(NEO4J.driver(), state, policies);
    VolumeState end =
        Story.stateAfter(
            VolumeState.start(state.volume(), state.series()), entries, digest(policies));
    rejudgement.judge(entries, end);
    assertThat(rejudgement.finish(end)).isInstanceOf(WriteOutcome.Written.class);
  }

  private static Sha256 digest(PolicyHistory policies) {
    return policies.currentOrNobody().digest();
  }

  private static VolumeState state(Series series) {
    return new VolumeStates(NEO4J.driver()).of(series.firstVolume(), series);
  }

  private static GraphDigest digest() {
    return GraphDigest.compute(NEO4J.driver(), Duration.ofMinutes(5));
  }

  private static List<String> verdicts() {
    return NEO4J
        .driver()
        .executableQuery(
            """
            MATCH (:Deployment)-[j:JUDGED]->() RETURN j.records AS text
            UNION MATCH (:Deployment)-[j:JUDGED_WAS]->() RETURN 'ended ' + j.records AS text
            UNION MATCH (:Deployment)-[:FOUND|FOUND_WAS]->(v) RETURN v.kind AS text
            UNION MATCH (v:Violation {kind: 'contested'})
              RETURN CASE WHEN v.curedAt IS NULL THEN '' ELSE 'ended ' END + v.kind AS text
            """)
        .execute()
        .records()
        .stream()
        .map(row -> row.get("text").asString())
        .toList();
  }
}
