package com.caiatech.afdp.lambdas.intake;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.MANIFESTS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.NOW;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.POLICIES;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.SHOP;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.testing.LedgerFixture;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Structural faults: the volume ends at its last good commit, and what is pushed later does not
/// move it.
class EndedVolumeTest {
  @RegisterExtension final PlatformFixture platform = new PlatformFixture();
  private final LedgerFixture manifests = platform.manifests();
  private final Projection projection = platform.projection();
  private final LedgerRecord first = opened(0);
  private final LedgerRecord second = opened(1);

  @BeforeEach
  void publishPolicy() throws Exception {
    platform.publishPolicy();
  }

  @Test
  void aMergeEndsTheVolume() throws Exception {
    CommitId other = manifests.add(WORKER, NOW.plusSeconds(2), first);
    CommitId lastGood = manifests.add(WORKER, NOW.plusSeconds(3), second);
    CommitId merge = manifests.merge(WORKER, NOW.plusSeconds(4), other);

    expectEnd("merge", lastGood, merge, "expected one parent, found 2");
  }

  @Test
  void aChangedFileEndsTheVolume() throws Exception {
    CommitId lastGood = manifests.add(WORKER, NOW.plusSeconds(2), first, second);
    CommitId broken =
        manifests.replace(
            WORKER, NOW.plusSeconds(3), at(first), "{}".getBytes(StandardCharsets.UTF_8));

    expectEnd("changed-record", lastGood, broken, at(first));
  }

  @Test
  void aDeletedFileEndsTheVolume() throws Exception {
    CommitId lastGood = manifests.add(WORKER, NOW.plusSeconds(2), first, second);
    CommitId broken = manifests.replace(WORKER, NOW.plusSeconds(3), at(first), null);

    expectEnd("deleted-record", lastGood, broken, "staging");
  }

  @Test
  void aRewriteEndsTheVolume() throws Exception {
    manifests.add(WORKER, NOW.plusSeconds(2), first);
    CommitId lastGood = manifests.add(WORKER, NOW.plusSeconds(3), second);
    projection.project(MANIFESTS);
    CommitId rewritten = manifests.rewrite(WORKER, NOW.plusSeconds(4), opened(9));

    expectEnd("rewritten-history", lastGood, rewritten, lastGood.value());
  }

  @Test
  void aPathThatNoRecordCanHaveEndsTheVolume() throws Exception {
    CommitId lastGood = manifests.add(WORKER, NOW.plusSeconds(2), first, second);
    CommitId broken =
        manifests.add(
            WORKER,
            NOW.plusSeconds(3),
            Map.of("README.md", "hello".getBytes(StandardCharsets.UTF_8)));

    expectEnd("bad-path", lastGood, broken, "README.md");
  }

  @Test
  void aVolumeWhoseFirstCommitIsBrokenHasNoEntry() throws Exception {
    CommitId broken =
        manifests.add(
            WORKER,
            NOW.plusSeconds(2),
            Map.of("README.md", "hello".getBytes(StandardCharsets.UTF_8)));
    manifests.add(WORKER, NOW.plusSeconds(3), first);

    projection.project(MANIFESTS);
    projection.project(MANIFESTS);

    assertThat(platform.texts("MATCH (v:Violation) RETURN v.kind + ' ' + v.ledgerCommit AS text"))
        .containsExactly("bad-path " + broken);
    assertThat(
            platform.texts(
                "MATCH (r:Record {kind: 'deployment-manifest-opened'}) RETURN r.id AS text"))
        .isEmpty();
  }

  private void expectEnd(String kind, CommitId lastGood, CommitId broken, String reason)
      throws Exception {
    projection.project(MANIFESTS);

    assertThat(platform.texts("MATCH (v:Violation) RETURN v.kind + ' ' + v.ledgerCommit AS text"))
        .containsExactly(kind + " " + broken);
    assertThat(platform.texts("MATCH (v:Violation) RETURN v.reason AS text"))
        .singleElement()
        .asString()
        .contains(reason);
    expectDeployedUpTo(lastGood);
    GraphDigest ended = platform.digest();

    manifests.add(WORKER, NOW.plusSeconds(9), opened(8));
    projection.project(MANIFESTS);
    platform.projection().project(MANIFESTS);

    expectDeployedUpTo(lastGood);
    assertThat(platform.digest()).isEqualTo(ended);
    assertThat(platform.counters().of(CounterNames.VOLUMES_ENDED)).isEqualTo(1);
    expectSameRebuilt();
  }

  private void expectSameRebuilt() {
    List.of(POLICIES, SHOP).forEach(projection::project);
    GraphDigest grown = platform.digest();
    assertThat(platform.rebuild()).isEqualTo(grown);
  }

  private void expectDeployedUpTo(CommitId lastGood) {
    assertThat(
            platform.texts(
                "MATCH (l:Ledger {series: 'deployment-manifests'})"
                    + " RETURN l.head + ' ' + l.size + ' ' + l.ended AS text"))
        .containsExactly(lastGood + " 2 true");
    assertThat(
            platform.texts(
                "MATCH (r:Record)-[:IN_LEDGER]->({series: 'deployment-manifests'}) RETURN r.path AS text"))
        .containsExactlyInAnyOrder(at(first), at(second));
    assertThat(platform.texts("MATCH (d:Deployment) RETURN d.id AS text")).hasSize(2);
  }

  private LedgerRecord opened(int number) {
    return platform.records().opened(DeploymentId.create(NOW.plusSeconds(number)), 1);
  }

  private static String at(LedgerRecord record) {
    return LedgerPath.of(record.header()).text();
  }
}
