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
import com.caiatech.afdp.lambdas.testing.StockGit;
import com.caiatech.afdp.schemas.evidence.AcceptedHeads;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Whoever can write to the host sets a ledger back, and the graph is lost too: what the evidence
/// accepted is told all the same, and that the host shows less.
class RolledBackHostTest {
  @RegisterExtension final PlatformFixture platform = new PlatformFixture();
  private final LedgerFixture approvals = platform.approvals();
  private final DeploymentId deployment = DeploymentId.create(NOW);
  private Projection projection = platform.projection();
  private CommitId before;
  private CommitId last;

  @BeforeEach
  void projectTwoApprovals() throws Exception {
    platform.publishPolicy();
    platform.manifests().add(WORKER, NOW.plusSeconds(2), platform.records().opened(deployment, 1));
    before =
        approvals.add(
            WORKER, NOW.plusSeconds(3), PlatformFixture.approval(deployment, "decision-1"));
    last =
        approvals.add(
            WORKER, NOW.plusSeconds(4), PlatformFixture.approval(deployment, "decision-2"));
    projectAll();
  }

  @Test
  void noApprovalIsLostWithTheGraphAndTheHostIsSeenToShowLess() throws Exception {
    GraphDigest grown = platform.digest();
    assertThat(approvalsInTheGraph()).hasSize(2);
    platform.stop(projection);
    approvals.putBack(before);

    GraphDigest rebuilt = platform.rebuild();

    assertThat(rebuilt.sha256()).isEqualTo(grown.sha256());
    assertThat(rebuilt.observations()).isNotEqualTo(grown.observations());
    assertThat(approvalsInTheGraph()).hasSize(2);
    expectStopped();
    expectAccepted(last);
  }

  @Test
  void itIsSeenAgainWithTheGraphIntactAndEndsOnceTheHostShowsTheAcceptedHead() throws Exception {
    approvals.putBack(before);
    projectAll();
    projectAll();
    expectStopped();
    expectAccepted(last);
    assertThat(approvalsInTheGraph()).hasSize(2);

    approvals.putBack(last);
    projectAll();

    assertThat(
            platform.texts(
                PlatformFixture.VIOLATIONS + "AND v.curedAt IS NULL RETURN v.kind AS text"))
        .isEmpty();
    approvals.add(WORKER, NOW.plusSeconds(5), PlatformFixture.approval(deployment, "decision-3"));
    projectAll();
    assertThat(approvalsInTheGraph()).hasSize(3);
    assertThat(platform.rebuild()).isEqualTo(platform.digest());
  }

  @Test
  void aPolicyThatComesThenMovesTheAcceptedHeadNowhere() throws Exception {
    approvals.putBack(before);
    platform.publishGrants(NOW.plusSeconds(6), PlatformFixture.policy().grants());

    projection.project(POLICIES);

    expectStopped();
    expectAccepted(last);
    assertThat(approvalsInTheGraph()).hasSize(2);
  }

  @Test
  void noApprovalIsLostWithTheRepositoryOfTheEvidenceEither() throws Exception {
    GraphDigest grown = platform.digest();
    platform.stop(projection);
    approvals.putBack(before);
    try (Stream<Path> files = Files.walk(repository())) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }

    assertThat(platform.rebuild().sha256()).isEqualTo(grown.sha256());
    assertThat(approvalsInTheGraph()).hasSize(2);
    expectStopped();
    expectAccepted(last);
  }

  @Test
  void aRepositoryOfTheEvidenceThatWasPutBackTooIsBroughtBack() throws Exception {
    platform.stop(projection);
    approvals.putBack(before);
    Files.writeString(repository().resolve("refs/heads/main"), before + "\n");

    platform.rebuild();

    assertThat(approvalsInTheGraph()).hasSize(2);
    expectStopped();
    expectAccepted(last);
  }

  @Test
  void stockGitBringsTheVolumeBackFromTheAcceptedHeads() throws Exception {
    StockGit restored = new StockGit(platform.folder().resolve("restored"));
    AcceptedHeads heads =
        new AcceptedHeads(platform.configuration().evidenceFolder(), approvals.volume().name());
    approvals.add(WORKER, NOW.plusSeconds(5), PlatformFixture.approval(deployment, "decision-3"));
    projectAll();

    for (AcceptedHeads.Accepted head : heads.all()) {
      restored.run("bundle", "verify", "-q", heads.file(head.commits()).toString());
      restored.run("fetch", "-q", heads.file(head.commits()).toString(), "main:ledger");
    }

    restored.run("fsck", "--strict");
    assertThat(heads.all()).hasSize(2);
    assertThat(restored.run("rev-parse", "ledger"))
        .isEqualTo(heads.highest().orElseThrow().head().value());
    assertThat(restored.run("rev-list", "--count", "ledger")).isEqualTo("3");
  }

  private Path repository() {
    return platform.folder().resolve("evidence/ledgers/approval-logs.git");
  }

  private void projectAll() {
    List.of(POLICIES, MANIFESTS, APPROVALS, SHOP).forEach(projection::project);
  }

  private void expectStopped() {
    assertThat(
            platform.texts(
                "MATCH (v:Violation {source: 'observer', volume: 'approval-logs'})"
                    + " WHERE v.curedAt IS NULL"
                    + " RETURN v.kind + ' ' + v.ledgerCommit + ' ' + v.reason AS text"))
        .containsExactly(
            "rewritten-history "
                + before
                + " expected a descendant of the last good commit "
                + last);
  }

  private void expectAccepted(CommitId head) {
    projection = platform.projection();
    assertThat(projection.evidence().ledger(approvals.volume()).accepted()).contains(head);
  }

  private List<String> approvalsInTheGraph() {
    return platform.texts(
        "MATCH (a:Approval)-[:DECIDED]->(:Deployment), (a)-[:DECIDED_BY]->(:Person)"
            + " RETURN a.id AS text");
  }
}
