package com.caiatech.afdp.lambdas.intake;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.MANIFESTS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.NOW;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.POLICIES;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.SHOP;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.testing.GitDaemon;
import com.caiatech.afdp.lambdas.testing.LedgerFixture;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Structural faults: the volume is stopped at its last good commit, which is a violation that an
/// observer saw; it goes on once the branch is put back, and a rebuild tells the same.
class StoppedVolumeTest {
  @RegisterExtension final PlatformFixture platform = new PlatformFixture();
  private final LedgerFixture manifests = platform.manifests();
  private final Projection projection = platform.projection();
  private final GitDaemon host = new GitDaemon(platform.folder());
  private final LedgerRecord first = opened(0);
  private final LedgerRecord second = opened(1);

  @BeforeEach
  void publishPolicy() throws Exception {
    platform.publishPolicy();
  }

  @AfterEach
  void stopHost() {
    host.close();
  }

  @Test
  void aMergeStopsTheVolumeUntilTheBranchIsPutBack() throws Exception {
    CommitId other = manifests.add(WORKER, NOW.plusSeconds(2), first);
    CommitId lastGood = manifests.add(WORKER, NOW.plusSeconds(3), second);
    CommitId merge = manifests.merge(WORKER, NOW.plusSeconds(4), other);

    expectStop("merge", lastGood, merge, "expected one parent, found 2");
  }

  @Test
  void aChangedFileStopsTheVolume() throws Exception {
    CommitId lastGood = manifests.add(WORKER, NOW.plusSeconds(2), first, second);
    CommitId broken =
        manifests.replace(
            WORKER, NOW.plusSeconds(3), at(first), "{}".getBytes(StandardCharsets.UTF_8));

    expectStop("changed-record", lastGood, broken, at(first));
  }

  @Test
  void aDeletedFileStopsTheVolume() throws Exception {
    CommitId lastGood = manifests.add(WORKER, NOW.plusSeconds(2), first, second);
    CommitId broken = manifests.replace(WORKER, NOW.plusSeconds(3), at(first), null);

    expectStop("deleted-record", lastGood, broken, "staging");
  }

  @Test
  void aRewriteStopsTheVolume() throws Exception {
    manifests.add(WORKER, NOW.plusSeconds(2), first);
    CommitId lastGood = manifests.add(WORKER, NOW.plusSeconds(3), second);
    projection.project(MANIFESTS);
    CommitId rewritten = manifests.rewrite(WORKER, NOW.plusSeconds(4), opened(9));

    expectStop("rewritten-history", lastGood, rewritten, lastGood.value());
  }

  @Test
  void aDeletedBranchStopsTheVolumeUntilItIsPutBack() throws Exception {
    CommitId lastGood = manifests.add(WORKER, NOW.plusSeconds(2), first, second);
    projection.project(MANIFESTS);
    manifests.deleteBranch();

    projection.project(MANIFESTS);

    expectStanding("deleted-ref", null);
    expectGoesOn(lastGood, "deleted-ref");
  }

  @Test
  void aPathThatNoRecordCanHaveStopsTheVolume() throws Exception {
    CommitId lastGood = manifests.add(WORKER, NOW.plusSeconds(2), first, second);
    CommitId broken =
        manifests.add(
            WORKER,
            NOW.plusSeconds(3),
            Map.of("README.md", "hello".getBytes(StandardCharsets.UTF_8)));

    expectStop("bad-path", lastGood, broken, "README.md");
  }

  @Test
  void aPathUnderADateThatIsNotInItsSubjectStopsTheVolume() throws Exception {
    String path = at(opened(3));
    CommitId lastGood = manifests.add(WORKER, NOW.plusSeconds(2), first, second);
    CommitId broken =
        manifests.add(
            WORKER,
            NOW.plusSeconds(3),
            Map.of(
                path.replace("/2026/02/01/", "/2026/02/02/"),
                "{}".getBytes(StandardCharsets.UTF_8)));

    expectStop("bad-path", lastGood, broken, path);
  }

  @Test
  void aModeOfAFileOnTheIdOfATreeStopsTheVolume() throws Exception {
    String path = at(opened(3)).replace("staging/", "production/");
    try (Projection elsewhere = fromStockGit()) {
      CommitId lastGood = manifests.add(WORKER, NOW.plusSeconds(2), first, second);
      ObjectId file = manifests.insert(Constants.OBJ_BLOB, bytes("{}"));
      ObjectId tree = manifests.insert(Constants.OBJ_TREE, entry("100644", bytes("a"), file));
      CommitId broken = manifests.addTree(withPath(path, "100644", tree));

      elsewhere.project(MANIFESTS);

      expectStanding("broken-object", broken);
      expectDeployedUpTo(lastGood);
      assertThat(
              platform.texts(PlatformFixture.VIOLATIONS + "RETURN v.path + ' ' + v.reason AS text"))
          .containsExactly(path + " blob " + tree.name() + ": it is a tree");
      manifests.putBack(lastGood);
      manifests.add(WORKER, NOW.plusSeconds(20), opened(20));
      elsewhere.project(MANIFESTS);
      expectGone("broken-object");
    }
  }

  @Test
  void oneNameOfSeventyMegabytesStopsTheVolumeAndLeavesNoLargeText() throws Exception {
    try (Projection elsewhere = fromStockGit()) {
      CommitId lastGood = manifests.add(WORKER, NOW.plusSeconds(2), first, second);
      elsewhere.project(MANIFESTS);
      ObjectId file = manifests.insert(Constants.OBJ_BLOB, bytes("{}"));
      byte[] name = new byte[70 << 20];
      Arrays.fill(name, (byte) 'n');
      CommitId broken =
          manifests.addTree(manifests.insert(Constants.OBJ_TREE, entry("100644", name, file)));

      elsewhere.project(MANIFESTS);
      elsewhere.project(MANIFESTS);

      expectStanding("beyond-limits", broken);
      expectDeployedUpTo(lastGood);
      assertThat(platform.texts(PlatformFixture.VIOLATIONS + "RETURN v.reason AS text"))
          .singleElement()
          .asString()
          .contains("objects of at most 8388608 bytes")
          .hasSizeLessThan(1_000);
      manifests.putBack(lastGood);
      manifests.add(WORKER, NOW.plusSeconds(20), opened(20));
      elsewhere.project(MANIFESTS);
      expectGone("beyond-limits");
    }
  }

  @Test
  void aHeadThatTheHostDoesNotHandOutStopsTheVolume() throws Exception {
    CommitId lastGood = manifests.add(WORKER, NOW.plusSeconds(2), first, second);
    projection.project(MANIFESTS);
    ObjectId nowhere = ObjectId.fromString("7".repeat(40));
    CommitId broken =
        manifests.addTree(
            withPath(at(opened(3)).replace("staging/", "production/"), "100644", nowhere));

    projection.project(MANIFESTS);

    expectStanding("missing-object", broken);
    expectDeployedUpTo(lastGood);
    projection.project(MANIFESTS);
    expectStanding("missing-object", broken);
    expectGoesOn(lastGood, "missing-object");
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

    assertThat(
            platform.texts(
                PlatformFixture.VIOLATIONS + "RETURN v.kind + ' ' + v.ledgerCommit AS text"))
        .containsExactly("bad-path " + broken);
    assertThat(
            platform.texts(
                "MATCH (r:Record {kind: 'deployment-manifest-opened'}) RETURN r.id AS text"))
        .isEmpty();
  }

  @Test
  void aFaultThatComesAgainIsAnotherObservation() throws Exception {
    CommitId lastGood = manifests.add(WORKER, NOW.plusSeconds(2), first, second);
    for (int i = 0; i < 2; i++) {
      manifests.replace(WORKER, NOW.plusSeconds(3), at(first), null);
      projection.project(MANIFESTS);
      manifests.putBack(lastGood);
      projection.project(MANIFESTS);
    }

    assertThat(
            platform.texts(
                PlatformFixture.VIOLATIONS + "AND v.curedAt >= v.recordedAt RETURN v.kind AS text"))
        .containsExactly("deleted-record", "deleted-record");
    expectSameRebuilt();
  }

  private void expectStop(String kind, CommitId lastGood, CommitId broken, String reason)
      throws Exception {
    projection.project(MANIFESTS);

    expectStanding(kind, broken);
    assertThat(platform.texts(PlatformFixture.VIOLATIONS + "RETURN v.reason AS text"))
        .singleElement()
        .asString()
        .contains(reason);
    expectDeployedUpTo(lastGood);
    GraphDigest stopped = platform.digest();

    manifests.add(WORKER, NOW.plusSeconds(9), opened(8));
    projection.project(MANIFESTS);
    platform.projection().project(MANIFESTS);

    expectDeployedUpTo(lastGood);
    assertThat(platform.digest()).isEqualTo(stopped);
    assertThat(platform.counters().of(CounterNames.VOLUMES_STOPPED)).isEqualTo(1);
    expectSameRebuilt();
    expectGoesOn(lastGood, kind);
  }

  private void expectStanding(String kind, @Nullable CommitId broken) {
    assertThat(
            platform.texts(
                "MATCH (v:Violation {source: 'observer'}) WHERE v.curedAt IS NULL"
                    + " RETURN v.kind + ' ' + coalesce(v.ledgerCommit, 'gone') AS text"))
        .containsExactly(kind + " " + (broken == null ? "gone" : broken));
  }

  private void expectGone(String kind) {
    assertThat(
            platform.texts(
                PlatformFixture.VIOLATIONS + "AND v.curedAt >= v.recordedAt RETURN v.kind AS text"))
        .containsExactly(kind);
  }

  /// A projection that fetches from a stock host.
  private Projection fromStockGit() {
    return new Projection(
        platform.configuration(),
        platform.counters(),
        source ->
            source.equals(MANIFESTS)
                ? Optional.of(host.address("deployment-manifests.git"))
                : Optional.empty());
  }

  /// Puts the branch back, as the host's operator does, and writes on from there.
  private void expectGoesOn(CommitId lastGood, String kind) throws IOException {
    manifests.putBack(lastGood);
    projection.project(MANIFESTS);
    expectGone(kind);
    CommitId next = manifests.add(WORKER, NOW.plusSeconds(20), opened(20));
    projection.project(MANIFESTS);
    assertThat(
            platform.texts(
                "MATCH (l:Ledger {series: 'deployment-manifests'})"
                    + " RETURN l.head + ' ' + l.size AS text"))
        .containsExactly(next + " 3");
    assertThat(platform.texts("MATCH (d:Deployment) RETURN d.id AS text")).hasSize(3);
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
                    + " RETURN l.head + ' ' + l.size AS text"))
        .containsExactly(lastGood + " 2");
    assertThat(
            platform.texts(
                "MATCH (r:Record)-[:IN_LEDGER]->({series: 'deployment-manifests'}) RETURN r.path AS text"))
        .containsExactlyInAnyOrder(at(first), at(second));
    assertThat(platform.texts("MATCH (d:Deployment) RETURN d.id AS text")).hasSize(2);
  }

  /// The standing tree and one path more, in an environment of its own.
  private ObjectId withPath(String path, String mode, ObjectId object) throws IOException {
    String[] names = path.split("/", -1);
    ObjectId id = object;
    String kind = mode;
    for (int i = names.length - 1; i > 0; i--) {
      id = manifests.insert(Constants.OBJ_TREE, entry(kind, bytes(names[i]), id));
      kind = "40000";
    }
    ByteArrayOutputStream root = new ByteArrayOutputStream();
    root.writeBytes(entry(kind, bytes(names[0]), id));
    root.writeBytes(manifests.bytes(manifests.tree()));
    return manifests.insert(Constants.OBJ_TREE, root.toByteArray());
  }

  private static byte[] entry(String mode, byte[] name, ObjectId id) {
    byte[] object = new byte[Constants.OBJECT_ID_LENGTH];
    id.copyRawTo(object, 0);
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    entry.writeBytes((mode + " ").getBytes(StandardCharsets.UTF_8));
    entry.writeBytes(name);
    entry.write(0);
    entry.writeBytes(object);
    return entry.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private LedgerRecord opened(int number) {
    return platform.records().opened(DeploymentId.create(NOW.plusSeconds(number)), 1);
  }

  private static String at(LedgerRecord record) {
    return LedgerPath.of(record.header()).text();
  }
}
