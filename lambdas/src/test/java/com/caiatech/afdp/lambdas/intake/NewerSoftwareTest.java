package com.caiatech.afdp.lambdas.intake;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.APPROVALS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.MANIFESTS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.NOW;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.POLICIES;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.STRANGER;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.WORKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.lambdas.testing.LedgerFixture;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.RecordKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A commit of newer software, whose version of a kind the policy names: its volume is read up to
/// there, and the others go on.
class NewerSoftwareTest {
  private static final String LEDGER =
      "MATCH (l:Ledger {volume: 'deployment-manifests'}) RETURN l.head + ' ' + l.size AS text";

  @RegisterExtension final PlatformFixture platform = new PlatformFixture();
  private final LedgerFixture manifests = platform.manifests();
  private final Projection projection = platform.projection();
  private final DeploymentId first = DeploymentId.create(NOW);

  @BeforeEach
  void publishPolicy() throws Exception {
    platform.publishPolicy();
  }

  @Test
  void whatStandsBeforeItIsProjectedAndItsVolumeStopsWithAClearWord() throws Exception {
    nameTheNewVersion(NOW.plusSeconds(2));
    CommitId good = manifests.add(WORKER, NOW.plusSeconds(3), opened(first));
    addNewer();
    manifests.add(WORKER, NOW.plusSeconds(5), opened(DeploymentId.create(NOW.plusSeconds(2))));
    platform
        .approvals()
        .add(WORKER, NOW.plusSeconds(6), PlatformFixture.approval(first, "decision-1"));

    for (int attempt = 1; attempt <= 2; attempt++) {
      assertThatThrownBy(() -> projection.project(MANIFESTS))
          .isInstanceOf(SchemasException.NewerThanSoftware.class)
          .hasMessageContaining("entry 1 of deployment-manifests")
          .hasMessageContaining("deployment-manifest-opened/2 is newer than this software")
          .hasMessageContaining("go on with newer software");
      assertThat(platform.texts(LEDGER)).containsExactly(good + " 1");
      assertThat(platform.texts("MATCH (d:Deployment) RETURN d.deploymentId AS text"))
          .containsExactly(first.value());
    }
    projection.project(APPROVALS);
    projection.project(POLICIES);
    assertThat(platform.texts("MATCH (a:Approval)-[:DECIDED]->(:Deployment) RETURN a.id AS text"))
        .hasSize(1);
    assertThat(platform.texts(PlatformFixture.VIOLATIONS + "RETURN v.kind AS text")).isEmpty();
  }

  @Test
  void aPolicyThatNamesItLaterIsAppliedToTheOtherVolumes() throws Exception {
    manifests.add(WORKER, NOW.plusSeconds(2), opened(first));
    addNewer();
    platform
        .approvals()
        .add(STRANGER, NOW.plusSeconds(6), PlatformFixture.approval(first, "decision-1"));
    List.of(POLICIES, MANIFESTS, APPROVALS).forEach(projection::project);
    assertThat(platform.texts(PlatformFixture.VIOLATIONS + "RETURN v.kind AS text"))
        .containsExactlyInAnyOrder("schema", "unknown-key");

    nameTheNewVersion(NOW.plusSeconds(7));
    projection.project(POLICIES);

    assertThat(
            platform.texts("MATCH (r:Record {kind: 'approval-decision'}) RETURN r.verdict AS text"))
        .containsExactly("trusted");
    assertThatThrownBy(() -> projection.project(MANIFESTS))
        .isInstanceOf(SchemasException.NewerThanSoftware.class);
    projection.project(APPROVALS);
  }

  /// A policy by which the worker signs the next version of *opened*, and the stranger approvals.
  private void nameTheNewVersion(Instant recordedAt) throws Exception {
    String opened = RecordKind.MANIFEST_OPENED.value();
    List<Grant> grants = new ArrayList<>();
    for (Grant grant : PlatformFixture.policy().grants()) {
      List<String> kinds =
          grant.kinds().stream()
              .flatMap(kind -> kind.equals(opened) ? Stream.of(kind, kind + "/2") : Stream.of(kind))
              .toList();
      grants.add(with(grant, kinds));
    }
    grants.add(
        new Grant(
            STRANGER.fingerprint(),
            STRANGER.publicKey().armored(),
            "another",
            "worker",
            List.of(RecordKind.APPROVAL_DECISION.value()),
            List.of(Grant.ANY),
            List.of(Grant.ANY),
            grants.getFirst().ranges()));
    platform.publishGrants(recordedAt, grants);
  }

  private static Grant with(Grant grant, List<String> kinds) {
    return new Grant(
        grant.fingerprint(),
        grant.publicKey(),
        grant.owner(),
        grant.role(),
        kinds,
        grant.environments(),
        grant.services(),
        grant.ranges());
  }

  private void addNewer() throws Exception {
    LedgerRecord record = opened(DeploymentId.create(NOW.plusSeconds(1)));
    String text = new String(RecordCodec.encode(record), StandardCharsets.UTF_8);
    manifests.add(
        WORKER,
        NOW.plusSeconds(4),
        Map.of(
            LedgerPath.of(record.header()).text(),
            text.replace("deployment-manifest-opened/1", "deployment-manifest-opened/2")
                .getBytes(StandardCharsets.UTF_8)));
  }

  private LedgerRecord opened(DeploymentId id) {
    return platform.records().opened(id, 1);
  }
}
