package com.caiatech.afdp.workers.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.plan.CommitSet;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.activity.Rollout;
import com.caiatech.afdp.workers.ledger.StockGit;
import com.caiatech.afdp.workers.ledger.TestPlatform;
import com.caiatech.afdp.workers.plan.Sources.Found;
import com.caiatech.afdp.workers.target.local.SampleService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Earlier deployments in real ledgers, with the real repository of what they shipped.
class RollbackEvidenceTest {
  @TempDir Path folder;
  private SampleService sample;
  private RecordedDeployments recorded;

  @BeforeEach
  void open() throws IOException {
    sample = SampleService.in(folder);
    recorded = new RecordedDeployments(folder.resolve("ledgers"));
  }

  @AfterEach
  void close() {
    recorded.close();
    sample.close();
  }

  @Test
  void aSoundDeploymentIsGoneBackToWhateverIsPushedIntoItsFolder() throws Exception {
    Rollout rollout = deployed(sample.deployed("one"));
    assertThat(verify(rollout)).isInstanceOf(Found.Here.class);
    String opened =
        recorded.standing(rollout.deploymentId()).stream()
            .filter(it -> it.record().body() instanceof DeploymentManifestOpened)
            .findFirst()
            .orElseThrow()
            .path();
    StockGit git = new StockGit(folder.resolve("home"));
    git.push(
        recorded.platform().repository(Series.DEPLOYMENT_MANIFESTS),
        Map.of(opened.replace(".json", ".2.json"), "{}"));
    assertThat(verify(rollout)).isInstanceOf(Found.Here.class);
  }

  @Test
  void oneWhoseRecordsAreNotSoundIsRefusedWithWhatWasFoundAndWhatToDo() {
    Rollout rollout = recorded.opened(sample.deployed("one"), null);
    recorded.go(rollout);
    recorded.closed(rollout, List.of());
    assertRefused(
        rollout,
        "deployment %s cannot be gone back to; choose another, or deploy its commits anew: its records are not sound: unnamed-record: records: expected staging/cart/"
            .formatted(rollout.deploymentId()));
  }

  @Test
  void oneThatLacksAnApprovalOfThePolicyIsRefused() {
    recorded.write(recorded.platform().asking(1, List.of()));
    assertRefused(
        deployed(sample.deployed("one")),
        "missing-approval: because: rule staging-approval asks for approvals of the plan ");
  }

  @Test
  void oneWhoseTreeIsAnotherThanItsManifestSaysIsRefused() {
    assertRefused(
        deployed(
            changed(
                it ->
                    new DeployedSource(
                        it.repository(),
                        it.part(),
                        it.commitHash(),
                        Sha256.ofUtf8("another tree"),
                        null,
                        it.shipped(),
                        null))),
        "its repositories against its manifest: contradict: plan.sources.application.source_sha256: the manifest says ");
  }

  @Test
  void oneThatShippedOtherCommitsThanItsManifestSaysIsRefused() {
    assertRefused(
        deployed(
            changed(
                it ->
                    new DeployedSource(
                        it.repository(),
                        it.part(),
                        it.commitHash(),
                        it.sourceSha256(),
                        null,
                        new CommitSet(7, Sha256.ofUtf8("others")),
                        null))),
        "contradict: plan.sources.application.shipped: the manifest says 7 commits with digest ");
  }

  private Map<SourceRole, DeployedSource> changed(UnaryOperator<DeployedSource> change) {
    return Map.of(
        SourceRole.APPLICATION,
        change.apply(
            Optional.ofNullable(sample.deployed("one").get(SourceRole.APPLICATION)).orElseThrow()));
  }

  private Rollout deployed(Map<SourceRole, DeployedSource> sources) {
    Rollout rollout = recorded.opened(sources, null);
    recorded.go(rollout);
    recorded.closed(rollout);
    return rollout;
  }

  private Found<DeploymentManifestOpened> verify(Rollout rollout) {
    return recorded
        .rollbackEvidence(sample.described())
        .verify(TestPlatform.CART, rollout.deploymentId());
  }

  private void assertRefused(Rollout rollout, String saying) {
    assertThat(verify(rollout))
        .isInstanceOfSatisfying(
            Found.Not.class,
            not -> {
              assertThat(not.reason()).isEqualTo(RefusalReason.NO_ROLLBACK_TARGET);
              assertThat(not.message().text()).contains(saying);
            });
  }
}
