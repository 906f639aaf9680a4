package com.caiatech.afdp.lambdas.intake;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.MANIFESTS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.NOW;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.POLICIES;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.SHOP;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.testing.AtOnce;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.lambdas.testing.ShopRecords;
import com.caiatech.afdp.lambdas.testing.StockGit;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.plan.CommitSet;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.source.CommitRange;
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
  void aPreviousCommitThatVanishedIsAViolationAndWhatWasShippedIsToldFromTheMergeBase()
      throws Exception {
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
    assertThat(platform.digest().pending()).as("until everything was fetched").isEqualTo(2);
    assertThat(projection.resolveRanges()).isEqualTo(1);
    assertThat(projection.resolveRanges()).isEqualTo(1);

    assertThat(platform.texts(STATES))
        .containsExactlyInAnyOrder(
            first + " COMPLETE", second + " PENDING", third + " VANISHED", later + " COMPLETE");
    assertThat(platform.digest().pending()).isEqualTo(1);
    assertThat(platform.texts(PlatformFixture.VIOLATIONS + "RETURN v.kind AS text"))
        .containsExactly("previous-vanished");
    assertThat(shippedBy(third)).containsExactly(commits.get(2).value());
    GraphDigest lost = platform.digest();
    platform.stop(projection);
    assertThat(platform.rebuild()).isEqualTo(lost);
  }

  @Test
  void aPreviousCommitThatIsBackLeavesNoTraceOfItsAbsence() throws Exception {
    List<CommitId> commits = new ArrayList<>(platform.records().commits());
    git.run("checkout", "-q", "-b", "short-lived", commits.get(1).value());
    CommitId gone = git.commit("On a branch that is deleted");
    git.run("checkout", "-q", "main");
    git.run("bundle", "create", "-q", "kept", "short-lived");
    git.run("branch", "-q", "-D", "short-lived");
    git.run("reflog", "expire", "--expire=now", "--all");
    git.run("gc", "-q", "--prune=now");
    DeployedSource source = ShopRecords.of(git.folder(), commits).replacing(3, 2, 1);
    DeployedSource after =
        new DeployedSource(
            source.repository(),
            null,
            source.commitHash(),
            source.sourceSha256(),
            gone,
            source.shipped(),
            new CommitSet(1, CommitRange.digestOf(List.of(gone))));
    platform
        .manifests()
        .add(
            WORKER,
            NOW.plusSeconds(3),
            platform.records().opened(first, 1),
            platform.records().opened(second, first, after));
    List.of(POLICIES, MANIFESTS, SHOP, MANIFESTS).forEach(projection::project);
    assertThat(projection.resolveRanges()).isZero();
    assertThat(platform.texts(STATES))
        .containsExactlyInAnyOrder(first + " COMPLETE", second + " VANISHED");

    git.run("fetch", "-q", "kept", "short-lived:short-lived");
    projection.project(SHOP);

    assertThat(platform.texts(STATES))
        .containsExactlyInAnyOrder(first + " COMPLETE", second + " COMPLETE");
    assertThat(platform.texts(PlatformFixture.VIOLATIONS + "RETURN v.kind AS text")).isEmpty();
    assertThat(shippedBy(second)).containsExactly(commits.get(2).value());
    assertThat(platform.texts("MATCH ()-[:WITHDREW]->(c:Commit) RETURN c.sha AS text"))
        .containsExactly(gone.value());
    GraphDigest healed = platform.digest();
    platform.stop(projection);
    assertThat(platform.rebuild()).isEqualTo(healed);
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

  private List<String> shippedBy(DeploymentId deployment) {
    return platform.texts(
        "MATCH (:Deployment {deploymentId: '%s'})-[:SHIPPED]->(c:Commit) RETURN c.sha AS text"
            .formatted(deployment));
  }

  private LedgerRecord unrelated(ShopRecords records) {
    return records.opened(second, first, records.replacing(2, 1, 1));
  }
}
