package com.caiatech.afdp.lambdas.intake;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.MANIFESTS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.NOW;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.POLICIES;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.SHOP;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.STRANGER;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.lambdas.testing.LedgerFixture;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.lambdas.testing.StockGit;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Commits that add nothing: no position, no time, and one violation a row of them.
class EmptyCommitTest {
  private static final String VIOLATIONS =
      "MATCH (v:Violation {kind: 'empty-commit'}) WITH v ORDER BY v.index"
          + " RETURN v.index + ' ' + v.count + ' ' + v.ledgerCommit AS text";

  @RegisterExtension final PlatformFixture platform = new PlatformFixture();
  private final LedgerFixture manifests = platform.manifests();
  private final Projection projection = platform.projection();

  @Test
  void whatSomebodyPushesWithoutASignatureAndWithoutARecordIsAViolation() throws Exception {
    publishPolicy();
    manifests.add(WORKER, NOW.plusSeconds(2), opened(0));
    StockGit git = new StockGit(platform.folder().resolve("mallory"));
    git.run("fetch", "-q", manifests.folder().toString(), "main");
    git.run("reset", "-q", "--hard", "FETCH_HEAD");
    git.run("commit", "-q", "--allow-empty", "-m", "nothing");
    CommitId nothing = git.head();
    git.run("push", "-q", manifests.folder().toString(), "HEAD:main");

    projection.project(MANIFESTS);

    assertThat(platform.texts(VIOLATIONS)).containsExactly("1 1 " + nothing);
    assertThat(
            platform.texts(
                "MATCH (l:Ledger {volume: 'deployment-manifests'}) RETURN l.head AS text"))
        .containsExactly(nothing.value());
    expectSameRebuilt();
  }

  @Test
  void aRowOfThemIsOneViolationHoweverThePushesAreSplit() throws Exception {
    publishPolicy();
    manifests.add(WORKER, NOW.plusSeconds(2), opened(0));
    CommitId first = manifests.add(null, NOW.plusSeconds(3), Map.of());
    projection.project(MANIFESTS);
    assertThat(platform.texts(VIOLATIONS)).containsExactly("1 1 " + first);
    manifests.add(WORKER, NOW.plusSeconds(4), Map.of());
    projection.project(MANIFESTS);
    projection.project(MANIFESTS);
    manifests.add(null, NOW.plusSeconds(5), Map.of());
    manifests.add(WORKER, NOW.plusSeconds(6), opened(1));
    CommitId second = manifests.add(STRANGER, NOW.plusSeconds(7), Map.of());

    projection.project(MANIFESTS);

    assertThat(platform.texts(VIOLATIONS)).containsExactly("1 3 " + first, "2 1 " + second);
    assertThat(
            platform.texts(
                PlatformFixture.VIOLATIONS + "AND v.curedAt IS NULL RETURN v.kind AS text"))
        .hasSize(2);
    assertThat(platform.texts("MATCH (r:Record {verdict: 'trusted'}) RETURN r.id AS text"))
        .hasSize(3);
    expectSameRebuilt();
  }

  @Test
  void theyMoveNoTimeWhoeverSignedThem() throws Exception {
    publishPolicy();
    manifests.add(WORKER, NOW.plusSeconds(2), opened(0));
    manifests.add(WORKER, NOW.plusSeconds(1_000_000), Map.of());
    manifests.add(WORKER, NOW.plusSeconds(3), opened(1));

    projection.project(MANIFESTS);

    assertThat(
            platform.texts(
                "MATCH (r:Record)-[:IN_LEDGER]->({volume: 'deployment-manifests'})"
                    + " RETURN r.verdict AS text"))
        .containsExactly("trusted", "trusted");
    expectEmptyAt(NOW.plusSeconds(2));
  }

  @Test
  void aPolicyThatMovesTheTimeBeforeThemMovesTheirs() throws Exception {
    manifests.add(WORKER, NOW.plusSeconds(2), opened(0));
    manifests.add(null, NOW.plusSeconds(3), Map.of());
    projection.project(MANIFESTS);
    expectEmptyAt(Instant.EPOCH);

    publishPolicy();

    expectEmptyAt(NOW.plusSeconds(2));
    expectSameRebuilt();
  }

  private void publishPolicy() throws Exception {
    platform.publishPolicy();
    List.of(POLICIES, SHOP).forEach(projection::project);
  }

  private void expectEmptyAt(Instant recordedAt) {
    assertThat(
            platform.texts(
                "MATCH (v:Violation {kind: 'empty-commit'}) RETURN toString(v.recordedAt) AS text"))
        .containsExactly(Long.toString(recordedAt.toEpochMilli()));
  }

  private void expectSameRebuilt() {
    GraphDigest grown = platform.digest();
    assertThat(platform.rebuild()).isEqualTo(grown);
  }

  private LedgerRecord opened(int number) {
    return platform.records().opened(DeploymentId.create(NOW.plusSeconds(number)), 1);
  }
}
