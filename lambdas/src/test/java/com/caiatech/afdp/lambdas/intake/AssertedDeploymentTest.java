package com.caiatech.afdp.lambdas.intake;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.MANIFESTS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.NOW;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.POLICIES;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.SHOP;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.lambdas.testing.ShopRecords;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.AssertedDeployment;
import com.caiatech.afdp.schemas.record.ReportedStatus;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What somebody reports that another deployer did, from the ledger to the graph.
class AssertedDeploymentTest {
  private static final String RANGES =
      "MATCH (:AssertedDeployment)-[r:DEPLOYED]->(c) RETURN c.sha + ' ' + r.rangeState AS text"
          + " ORDER BY text";
  private static final CommitId NOWHERE = new CommitId("d".repeat(40));

  @RegisterExtension final PlatformFixture platform = new PlatformFixture();
  private final ShopRecords records = platform.records();
  private final Projection projection = platform.projection();
  private Instant recorded = NOW.plusSeconds(10);

  @Test
  void whatItShippedIsWhatTheRepositorySaysAndARebuildSaysTheSame() throws Exception {
    platform.publishPolicy();
    platform
        .manifests()
        .add(WORKER, NOW.plusSeconds(2), records.opened(DeploymentId.create(NOW), 1));
    add("first", commit(1), null, "deployer");
    add("forward", commit(3), commit(1), "deployer");
    add("back", commit(2), commit(3), "deployer");
    List.of(POLICIES, MANIFESTS, SHOP, MANIFESTS).forEach(projection::project);

    assertThat(texts(PlatformFixture.VIOLATIONS + "RETURN v.kind AS text")).isEmpty();
    assertThat(texts(RANGES))
        .containsExactlyInAnyOrder(
            commit(1) + " COMPLETE", commit(2) + " COMPLETE", commit(3) + " COMPLETE");
    assertThat(
            texts(
                "MATCH (a:AssertedDeployment)-[s:SHIPPED|WITHDREW]->(c:Commit)"
                    + " RETURN a.externalId + ' ' + type(s) + ' ' + c.subject + ' ' + s.inScope"
                    + " AS text ORDER BY text"))
        .containsExactly(
            "back WITHDREW Commit 3 true",
            "forward SHIPPED Commit 2 true",
            "forward SHIPPED Commit 3 true");
    assertThat(
            texts(
                "MATCH (a:AssertedDeployment)-[r:DEPLOYED]->() WHERE r.shippedCount IS NOT NULL"
                    + " RETURN a.externalId + ' +' + r.shippedCount + ' -' + r.withdrewCount AS"
                    + " text ORDER BY text"))
        .containsExactly("back +0 -1", "forward +2 -0");
    assertThat(
            texts(
                "MATCH (s:Service)<-[:OF]-(a:AssertedDeployment {externalId: 'forward'})-[:TO]->(e)"
                    + " MATCH (p:Person)<-[:REPORTED_BY]-(a)-[:EVIDENCED_BY]->(r:Record)"
                    + " RETURN s.name + ' ' + e.name + ' ' + r.kind + ' ' + r.verdict AS text"))
        .containsExactly("shop staging deployment-report trusted");
    assertThat(texts("MATCH (d:Deployment) RETURN d.deploymentId AS text")).hasSize(1);
    assertThat(
            texts(
                "MATCH (:AssertedDeployment)-[r]-(other) WHERE other:Deployment OR other:Step"
                    + " OR type(r) = 'JUDGED' RETURN type(r) AS text"))
        .as("nothing of ours leads to it, and nothing judges it")
        .isEmpty();
    GraphDigest grown = platform.digest();
    assertThat(grown.pending()).isZero();
    platform.stop(projection);
    assertThat(platform.rebuild()).isEqualTo(grown);
  }

  @Test
  void whatTheRepositoryDoesNotHaveWaitsAndHoldsNothingUp() throws Exception {
    platform.publishPolicy();
    add("nowhere", NOWHERE, commit(1), "deployer");
    add("from-nowhere", commit(2), NOWHERE, "deployer");
    platform
        .manifests()
        .add(WORKER, recorded.plusSeconds(1), records.opened(DeploymentId.create(NOW), 1));
    List.of(POLICIES, MANIFESTS, SHOP).forEach(projection::project);
    assertThat(projection.resolveRanges(Deadline.NONE, Set.of())).isEqualTo(1);

    assertThat(texts("MATCH (:Deployment)-[r:DEPLOYED]->() RETURN r.rangeState AS text"))
        .containsExactly("COMPLETE");
    assertThat(texts(RANGES))
        .containsExactlyInAnyOrder(NOWHERE + " PENDING", commit(2) + " VANISHED");
    assertThat(texts(PlatformFixture.VIOLATIONS + "RETURN v.kind + ': ' + v.reason AS text"))
        .singleElement()
        .asString()
        .startsWith("previous-vanished: the record says that commit " + NOWHERE)
        .contains("what was shipped and withdrawn is not known; push it");
    GraphDigest grown = platform.digest();
    assertThat(grown.pending()).isEqualTo(1);
    platform.stop(projection);
    assertThat(platform.rebuild()).isEqualTo(grown);
  }

  @Test
  void whatNobodyMeantIsAViolationAndNoDeployment() throws Exception {
    platform.publishPolicy();
    add("unproven", commit(1), null, null);
    add("viewed", commit(1), null, "viewer");
    List.of(POLICIES, MANIFESTS, SHOP).forEach(projection::project);

    assertThat(texts(PlatformFixture.VIOLATIONS + "RETURN v.kind AS text"))
        .containsExactly("unproven-intent", "unproven-intent");
    assertThat(texts("MATCH (a:AssertedDeployment) RETURN a.id AS text")).isEmpty();
  }

  private CommitId commit(int number) {
    return records.commits().get(number - 1);
  }

  private List<String> texts(String statement) {
    return platform.texts(statement);
  }

  private void add(
      String externalId, CommitId commit, @Nullable CommitId previous, @Nullable String role)
      throws Exception {
    recorded = recorded.plusSeconds(1);
    AssertedDeployment asserted =
        new AssertedDeployment(
            ShopRecords.SHOP,
            null,
            commit,
            null,
            ReportedStatus.SUCCEEDED,
            NOW,
            null,
            previous == null ? null : new AssertedDeployment.Previous(previous, null),
            new AssertedDeployment.Deployer("argo-cd", externalId, null),
            ShopRecords.ALICE,
            null);
    platform.addCaused(recorded, ShopRecords.SCOPE, asserted, role);
  }
}
