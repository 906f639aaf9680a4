package com.caiatech.afdp.lambdas.intake;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.MANIFESTS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.NOW;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.POLICIES;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.ROOT;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.SHOP;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.STRANGER;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.lambdas.testing.LedgerFixture;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.IndexRange;
import com.caiatech.afdp.schemas.record.Series;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A trust policy that goes on in another volume, projected in whatever order pushes arrive.
class PolicySuccessorTest {
  private static final VolumeName FIRST = Series.TRUST_POLICY.firstVolume();
  private static final String OPENED =
      "MATCH (d:Deployment)-[:EVIDENCED_BY]->(r:Record) RETURN d.deploymentId AS text";
  private static final String FOUND =
      PlatformFixture.VIOLATIONS
          + """
      RETURN v.volume + ' ' + v.kind + ' ' + toString(v.recordedAt)
             + coalesce('-' + toString(v.curedAt), '') AS text
      """;
  private static final String ENDED =
      "MATCH (l:Ledger) WHERE l.endedAt IS NOT NULL "
          + "RETURN l.volume + ' ' + toString(l.endedAt) AS text";

  @RegisterExtension final PlatformFixture platform = new PlatformFixture();
  private final Projection projection = platform.projection();
  private final DeploymentId deployment = DeploymentId.create(NOW);

  @BeforeEach
  void recordADeployment() throws Exception {
    platform.publishPolicy();
    platform.manifests().add(WORKER, at(2), platform.records().opened(deployment, 1));
    projection.project(MANIFESTS);
    assertThat(platform.texts(OPENED)).hasSize(1);
  }

  @Test
  void whatIsRevokedInTheSuccessorEndsTheTrustInEntriesOfOtherVolumes() throws Exception {
    CommitId end = platform.policies().head();
    LedgerFixture next = platform.openPolicySuccessor(end, at(4), ROOT);
    projection.project(source(next));
    assertThat(platform.texts(OPENED)).hasSize(1);
    assertThat(platform.texts(ENDED)).containsExactly(FIRST + " " + at(4).toEpochMilli());
    assertThat(platform.texts(FOUND)).isEmpty();

    platform.publish(next, at(6), 3, policiesOnly(next));
    projection.project(source(next));
    assertThat(platform.texts(OPENED)).isEmpty();
    assertThat(platform.texts(FOUND))
        .containsExactly("deployment-manifests key-out-of-range " + at(6).toEpochMilli());
    expectSameInAnyOrder(next);
  }

  @Test
  void whatTheFirstVolumeHoldsBeyondItsEndIsInForceUntilThatIsRecorded() throws Exception {
    CommitId end = platform.policies().head();
    platform.publishGrants(at(3), policiesOnly(platform.policies()));
    projection.project(POLICIES);
    assertThat(platform.texts(OPENED)).isEmpty();

    LedgerFixture next = platform.openPolicySuccessor(end, at(5), ROOT);
    projection.project(source(next));
    assertThat(platform.texts(OPENED)).hasSize(1);
    platform.publish(platform.policies(), at(7), 3, policiesOnly(platform.policies()));
    projection.project(POLICIES);
    assertThat(platform.texts(OPENED)).hasSize(1);
    assertThat(platform.texts(FOUND))
        .containsExactlyInAnyOrder(
            "deployment-manifests key-out-of-range "
                + at(3).toEpochMilli()
                + "-"
                + at(5).toEpochMilli(),
            FIRST + " after-successor " + at(5).toEpochMilli(),
            FIRST + " after-successor " + at(7).toEpochMilli());
    expectSameInAnyOrder(next);
  }

  @Test
  void aSuccessorThatTheRootsDidNotSignCountsForNothing() throws Exception {
    CommitId end = platform.policies().head();
    LedgerFixture next = platform.openPolicySuccessor(end, at(4), STRANGER);
    projection.project(source(next));
    platform.publishGrants(at(5), policiesOnly(platform.policies()));
    projection.project(POLICIES);
    assertThat(platform.texts(OPENED)).isEmpty();
    assertThat(platform.texts(ENDED)).isEmpty();
    assertThat(platform.texts(FOUND))
        .filteredOn(found -> found.startsWith(next.volume().name().value()))
        .hasSize(2);
    expectSameInAnyOrder(next);
  }

  @Test
  void policiesGoOnWhereTheHostOfTheFirstVolumeIsLost() throws Exception {
    CommitId end = platform.policies().head();
    LedgerFixture next = platform.openPolicySuccessor(end, at(4), ROOT);
    projection.project(source(next));
    platform.moveAway(platform.policies().folder());
    platform.publish(next, at(6), 3, policiesOnly(next));
    projection.project(source(next));
    projection.project(MANIFESTS);
    assertThat(platform.texts(OPENED)).isEmpty();
    platform.moveBack(platform.policies().folder());
    expectSameInAnyOrder(next);
  }

  private void expectSameInAnyOrder(LedgerFixture successor) {
    PushSource next = source(successor);
    List.of(POLICIES, next, SHOP, MANIFESTS).forEach(projection::project);
    GraphDigest grown = platform.digest();
    platform.stop(projection);
    assertThat(platform.rebuild()).isEqualTo(grown);
    for (List<PushSource> order :
        List.of(
            List.of(next, MANIFESTS, SHOP, POLICIES), List.of(MANIFESTS, SHOP, POLICIES, next))) {
      platform.clearGraph();
      Projection other = platform.projectionElsewhere();
      order.forEach(other::project);
      assertThat(platform.digest()).isEqualTo(grown);
      platform.stop(other);
    }
  }

  /// No key may write anything but the trust policy.
  private static List<Grant> policiesOnly(LedgerFixture volume) {
    List<IndexRange> ranges =
        Stream.of(FIRST, volume.volume().name()).distinct().map(IndexRange::all).toList();
    return PlatformFixture.policy().grants().stream()
        .map(grant -> grant.withRanges(ranges))
        .toList();
  }

  private static PushSource source(LedgerFixture ledger) {
    return new PushSource.Ledger(ledger.volume().name());
  }

  private static Instant at(long seconds) {
    return NOW.plusSeconds(seconds);
  }
}
