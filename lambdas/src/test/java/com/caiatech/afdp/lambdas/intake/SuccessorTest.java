package com.caiatech.afdp.lambdas.intake;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.APPROVALS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.MANIFESTS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.NOW;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.POLICIES;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.SHOP;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.lambdas.testing.LedgerFixture;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordCodec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A series that goes on in another volume, projected in whatever order pushes arrive.
class SuccessorTest {
  private static final String OPENED =
      "MATCH (d:Deployment)-[:EVIDENCED_BY]->(r:Record) "
          + "RETURN d.deploymentId + ' ' + r.volume + ' ' + toString(r.index) AS text";
  private static final String AFTER =
      PlatformFixture.VIOLATIONS
          + """
      WITH v WHERE v.kind = 'after-successor'
      RETURN v.volume + ' ' + toString(v.recordedAt) + ' ' + v.path AS text
      """;

  private static final String ENDED =
      "MATCH (l:Ledger) WHERE l.endedAt IS NOT NULL "
          + "RETURN l.volume + ' ' + toString(l.endedAt) AS text";

  @RegisterExtension final PlatformFixture platform = new PlatformFixture();
  private final Projection projection = platform.projection();
  private final DeploymentId first = DeploymentId.create(NOW);
  private final DeploymentId second = DeploymentId.create(NOW.plusMillis(1));
  private final LedgerRecord openedFirst = platform.records().opened(first, 1);
  private final LedgerRecord openedSecond = platform.records().opened(second, 2);

  @BeforeEach
  void publishPolicy() throws Exception {
    platform.publishPolicy();
  }

  @Test
  void whatStandsBeyondTheEndCountsUntilTheEndIsRecordedAndItsSuccessorGoesOn() throws Exception {
    platform.manifests().add(WORKER, at(2), openedFirst);
    platform.manifests().add(WORKER, at(3), openedSecond);
    projection.project(MANIFESTS);
    assertThat(platform.texts(OPENED)).hasSize(2);

    LedgerFixture next = platform.openSuccessor(platform.manifests(), 1, at(4));
    projection.project(POLICIES);
    assertThat(platform.texts(OPENED)).containsExactly(first + " deployment-manifests 0");
    assertThat(platform.texts(AFTER))
        .containsExactly(
            "deployment-manifests " + at(4).toEpochMilli() + " " + path(openedSecond, 1));

    next.add(WORKER, at(5), Map.of(path(openedSecond, 2), RecordCodec.encode(openedSecond)));
    platform.manifests().add(WORKER, at(6), PlatformFixture.approval(first, "beyond"));
    projection.project(source(next));
    projection.project(MANIFESTS);
    assertThat(platform.texts(OPENED))
        .containsExactlyInAnyOrder(
            first + " deployment-manifests 0", second + " deployment-manifests-2 0");
    assertThat(platform.texts(AFTER)).hasSize(2);
    assertThat(platform.texts(ENDED))
        .containsExactly("deployment-manifests " + at(4).toEpochMilli());
    expectSameInAnyOrder(source(next));
  }

  /// A worker never writes the same path again; whoever has its key can.
  @Test
  void aRecordAtTheSamePathBeyondTheEndAndInTheSuccessorLeavesTheSameInAnyOrder() throws Exception {
    LedgerRecord approval = PlatformFixture.approval(first, "approve");
    platform.manifests().add(WORKER, at(2), openedFirst);
    platform.approvals().add(WORKER, at(2), PlatformFixture.approval(first, "another"));
    platform.approvals().add(WORKER, at(3), approval);
    projection.project(MANIFESTS);
    projection.project(APPROVALS);
    LedgerFixture next = platform.openSuccessor(platform.approvals(), 1, at(4));
    next.add(WORKER, at(5), approval);
    projection.project(source(next));
    expectSameInAnyOrder(source(next));
  }

  private void expectSameInAnyOrder(PushSource next) {
    List.of(POLICIES, SHOP, MANIFESTS, APPROVALS).forEach(projection::project);
    GraphDigest grown = platform.digest();
    platform.stop(projection);
    assertThat(platform.rebuild()).isEqualTo(grown);
    for (List<PushSource> order :
        List.of(
            List.of(next, APPROVALS, MANIFESTS, SHOP, POLICIES),
            List.of(SHOP, MANIFESTS, next, APPROVALS, POLICIES))) {
      platform.clearGraph();
      Projection other = platform.projection();
      order.forEach(other::project);
      assertThat(platform.digest()).isEqualTo(grown);
      platform.stop(other);
    }
  }

  private static PushSource source(LedgerFixture ledger) {
    return new PushSource.Ledger(ledger.volume().name());
  }

  private static String path(LedgerRecord record, int attempt) {
    return LedgerPath.of(record.header()).attempt(attempt).text();
  }

  private static Instant at(long seconds) {
    return NOW.plusSeconds(seconds);
  }
}
