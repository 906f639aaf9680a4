package com.caiatech.afdp.lambdas.intake;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.MANIFESTS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.NOW;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.POLICIES;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.SHOP;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.STRANGER;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.WORKER;
import static com.caiatech.afdp.lambdas.testing.ShopRecords.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IndexRange;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Which of several attempts at a record feeds the facts, and what a record that counts leaves.
class StandingRecordsTest {
  private static final String COMMITS =
      "MATCH (d:Deployment)-[:DEPLOYED]->(c:Commit) RETURN d.deploymentId + ' ' + c.sha AS text";
  private static final String EVIDENCE =
      "MATCH (:Deployment)-[:EVIDENCED_BY]->(r:Record) RETURN r.path + ' ' + r.verdict AS text";
  private static final String VIOLATIONS =
      PlatformFixture.VIOLATIONS
          + """
      MATCH (v)-[:ABOUT]->(r:Record)
      RETURN v.kind + ' ' + toString(v.recordedAt) + ' ' + coalesce(toString(v.curedAt), '-')
        + ' ' + r.verdict AS text ORDER BY text
      """;

  /// So late that what happened at NOW is backdated.
  private static final Instant LATE = NOW.plus(Duration.ofHours(25));

  @RegisterExtension final PlatformFixture platform = new PlatformFixture();
  private final Projection projection = platform.projection();
  private final DeploymentId id = DeploymentId.create(NOW);
  private final LedgerRecord opened = platform.records().opened(id, 1);
  private final LedgerRecord another = platform.records().opened(id, 2);

  @BeforeEach
  void publishPolicy() throws Exception {
    platform.publishPolicy();
  }

  @Test
  void anUntrustedFileAtARecordsFirstPathTakesNothingFromTheRecordAtItsSecond() throws Exception {
    platform.manifests().add(null, at(2), Map.of(path(1), bytes("junk")));
    add(WORKER, at(3), 2, opened);

    projection.project(MANIFESTS);

    assertThat(platform.texts(COMMITS)).containsExactly(id + " " + commit(1));
    assertThat(platform.texts(EVIDENCE)).containsExactly(path(2) + " trusted");
    assertThat(platform.texts(PlatformFixture.VIOLATIONS + "RETURN v.kind + ' ' + v.path AS text"))
        .containsExactly("unsigned " + path(1));
    expectSameRebuilt();
  }

  @Test
  void aFurtherTrustedAttemptFeedsTheFactsOnlyOnceAPolicyDistrustsTheFirst() throws Exception {
    DeploymentId other = DeploymentId.create(NOW);
    platform.manifests().add(WORKER, at(2), platform.records().opened(other, 3));
    add(WORKER, at(3), 1, opened);
    add(WORKER, at(4), 2, another);
    projection.project(MANIFESTS);
    assertThat(platform.texts(COMMITS))
        .containsExactlyInAnyOrder(other + " " + commit(3), id + " " + commit(1));
    assertThat(platform.texts(EVIDENCE))
        .hasSize(2)
        .contains(path(1) + " trusted")
        .doesNotContain(path(2) + " trusted");
    assertThat(platform.texts(VIOLATIONS))
        .containsExactly(violation("contested", at(4), null, "trusted"));
    assertThat(platform.counters().of(CounterNames.VIOLATIONS))
        .as("contested, two manifests without a request, of which one repeats a sequence")
        .isEqualTo(4);

    platform.publishGrants(at(5), List.of(workersWithout(1)));
    projection.project(POLICIES);

    assertThat(platform.texts(COMMITS))
        .containsExactlyInAnyOrder(other + " " + commit(3), id + " " + commit(2));
    assertThat(platform.texts(EVIDENCE)).hasSize(2).contains(path(2) + " trusted");
    assertThat(platform.texts(VIOLATIONS))
        .containsExactly(
            violation("contested", at(4), at(5), "trusted"),
            violation("key-out-of-range", at(5), null, "key-out-of-range"));
    expectSameRebuilt();
  }

  @Test
  void theSameBytesAtAFurtherAttemptAreNotContested() throws Exception {
    add(WORKER, at(3), 1, opened);
    add(WORKER, at(4), 2, opened);
    projection.project(MANIFESTS);
    assertThat(platform.texts(VIOLATIONS)).isEmpty();
    expectSameRebuilt();
  }

  @Test
  void leaveToGoIsEvidenceAndNoStep() throws Exception {
    LedgerRecord go =
        LedgerRecord.of(
            new Header(RecordKind.DEPLOYMENT_STEP, id.subject(), LogicalStep.GO, SCOPE, NOW),
            DeploymentStep.go(List.of(), NOW));
    platform.manifests().add(WORKER, at(2), opened);
    platform.manifests().add(WORKER, at(3), go);

    projection.project(MANIFESTS);

    assertThat(platform.texts("MATCH (s:Step) RETURN s.id AS text")).isEmpty();
    assertThat(platform.texts(EVIDENCE))
        .containsExactlyInAnyOrder(
            path(1) + " trusted", LedgerPath.of(go.header()).text() + " trusted");
    expectSameRebuilt();
  }

  @Test
  void aBackdatedRecordIsShownAndCountsAllTheSame() throws Exception {
    add(WORKER, LATE, 1, opened);

    projection.project(MANIFESTS);

    assertThat(platform.texts(VIOLATIONS))
        .containsExactly(violation("backdated", LATE, null, "trusted"));
    assertThat(platform.texts(COMMITS)).containsExactly(id + " " + commit(1));
    assertThat(platform.texts(EVIDENCE)).containsExactly(path(1) + " trusted");
    assertThat(platform.counters().of(CounterNames.VIOLATIONS))
        .as("a manifest without a request")
        .isEqualTo(1);
    expectSameRebuilt();
  }

  @Test
  void whatIsOddAboutARecordIsShownFromWhenItCounts() throws Exception {
    add(STRANGER, LATE, 1, opened);
    projection.project(MANIFESTS);
    assertThat(platform.texts(PlatformFixture.VIOLATIONS + "RETURN v.kind AS text"))
        .containsExactly("unknown-key");

    Instant cured = LATE.plusSeconds(60);
    Grant worker = PlatformFixture.policy().grants().getFirst();
    platform.publishGrants(cured, List.of(worker, toStranger(worker)));
    projection.project(POLICIES);

    assertThat(platform.texts(VIOLATIONS))
        .containsExactly(
            violation("backdated", cured, null, "trusted"),
            violation("unknown-key", LATE, cured, "trusted"));
    assertThat(platform.texts(COMMITS)).containsExactly(id + " " + commit(1));
    expectSameRebuilt();
  }

  private void add(OpenPgpSecretKey key, Instant recordedAt, int attempt, LedgerRecord record)
      throws Exception {
    platform.manifests().add(key, recordedAt, Map.of(path(attempt), RecordCodec.encode(record)));
  }

  private void expectSameRebuilt() {
    List.of(POLICIES, SHOP).forEach(projection::project);
    GraphDigest grown = platform.digest();
    platform.stop(projection);
    assertThat(platform.rebuild()).isEqualTo(grown);
  }

  private String path(int attempt) {
    return LedgerPath.of(opened.header()).attempt(attempt).text();
  }

  private CommitId commit(int number) {
    return platform.records().commits().get(number - 1);
  }

  /// The worker's grant, less one entry of the manifests.
  private static Grant workersWithout(long index) {
    Grant worker = PlatformFixture.policy().grants().getFirst();
    VolumeName volume = Series.DEPLOYMENT_MANIFESTS.firstVolume();
    List<IndexRange> ranges =
        List.of(
            IndexRange.all(Series.TRUST_POLICY.firstVolume()),
            new IndexRange(volume, 0, index),
            new IndexRange(volume, index + 1, null));
    return worker.withRanges(ranges);
  }

  private static Grant toStranger(Grant grant) {
    return new Grant(
        STRANGER.fingerprint(),
        STRANGER.publicKey().armored(),
        "stranger",
        grant.role(),
        grant.kinds(),
        grant.environments(),
        grant.services(),
        grant.ranges());
  }

  private static String violation(
      String kind, Instant from, @Nullable Instant until, String verdict) {
    return String.join(
        " ",
        kind,
        Long.toString(from.toEpochMilli()),
        until == null ? "-" : Long.toString(until.toEpochMilli()),
        verdict);
  }

  private static Instant at(long seconds) {
    return NOW.plusSeconds(seconds);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
