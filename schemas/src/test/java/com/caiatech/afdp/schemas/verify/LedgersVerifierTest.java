package com.caiatech.afdp.schemas.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.Finding;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.ledger.TestTrust;
import com.caiatech.afdp.schemas.ledger.TestVolume;
import com.caiatech.afdp.schemas.ledger.ViolationKind;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.soundness.FindingKind;
import com.caiatech.afdp.schemas.soundness.SubjectVerdict;
import com.caiatech.afdp.schemas.source.SourceMirror;
import com.caiatech.afdp.schemas.testing.Golden;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgersVerifierTest {
  @TempDir Path folder;
  private TestLedgers ledgers;

  @BeforeEach
  void makeLedgers() throws Exception {
    ledgers = new TestLedgers(folder);
    ledgers.deployed();
    ledgers.commitSource("two");
    ledgers.deployed();
  }

  @AfterEach
  void closeLedgers() {
    ledgers.close();
  }

  @Test
  void honestLedgersHoldWithTheirRepository() {
    Verification found = ledgers.verify();
    assertThat(found.holds()).isTrue();
    assertThat(found.deployments())
        .hasSize(2)
        .allSatisfy(
            it -> {
              assertThat(it.records().records()).isEqualTo(SubjectVerdict.Records.SOUND);
              assertThat(it.sources().orElseThrow().state()).isEqualTo(SourcesVerdict.State.AGREE);
            });
    assertThat(found.volumes())
        .extracting(volume -> volume.verification().end().size())
        .containsExactly(10L, 2L, 0L, 0L, 1L);
    assertThat(found.notChecked())
        .singleElement()
        .asString()
        .startsWith("whether a ledger went on behind its end");
  }

  @Test
  void theShapeOfTheJsonIsStable() throws Exception {
    TestVolume checks = ledgers.volume(Series.CHECKS);
    checks.commit(
        draft -> {
          draft.signer = null;
          draft.add(TestTrust.check("forged"));
        });
    checks.commit(draft -> draft.add("README.md", "hello".getBytes(StandardCharsets.UTF_8)));
    TestLedgers.Story third = ledgers.new Story();
    third.request();
    third.opened(ledgers.commitSource("three"), Sha256.ofUtf8("another tree"));
    third.step();
    String json = VerificationJson.of(ledgers.verify()).toPrettyString() + "\n";
    Golden.check(
        "verification.json",
        json.replaceAll("\\b[0-9a-f]{64}\\b", "<sha256>")
            .replaceAll("\\b[0-9a-f]{40}\\b", "<commit>")
            .replaceAll("\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b", "<uuid>"));
  }

  @Test
  void anUnsignedRecordTakesNothingFromTheDeploymentAndIsFound() {
    TestLedgers.Story forged = ledgers.new Story();
    ledgers
        .volume(Series.DEPLOYMENT_MANIFESTS)
        .commit(
            draft -> {
              draft.signer = null;
              draft.add(TestTrust.check("forged"));
            });
    Verification found = ledgers.verify();
    assertThat(found.holds()).isFalse();
    assertThat(report(found, Series.DEPLOYMENT_MANIFESTS).kinds())
        .containsEntry(ViolationKind.UNSIGNED, 1L);
    assertThat(report(found, Series.DEPLOYMENT_MANIFESTS).violations().getFirst().index())
        .isEqualTo(10);
    assertThat(found.deployments()).hasSize(2).allMatch(DeploymentReport::holds);
    assertThat(forged.records).isEmpty();
  }

  @Test
  void aReportInADeploymentsFolderTakesNothingFromItAndIsNoDeployment() throws Exception {
    TestLedgers.Story story = ledgers.new Story();
    story.request();
    story.opened(ledgers.commitSource("reported"));
    story.add(ledgers.reported(story.id.subject(), "within"));
    story.add(ledgers.reported(SubjectId.create(TestTrust.NOW), "alone"));
    story.records.subList(2, 4).clear();
    story.go(story.check());
    story.step();
    story.closed();

    Verification found = ledgers.verify();
    assertThat(report(found, Series.DEPLOYMENT_MANIFESTS).kinds()).isEmpty();
    assertThat(found.deployments()).hasSize(3).allMatch(DeploymentReport::holds);
    assertThat(found.holds()).isTrue();
  }

  @Test
  void aFurtherAttemptThatCountsIsFoundWhereItsBytesAreOthers() throws Exception {
    TestLedgers.Story story = ledgers.deployed();
    LedgerRecord go =
        LedgerRecord.of(
            story.header(RecordKind.DEPLOYMENT_STEP, LogicalStep.GO),
            DeploymentStep.go(List.of(), TestTrust.NOW));
    String path = LedgerPath.of(go.header()).attempt(2).text();
    TestVolume volume = ledgers.volume(Series.DEPLOYMENT_MANIFESTS);
    long index = volume.size();
    volume.commit(draft -> draft.add(path, RecordCodec.encode(go)));
    Verification found = ledgers.verify();
    VolumeReport report = report(found, Series.DEPLOYMENT_MANIFESTS);
    assertThat(found.holds()).isFalse();
    assertThat(report.kinds()).isEqualTo(Map.of(ViolationKind.CONTESTED, 1L));
    assertThat(report.violations())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.index()).isEqualTo(index);
              assertThat(it.path()).isEqualTo(path);
              assertThat(it.findings().getFirst().reason())
                  .startsWith("expected the bytes of " + path.replace(".2.json", ".json"))
                  .endsWith("found SHA-256 " + go.tree().sha256());
            });
    assertThat(found.deployments()).hasSize(3).allMatch(DeploymentReport::holds);
  }

  @Test
  void anEmptyCommitIsFoundWhoeverSignedIt() {
    ledgers.volume(Series.APPROVALS).commit(draft -> {});
    ledgers.volume(Series.INCIDENTS).commit(draft -> draft.signer = null);
    Verification found = ledgers.verify();
    assertThat(found.holds()).isFalse();
    assertThat(report(found, Series.APPROVALS).verification().empty()).isEqualTo(1);
    assertThat(report(found, Series.INCIDENTS).verification().empty()).isEqualTo(1);
  }

  @Test
  void aBrokenStructureEndsTheReadingAndIsToldAsNotChecked() {
    ledgers
        .volume(Series.CHECKS)
        .commit(draft -> draft.add("README.md", "hello".getBytes(StandardCharsets.UTF_8)));
    Verification found = ledgers.verify();
    assertThat(found.holds()).isFalse();
    assertThat(report(found, Series.CHECKS).verification().structural().orElseThrow().kind())
        .isEqualTo(ViolationKind.BAD_PATH);
    assertThat(found.notChecked())
        .anyMatch(it -> it.startsWith("what stands in pre-post-deployment-checks behind entry 2"));
  }

  @Test
  void aLedgerCutAtItsEndLeavesReferencesPending() {
    TestVolume checks = ledgers.volume(Series.CHECKS);
    checks.back();
    Verification found = ledgers.verify();
    assertThat(found.holds()).isFalse();
    assertThat(found.deployments())
        .extracting(it -> it.records().records())
        .containsExactlyInAnyOrder(SubjectVerdict.Records.SOUND, SubjectVerdict.Records.PENDING);
  }

  @Test
  void aVolumeEndsWhereTheRootsSayAndItsSuccessorGoesOn() {
    TestVolume checks = ledgers.volume(Series.CHECKS);
    try (TestVolume next =
        new TestVolume(folder.resolve("next.git"), checks.name.next(), ledgers.trust.worker)) {
      LedgerRecord opening = TestTrust.successor(checks, 2, ledgers.trust.root);
      LedgerRecord granting =
          TestTrust.changed(
              ledgers.trust.policy, before -> before.opening(next.name), ledgers.trust.root);
      ledgers.volume(Series.TRUST_POLICY).add(opening, granting);
      next.add(TestTrust.check("in the successor"));
      assertThat(ledgers.verify().notChecked())
          .contains("volume pre-post-deployment-checks-2: it was opened and was not given");
      List<GivenVolume> all = new ArrayList<>(ledgers.given());
      all.add(GivenVolume.of(next.name, next.repository));
      assertThat(verify(all).volumes()).allMatch(VolumeReport::holds);

      checks.add(TestTrust.check("after it"));
      Verification found = verify(all);
      assertThat(report(found, Series.CHECKS).kinds())
          .containsOnlyKeys(ViolationKind.AFTER_SUCCESSOR);
      assertThat(report(found, Series.CHECKS).verification().otherEnd()).isEmpty();
    }
  }

  @Test
  void aVolumeThatDoesNotEndAsTheRootsSayIsFound() {
    TestVolume checks = ledgers.volume(Series.CHECKS);
    LedgerRecord opening = TestTrust.successor(checks, 2, ledgers.trust.root);
    LedgerRecord granting =
        TestTrust.changed(
            ledgers.trust.policy, before -> before.opening(checks.name.next()), ledgers.trust.root);
    ledgers.volume(Series.TRUST_POLICY).add(opening, granting);
    checks.back();
    Verification found = ledgers.verify();
    assertThat(report(found, Series.CHECKS).holds()).isFalse();
    assertThat(report(found, Series.CHECKS).verification().otherEnd().orElseThrow())
        .contains("expected 2 entries", "found no commit that ends with that entry");
  }

  @Test
  void theTrustPolicyGoesOnInItsSuccessorWhereAKeyIsRevoked() {
    TestVolume policies = ledgers.volume(Series.TRUST_POLICY);
    try (TestVolume next =
        new TestVolume(folder.resolve("next.git"), policies.name.next(), ledgers.trust.worker)) {
      List<GivenVolume> all = new ArrayList<>(ledgers.given());
      all.add(GivenVolume.of(next.name, next.repository));
      LedgerRecord granting =
          TestTrust.changed(
              ledgers.trust.policy, before -> before.opening(next.name), ledgers.trust.root);
      next.add(TestTrust.successor(policies, 1, ledgers.trust.root), granting);
      assertThat(verify(all).holds()).isTrue();
      assertThat(verify(all).policy().orElseThrow().version()).isEqualTo(2);

      policies.add(ledgers.trust.next(ledgers.trust.policy, it -> it, ledgers.trust.root));
      assertThat(report(verify(all), Series.TRUST_POLICY).kinds())
          .containsKeys(ViolationKind.AFTER_SUCCESSOR, ViolationKind.UNPROVEN_POLICY);
      next.add(
          ledgers.trust.next(
              granting,
              grant -> TestTrust.withKinds(grant, List.of("policy/1", "volume/1")),
              ledgers.trust.root));
      Verification found = verify(all);
      assertThat(found.policy().orElseThrow().version()).isEqualTo(3);
      assertThat(report(found, Series.CHECKS).verification().trusted()).isZero();
      assertThat(found.deployments()).isEmpty();
    }
  }

  @Test
  void aSuccessorOfTheTrustPolicyThatDoesNotCountIsFoundWithTheReason() {
    TestVolume policies = ledgers.volume(Series.TRUST_POLICY);
    try (TestVolume next =
        new TestVolume(folder.resolve("next.git"), policies.name.next(), ledgers.trust.worker)) {
      next.add(
          TestTrust.successor(policies, 1, ledgers.trust.stranger),
          TestTrust.changed(
              ledgers.trust.policy, before -> before.opening(next.name), ledgers.trust.stranger));
      List<GivenVolume> all = new ArrayList<>(ledgers.given());
      all.add(GivenVolume.of(next.name, next.repository));
      Verification found = verify(all);
      assertThat(found.holds()).isFalse();
      assertThat(found.policy().orElseThrow().version()).isEqualTo(1);
      assertThat(found.volumes().getLast().violations().getFirst().findings())
          .extracting(Finding::reason)
          .contains("Volume trust-policy-2: expected signatures of 1 roots of version 1, found 0");
    }
  }

  private Verification verify(List<GivenVolume> volumes) {
    return LedgersVerifier.run(volumes, ledgers.pinned(), Map.of(), line -> {});
  }

  @Test
  void aLedgerThatWasNotGivenIsNamedAndWhatRefersToItIsPending() {
    List<GivenVolume> some =
        ledgers.given().stream().filter(it -> it.series() != Series.CHECKS).toList();
    Verification found = LedgersVerifier.run(some, ledgers.pinned(), Map.of(), line -> {});
    assertThat(found.holds()).isFalse();
    assertThat(found.deployments())
        .allMatch(it -> it.records().records() == SubjectVerdict.Records.PENDING)
        .allMatch(it -> it.sources().orElseThrow().state() == SourcesVerdict.State.UNCHECKED);
    assertThat(found.notChecked())
        .contains(
            "series pre-post-deployment-checks: none of its volumes was given",
            "the sources of 2 deployments: repository cart was not given");
  }

  @Test
  void aDeploymentWithoutGoIsUnsound() {
    TestLedgers.Story third = ledgers.new Story();
    third.request();
    third.step();
    assertThat(of(third, ledgers.verify()).records().findings())
        .extracting(SubjectVerdict.Finding::kind)
        .containsExactly(FindingKind.NO_GO);
  }

  @Test
  void aSecondManifestOfASequenceIsFoundAcrossDeployments() throws Exception {
    TestLedgers fresh = new TestLedgers(folder.resolve("fresh"));
    try (fresh) {
      fresh.deployed();
      TestLedgers.Story second = fresh.new Story();
      second.request();
      second.openedAs(1, null);
      assertThat(of(second, fresh.verify()).records().findings())
          .extracting(SubjectVerdict.Finding::kind)
          .contains(FindingKind.SEQUENCE_REPEATED);
    }
  }

  @Test
  void aTreeThatTheRepositoryDoesNotGiveContradicts() throws Exception {
    TestLedgers.Story third = ledgers.new Story();
    third.request();
    third.opened(ledgers.commitSource("three"), Sha256.ofUtf8("another tree"));
    SourcesVerdict sources = of(third, ledgers.verify()).sources().orElseThrow();
    assertThat(sources.state()).isEqualTo(SourcesVerdict.State.CONTRADICT);
    assertThat(sources.reasons())
        .singleElement()
        .asString()
        .startsWith("plan.sources.application.source_sha256: the manifest says ");
  }

  @Test
  void aRepositoryThatLacksWhatWasDeployedDoesNotHold() throws Exception {
    Git.init().setDirectory(folder.resolve("other").toFile()).call().close();
    try (SourceMirror other = SourceMirror.reading(folder.resolve("other"))) {
      Verification found =
          LedgersVerifier.run(
              ledgers.given(), ledgers.pinned(), Map.of(TestLedgers.REPOSITORY, other), l -> {});
      assertThat(found.holds()).isFalse();
      assertThat(found.deployments())
          .allMatch(it -> it.sources().orElseThrow().state() == SourcesVerdict.State.LACKING);
    }
  }

  @Test
  void byAnotherPinNothingCounts() {
    Verification found =
        LedgersVerifier.run(ledgers.given(), Sha256.ofUtf8("another"), Map.of(), line -> {});
    assertThat(found.holds()).isFalse();
    assertThat(found.policy()).isEmpty();
    assertThat(found.volumes()).allMatch(it -> it.verification().trusted() == 0);
    assertThat(found.deployments()).isEmpty();
  }

  @Test
  void whatNewerSoftwareWroteHasNoVerdict() {
    LedgerRecord later = TestTrust.check("later");
    ledgers
        .volume(Series.TRUST_POLICY)
        .add(
            ledgers.trust.next(
                ledgers.trust.policy,
                grant -> TestTrust.withKinds(grant, List.of("check-result/9")),
                ledgers.trust.root));
    byte[] newer =
        new String(RecordCodec.encode(later), StandardCharsets.UTF_8)
            .replace("check-result/1", "check-result/9")
            .getBytes(StandardCharsets.UTF_8);
    String path = LedgerPath.of(later.header()).text();
    ledgers.volume(Series.CHECKS).commit(draft -> draft.add(path, newer));
    assertThatThrownBy(ledgers::verify)
        .isInstanceOf(SchemasException.NewerThanSoftware.class)
        .hasMessageContaining("newer than this software");
  }

  @Test
  void ledgersThatCannotBeVerifiedTogetherAreNamed() {
    assertThatThrownBy(
            () ->
                LedgersVerifier.run(
                    ledgers.given().subList(0, 3), ledgers.pinned(), Map.of(), line -> {}))
        .isInstanceOf(SchemasException.ConfigurationFault.class)
        .hasMessageContaining("trust-policy");
    assertThatThrownBy(
            () ->
                GivenVolume.of(
                    new VolumeName("approval-logs-1"), ledgers.volume(Series.APPROVALS).repository))
        .isInstanceOf(SchemasException.ConfigurationFault.class)
        .hasMessageContaining("approval-logs-1");
  }

  @Test
  void volumesOfASeriesAreReadAlongTheirChain() {
    assertThat(
            List.of("approval-logs-10", "approval-logs-2", "approval-logs", "deployment-manifests")
                .stream()
                .map(
                    name ->
                        GivenVolume.of(
                            new VolumeName(name), ledgers.volume(Series.APPROVALS).repository))
                .sorted()
                .map(volume -> volume.name().value()))
        .containsExactly(
            "deployment-manifests", "approval-logs", "approval-logs-2", "approval-logs-10");
  }

  @Test
  void ledgersAreReadFromFoldersAndFromAddresses() throws Exception {
    Path bare = ledgers.volume(Series.CHECKS).repository.getDirectory().toPath();
    Git.cloneRepository()
        .setURI(bare.toUri().toString())
        .setBranch("refs/heads/main")
        .setDirectory(folder.resolve("clone").toFile())
        .call()
        .close();
    try (OpenedRepositories repositories = new OpenedRepositories(line -> {})) {
      for (String place :
          List.of(
              bare.toString(),
              folder.resolve("clone").toString(),
              "file://" + bare.toAbsolutePath())) {
        assertThat(repositories.ledger(Series.CHECKS.firstVolume(), place).reader().head())
            .as(place)
            .contains(ledgers.volume(Series.CHECKS).head());
      }
      assertThatThrownBy(() -> repositories.source(folder.resolve("nothing").toString()))
          .isInstanceOf(SchemasException.SourceFault.class)
          .hasMessageContaining("expected a Git repository, found none");
    }
  }

  private static DeploymentReport of(TestLedgers.Story story, Verification found) {
    return found.deployments().stream()
        .filter(it -> it.deployment().equals(story.id.subject()))
        .findFirst()
        .orElseThrow();
  }

  private static VolumeReport report(Verification found, Series series) {
    return found.volumes().stream()
        .filter(it -> it.volume().equals(series.firstVolume()))
        .findFirst()
        .orElseThrow();
  }
}
