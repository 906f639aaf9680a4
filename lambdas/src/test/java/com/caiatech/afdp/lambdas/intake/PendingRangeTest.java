package com.caiatech.afdp.lambdas.intake;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.MANIFESTS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.NOW;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.POLICIES;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.SHOP;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.testing.AtOnce;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.lambdas.testing.ShopRecords;
import com.caiatech.afdp.lambdas.testing.StockGit;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Ranges of commits that wait for their repository.
class PendingRangeTest {
  private static final String STATES =
      "MATCH (d:Deployment)-[r:DEPLOYED]->() RETURN d.deploymentId + ' ' + r.rangeState AS text";

  @RegisterExtension final PlatformFixture platform = new PlatformFixture();
  private final StockGit git = platform.shop();
  private final Projection projection = platform.projection();
  private final DeploymentId first = DeploymentId.create(NOW);
  private final DeploymentId second = DeploymentId.create(NOW.plusSeconds(1));
  private final DeploymentId third = DeploymentId.create(NOW.plusSeconds(2));

  @BeforeEach
  void publishPolicy() throws Exception {
    platform.publishPolicy();
  }

  @Test
  void aPreviousCommitThatIsGoneLeavesItsRangePendingAndBlocksNothing() throws Exception {
    List<CommitId> commits = new ArrayList<>(platform.records().commits());
    git.run("checkout", "-q", "-b", "short-lived", commits.get(1).value());
    CommitId gone = git.commit("On a branch that is deleted");
    git.run("checkout", "-q", "main");
    git.run("branch", "-q", "-D", "short-lived");
    git.run("reflog", "expire", "--expire=now", "--all");
    git.run("gc", "-q", "--prune=now");
    ShopRecords records =
        ShopRecords.of(git.folder(), List.of(commits.get(0), gone, commits.get(2)));
    platform
        .manifests()
        .add(
            WORKER,
            NOW.plusSeconds(3),
            records.opened(first, 1),
            records.opened(second, first, 2, 1),
            records.opened(third, second, 3, 2));
    DeploymentId later = DeploymentId.create(NOW.plusSeconds(3));
    platform
        .manifests()
        .add(WORKER, NOW.plusSeconds(4), platform.records().opened(later, first, 3, 1));

    List.of(POLICIES, MANIFESTS, SHOP, MANIFESTS).forEach(projection::project);

    assertThat(platform.texts(STATES))
        .containsExactlyInAnyOrder(
            first + " COMPLETE", second + " PENDING", third + " PENDING", later + " COMPLETE");
    assertThat(platform.digest().pending()).isEqualTo(2);
    assertThat(projection.resolveRanges()).isEqualTo(2);
    assertThat(platform.texts(PlatformFixture.VIOLATIONS + "RETURN v.kind AS text")).isEmpty();
    assertThat(
            platform.texts(
                "MATCH (d:Deployment)-[:SHIPPED]->() RETURN DISTINCT d.deploymentId AS text"))
        .containsExactly(later.value());
  }

  @Test
  void aDeployedCommitSurvivesTheDeletionOfItsBranchOnceItWasSeen() throws Exception {
    platform.manifests().add(WORKER, NOW.plusSeconds(3), platform.records().opened(first, 1));
    List.of(SHOP, MANIFESTS).forEach(projection::project);
    CommitId deployed = platform.records().commits().getFirst();
    git.run("checkout", "-q", "--orphan", "other");
    git.commit("Another history");
    git.run("branch", "-q", "-D", "main");
    git.run("gc", "-q", "--prune=now");
    projection.project(SHOP);

    ShopRecords records = ShopRecords.of(git.folder(), List.of(deployed, git.head()));
    platform.manifests().add(WORKER, NOW.plusSeconds(4), unrelated(records));
    projection.project(MANIFESTS);

    assertThat(platform.texts(STATES))
        .containsExactlyInAnyOrder(first + " COMPLETE", second + " COMPLETE");
    assertThat(platform.texts("MATCH ()-[:WITHDREW]->(c:Commit) RETURN c.sha AS text"))
        .containsExactly(deployed.value());
  }

  @Test
  void processesThatResolveAtOnceWriteEachRangeOnce() throws Exception {
    List<LedgerRecord> opened = new ArrayList<>();
    DeploymentId before = first;
    opened.add(platform.records().opened(first, 1));
    for (int i = 0; i < 40; i++) {
      DeploymentId next = DeploymentId.create(NOW.plusSeconds(3 + i));
      opened.add(platform.records().opened(next, before, 3, 1));
      before = next;
    }
    platform.manifests().add(WORKER, NOW.plusSeconds(3), opened.toArray(LedgerRecord[]::new));
    platform.moveAway(git.folder());
    projection.project(MANIFESTS);
    assertThat(platform.digest().pending()).isEqualTo(41);
    platform.moveBack(git.folder());
    Projection elsewhere = platform.projectionElsewhere();
    for (Projection process : List.of(projection, elsewhere)) {
      process.evidence().repository(ShopRecords.SHOP).fetch(git.folder().toString());
    }

    AtOnce.run(projection::resolveRanges, elsewhere::resolveRanges);

    assertThat(platform.digest().pending()).isZero();
    assertThat(platform.counters().of(CounterNames.RANGES)).isEqualTo(41);
    assertThat(
            platform.texts(
                "MATCH (d:Deployment)-[:SHIPPED]->(c) WITH d, c, count(*) AS times"
                    + " RETURN d.deploymentId + ' ' + times AS text"))
        .hasSize(80)
        .allMatch(text -> text.endsWith(" 1"));
  }

  @Test
  void rangesAreResolvedInWhicheverOrderPolicyManifestAndCommitsCome() throws Exception {
    platform.openTwo(first, second, NOW.plusSeconds(3));
    for (List<PushSource> order :
        List.of(
            List.of(SHOP, POLICIES, MANIFESTS),
            List.of(SHOP, MANIFESTS, POLICIES),
            List.of(MANIFESTS, POLICIES, SHOP))) {
      platform.clearGraph();
      order.forEach(projection::project);
      assertThat(platform.digest().pending()).as(order.toString()).isZero();
      assertThat(platform.texts(STATES))
          .as(order.toString())
          .containsExactlyInAnyOrder(first + " COMPLETE", second + " COMPLETE");
    }
  }

  private LedgerRecord unrelated(ShopRecords records) {
    return records.opened(second, first, records.replacing(2, 1, 1));
  }
}
