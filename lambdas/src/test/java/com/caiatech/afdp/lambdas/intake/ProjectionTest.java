package com.caiatech.afdp.lambdas.intake;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.MANIFESTS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.NOW;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.POLICIES;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.SHOP;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.lambdas.testing.ShopRecords;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SourcePath;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import com.caiatech.afdp.schemas.sealing.SealedValue;
import com.caiatech.afdp.schemas.source.CommitRange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProjectionTest {
  @RegisterExtension final PlatformFixture platform = new PlatformFixture();
  private final ShopRecords records = platform.records();
  private final Projection projection = platform.projection();

  @Test
  void whatWasDeployedLeadsToItsCommitsAndARebuildGivesTheSameDigest() throws Exception {
    DeploymentId first = DeploymentId.create(NOW);
    DeploymentId second = DeploymentId.create(NOW.plusSeconds(1));
    platform.publishPolicy();
    platform.manifests().add(WORKER, NOW.plusSeconds(2), records.opened(first, 1));
    platform.manifests().add(WORKER, NOW.plusSeconds(3), records.opened(second, first, 3, 1));

    projection.project(MANIFESTS);
    projection.project(POLICIES);
    projection.project(SHOP);
    projection.project(MANIFESTS);

    assertThat(
            platform.texts(PlatformFixture.VIOLATIONS + "RETURN v.kind + ': ' + v.reason AS text"))
        .isEmpty();
    assertThat(
            platform.texts(
                "MATCH (d:Deployment)-[r:DEPLOYED]->() RETURN d.deploymentId + ' ' + r.rangeState"
                    + " AS text ORDER BY text"))
        .containsExactly(first + " COMPLETE", second + " COMPLETE");
    assertThat(
            platform.texts(
                "MATCH (d:Deployment)-[:SHIPPED]->(c:Commit)-[t:TOUCHED]->(f:File)"
                    + " RETURN c.subject + ' ' + f.path + ' +' + t.added AS text ORDER BY text"))
        .containsExactly("Commit 2 src/ä2.txt +3", "Commit 3 src/ä3.txt +4");
    assertThat(
            platform.texts(
                "MATCH (c:Commit) WHERE c.authorName IS NOT NULL RETURN c.authorName AS text"))
        .hasSize(3)
        .allMatch(SealedValue::isSealed)
        .noneMatch(name -> name.contains("Ann"));
    assertThat(platform.texts("MATCH (p:Person) RETURN p.personId AS text")).hasSize(2);
    GraphDigest grown = platform.digest();
    assertThat(grown.pending()).isZero();

    platform.stop(projection);
    assertThat(platform.rebuild()).isEqualTo(grown);
  }

  @Test
  void aBranchThatWasNeverDeployedChangesNoDigestWhetherItIsThereOrGone() throws Exception {
    platform.publishPolicy();
    platform.openTwo(
        DeploymentId.create(NOW), DeploymentId.create(NOW.plusSeconds(1)), NOW.plusSeconds(2));
    List.of(POLICIES, MANIFESTS, SHOP).forEach(projection::project);
    GraphDigest grown = platform.digest();
    assertThat(grown.pending()).isZero();

    platform.shop().run("checkout", "-q", "-b", "side");
    platform.shop().write("side.txt", "side\n");
    platform.shop().run("add", "--all");
    platform.shop().run("commit", "-q", "--author=Zoe <zoe@example.org>", "-m", "On the side");
    projection.project(SHOP);
    assertThat(
            platform.texts(
                "MATCH (c:Commit {subject: 'On the side'})-[:AUTHORED_BY]->(p:Person)"
                    + " MATCH (c)-[:TOUCHED]->(f:File) RETURN f.path AS text"))
        .containsExactly("side.txt");
    assertThat(platform.digest()).isEqualTo(grown);

    platform.shop().run("checkout", "-q", "main");
    platform.shop().run("branch", "-q", "-D", "side");
    platform.stop(projection);
    assertThat(platform.rebuild()).isEqualTo(grown);
  }

  @Test
  void anUnsignedRecordBecomesAViolationAndLaterGoodOnesStillProject() throws Exception {
    DeploymentId bad = DeploymentId.create(NOW);
    DeploymentId good = DeploymentId.create(NOW.plusSeconds(1));
    platform.publishPolicy();
    platform.manifests().add(null, NOW.plusSeconds(2), records.opened(bad, 1));
    platform
        .manifests()
        .add(
            WORKER,
            NOW.plusSeconds(3),
            Map.of(ShopRecords.path(good, "junk"), "{\"a\": 1}".getBytes(StandardCharsets.UTF_8)));
    platform.manifests().add(WORKER, NOW.plusSeconds(4), records.opened(good, 1));

    projection.project(MANIFESTS);

    assertThat(
            platform.texts(
                PlatformFixture.VIOLATIONS
                    + "MATCH (v)-[:ABOUT]->(r:Record) RETURN v.kind AS text"))
        .containsExactlyInAnyOrder("unsigned", "not-canonical");
    assertThat(platform.texts("MATCH (d:Deployment) RETURN d.deploymentId AS text"))
        .containsExactly(good.value());
    assertThat(platform.counters().of(CounterNames.VIOLATIONS))
        .as("both, and a manifest without a request")
        .isEqualTo(3);
    assertThat(platform.counters().of(CounterNames.ENTRIES)).isEqualTo(3);
  }

  @Test
  void aRewrittenLedgerStandsAtItsLastGoodCommitAndTheRefusedHeadStaysInEvidence()
      throws Exception {
    DeploymentId before = DeploymentId.create(NOW);
    platform.publishPolicy();
    CommitId lastGood =
        platform.manifests().add(WORKER, NOW.plusSeconds(2), records.opened(before, 1));
    projection.project(SHOP);
    projection.project(POLICIES);
    projection.project(MANIFESTS);
    DeploymentId forged = DeploymentId.create(NOW.plusSeconds(9));
    CommitId refused =
        platform.manifests().rewrite(WORKER, NOW.plusSeconds(10), records.opened(forged, 1));

    projection.project(MANIFESTS);
    projection.project(MANIFESTS);

    assertThat(platform.texts(PlatformFixture.VIOLATIONS + "RETURN v.kind AS text"))
        .containsExactly("rewritten-history");
    assertThat(
            platform.texts(
                "MATCH (l:Ledger {series: 'deployment-manifests'})" + " RETURN l.head AS text"))
        .containsExactly(lastGood.value());
    assertThat(platform.texts("MATCH (d:Deployment) RETURN d.deploymentId AS text"))
        .containsExactly(before.value());
    Path mirror = platform.folder().resolve("evidence/ledgers/deployment-manifests.git");
    try (Git git = Git.open(mirror.toFile())) {
      assertThat(git.getRepository().exactRef("refs/afdp/refused/" + refused)).isNotNull();
    }
    GraphDigest grown = platform.digest();
    platform.stop(projection);
    assertThat(platform.rebuild().sha256()).isEqualTo(grown.sha256());
  }

  @Test
  void aShippedSetThatTheRepositoryDoesNotGiveIsAMismatch() throws Exception {
    DeploymentId first = DeploymentId.create(NOW);
    DeploymentId second = DeploymentId.create(NOW.plusSeconds(1));
    platform.publishPolicy();
    platform
        .manifests()
        .add(
            WORKER,
            NOW.plusSeconds(2),
            records.opened(second, first, records.source(2, 1, Sha256.ofUtf8("lie"))));

    projection.project(SHOP);
    projection.project(MANIFESTS);

    assertThat(platform.texts("MATCH ()-[r:DEPLOYED]->() RETURN r.rangeState AS text"))
        .containsExactly("MISMATCH");
    assertThat(
            platform.texts(
                PlatformFixture.VIOLATIONS + "MATCH (v)-[:ABOUT]->() RETURN v.kind AS text"))
        .containsExactly("range-mismatch");
  }

  @Test
  void ofWhatAServiceOfARepositoryWithSeveralShippedEachCommitSaysWhetherItConcernsIt()
      throws Exception {
    DeploymentId first = DeploymentId.create(NOW);
    DeploymentId second = DeploymentId.create(NOW.plusSeconds(1));
    DeployedSource whole =
        records.source(
            3, 1, CommitRange.digestOf(records.commits().subList(1, 3).stream().sorted().toList()));
    RepositoryPart part =
        new RepositoryPart(new SourcePath("services/shop"), List.of(new SourcePath("src/ä3.txt")));
    platform.publishPolicy();
    platform
        .manifests()
        .add(
            WORKER,
            NOW.plusSeconds(2),
            records.opened(
                second,
                first,
                new DeployedSource(
                    whole.repository(),
                    part,
                    whole.commitHash(),
                    whole.sourceSha256(),
                    whole.previousCommitHash(),
                    whole.shipped(),
                    whole.withdrew())));

    List.of(POLICIES, SHOP, MANIFESTS).forEach(projection::project);

    assertThat(
            platform.texts(
                "MATCH ()-[s:SHIPPED]->(c:Commit) RETURN c.sha + ' ' + s.inScope AS text"))
        .containsExactlyInAnyOrder(
            records.commits().get(1) + " false", records.commits().get(2) + " true");
    assertThat(
            platform.texts(
                "MATCH ()-[r:DEPLOYED]->() UNWIND [r.path] + r.shared AS text RETURN text"))
        .containsExactly("services/shop", "src/ä3.txt");
    GraphDigest grown = platform.digest();
    assertThat(grown.pending()).isZero();
    platform.stop(projection);
    assertThat(platform.rebuild()).isEqualTo(grown);
  }

  @Test
  void aTreeThatTheRepositoryDoesNotGiveIsAMismatch() throws Exception {
    DeploymentId id = DeploymentId.create(NOW);
    DeployedSource honest = records.source(1, null, Sha256.ofUtf8("first"));
    Sha256 lie = Sha256.ofUtf8("another tree");
    platform.publishPolicy();
    platform
        .manifests()
        .add(
            WORKER,
            NOW.plusSeconds(2),
            records.opened(
                id,
                null,
                new DeployedSource(
                    honest.repository(),
                    null,
                    honest.commitHash(),
                    lie,
                    null,
                    honest.shipped(),
                    null)));

    projection.project(MANIFESTS);
    assertThat(platform.digest().pending()).isEqualTo(1);
    projection.project(SHOP);

    assertThat(platform.texts("MATCH ()-[r:DEPLOYED]->() RETURN r.rangeState AS text"))
        .containsExactly("MISMATCH");
    assertThat(
            platform.texts(
                PlatformFixture.VIOLATIONS
                    + "AND v.kind = 'range-mismatch' RETURN v.reason AS text"))
        .containsExactly(
            "the record says that the tree of commit %s has digest %s, the repository gives %s"
                .formatted(honest.commitHash(), lie, honest.sourceSha256()));
  }
}
