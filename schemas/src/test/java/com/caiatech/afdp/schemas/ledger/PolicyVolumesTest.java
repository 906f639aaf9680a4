package com.caiatech.afdp.schemas.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RootKey;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SuccessorVolume;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import com.caiatech.afdp.schemas.trust.PolicySigner;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The trust policy that goes on in another volume, and what somebody makes who would like it to.
class PolicyVolumesTest {
  private static final VolumeName FIRST = Series.TRUST_POLICY.firstVolume();
  private static final VolumeName SECOND = FIRST.next();

  @TempDir Path folder;
  private final TestTrust trust = new TestTrust();
  private final OpenPgpSecretKey thief = TestTrust.key("thief");
  private TestVolume first;
  private TestVolume second;

  @BeforeEach
  void makeVolumes() {
    first = new TestVolume(folder.resolve("first"), FIRST, trust.worker);
    second = new TestVolume(folder.resolve("second"), SECOND, trust.worker);
    first.add(trust.policy);
  }

  @AfterEach
  void closeVolumes() {
    first.close();
    second.close();
  }

  @Test
  void versionsGoOnFromTheEndThatTheFirstCommitNames() {
    PolicyVolumes policies = policies(first, second);
    assertThat(versions(policies)).containsExactly(1L);
    LedgerRecord granting = granting(trust.policy, trust.root);
    LedgerRecord opening = TestTrust.successor(first, 1, trust.root);
    add(second, 10, opening, granting);
    add(second, 20, trust.next(granting, grant -> grant, trust.root));
    PolicyHistory history = policies.history();
    assertThat(versions(policies)).containsExactly(1L, 2L, 3L);
    assertThat(policies.refused()).isEmpty();
    assertThat(history.asOf(at(9)).map(TrustPolicy::version)).contains(1L);
    assertThat(history.asOf(at(10)).map(TrustPolicy::version)).contains(2L);
    TrustPolicy current = history.currentOrNobody();
    assertThat(history.digest(1)).isEqualTo(TrustPolicy.digest(trust.policy));
    assertThat(history.digest())
        .isEqualTo(history.digest(3))
        .isNotEqualTo(history.digest(2))
        .isNotEqualTo(current.digest());
    assertThat(current.chains().volumes(Series.TRUST_POLICY)).containsExactly(FIRST, SECOND);
    assertThat(current.descendsFrom(opening)).isTrue();
    assertThat(current.descendsFrom(trust.policy)).isTrue();
    for (TestVolume volume : List.of(first, second)) {
      LedgerVerification found = LedgerVerification.run(volume.reader(), current, judged -> {});
      assertThat(found.sound()).as(volume.name.value()).isTrue();
    }
    assertThat(versions(policies(first, second))).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aThirdVolumeFollowsTheSecond() {
    LedgerRecord granting = granting(trust.policy, trust.root);
    add(second, 10, TestTrust.successor(first, 1, trust.root), granting);
    try (TestVolume third = new TestVolume(folder.resolve("third"), SECOND.next(), trust.worker)) {
      PolicyVolumes policies = policies(first, second, third);
      assertThat(versions(policies)).containsExactly(1L, 2L);
      LedgerRecord next =
          TestTrust.changed(granting, before -> before.opening(third.name), trust.root);
      add(third, 20, TestTrust.successor(second, 2, trust.root), next);
      assertThat(versions(policies)).containsExactly(1L, 2L, 3L);
      assertThat(policies.history().currentOrNobody().chains().open(Series.TRUST_POLICY))
          .isEqualTo(third.name);
    }
  }

  @Test
  void aVolumeBelowTheThresholdCountsForNothing() {
    LedgerRecord opening = TestTrust.successor(first, 1, trust.stranger);
    add(second, 10, opening, granting(trust.policy, trust.stranger));
    refused("expected signatures of 1 roots of version 1, found 0");
  }

  @Test
  void aVolumeWhosePolicyIsBelowTheThresholdCountsForNothing() {
    add(
        second,
        10,
        TestTrust.successor(first, 1, trust.root),
        granting(trust.policy, trust.stranger));
    refused("Policy version 2: expected signatures of 1 roots of version 1, found 0");
  }

  @Test
  void aVolumeThatBeginsWithOneOfTheTwoRecordsCountsForNothing() {
    add(second, 10, TestTrust.successor(first, 1, trust.root));
    add(second, 11, granting(trust.policy, trust.root));
    refused("expected the policy that grants it beside it, found none");
  }

  @Test
  void aVolumeThatBeginsWithAPolicyAloneCountsForNothing() {
    add(second, 10, granting(trust.policy, trust.root));
    add(second, 11, TestTrust.successor(first, 1, trust.root));
    refused("expected its first commit to hold the record that opens it after trust-policy");
  }

  @Test
  void aVolumeThatDoesNotNameTheEndOfItsPredecessorCountsForNothing() {
    add(first, 1, trust.next(trust.policy, grant -> grant, trust.root));
    SuccessorVolume right = (SuccessorVolume) TestTrust.successor(first, 1, trust.root).body();
    SuccessorVolume whole = (SuccessorVolume) TestTrust.successor(first, 2, trust.root).body();
    List<SuccessorVolume> forged =
        List.of(
            with(right, 2, right.finalRoot(), right),
            with(right, 1, Sha256.ofUtf8("another"), right),
            with(right, 1, right.finalRoot(), whole));
    for (SuccessorVolume end : forged) {
      try (TestVolume other =
          new TestVolume(folder.resolve("other-" + forged.indexOf(end)), SECOND, trust.worker)) {
        LedgerRecord opening = TestTrust.successor(first, 1, trust.root);
        add(
            other,
            10,
            PolicySigner.sign(LedgerRecord.of(opening.header(), end), trust.root),
            granting(trust.policy, trust.root));
        PolicyVolumes policies = policies(first, other);
        assertThat(versions(policies)).containsExactly(1L, 2L);
        assertThat(policies.refused().get(SECOND))
            .startsWith(
                "Volume trust-policy-2: expected trust-policy to end with " + end.finalSize());
      }
    }
  }

  @Test
  void anEndThatIsNotAtHandIsNotTakenForOne() {
    add(second, 10, TestTrust.successor(first, 1, trust.root), granting(trust.policy, trust.root));
    try (TestVolume empty = new TestVolume(folder.resolve("empty"), FIRST, trust.worker)) {
      PolicyVolumes policies = policies(empty, second);
      assertThat(policies.history().current()).isEmpty();
      assertThat(policies.refused()).containsOnlyKeys(SECOND);
      empty.add(trust.policy); // the same bytes at the same moment, and so the same commit
      assertThat(versions(policies)).containsExactly(1L, 2L);
      assertThat(policies.refused()).isEmpty();
    }
  }

  @Test
  void onlyTheRootsOfTheLastVersionBeforeTheEndCount() {
    LedgerRecord taken = rooted(trust.policy, thief, trust.root);
    add(first, 1, taken);
    add(second, 10, TestTrust.successor(first, 1, thief), granting(trust.policy, thief));
    PolicyVolumes policies = policies(first, second);
    assertThat(versions(policies)).containsExactly(1L, 2L);
    assertThat(policies.refused().get(SECOND)).contains("of 1 roots of version 1, found 0");
  }

  @Test
  void whatStandsBeyondTheEndIsInForceUntilTheEndIsRecordedAndNotAfterwards() {
    LedgerRecord beyond = rooted(trust.policy, thief, trust.root);
    add(first, 1, beyond);
    PolicyVolumes policies = policies(first, second);
    Sha256 before = policies.history().digest();
    LedgerRecord granting = granting(trust.policy, trust.root);
    LedgerRecord opening = TestTrust.successor(first, 1, trust.root);
    add(second, 10, opening, granting);
    assertThat(versions(policies)).containsExactly(1L, 2L, 2L);
    PolicyHistory history = policies.history();
    assertThat(history.asOf(at(9)).map(TrustPolicy::digest)).contains(TrustPolicy.digest(beyond));
    assertThat(history.asOf(at(10)).map(TrustPolicy::digest))
        .contains(TrustPolicy.digest(granting));
    assertThat(history.currentOrNobody().descendsFrom(beyond)).isFalse();
    assertThat(history.digest(2)).isEqualTo(before);
    assertThat(history.digest()).isNotEqualTo(before);

    add(first, 11, rooted(beyond, trust.stranger, thief));
    assertThat(policies.history().digest()).isEqualTo(history.digest());
    add(second, 20, trust.next(granting, grant -> grant, trust.root));
    assertThat(versions(policies)).containsExactly(1L, 2L, 2L, 3L);

    expectBeliefs(policies.history(), first, 9, 0L, 1L);
    expectBeliefs(policies.history(), first, 10, 0L);
    LedgerVerification found =
        LedgerVerification.run(first.reader(), policies.history().currentOrNobody(), judged -> {});
    assertThat(found.violated()).isEqualTo(2);
    assertThat(found.otherEnd()).isEmpty();
  }

  /// The oracle and what judges each commit once say the same.
  private static void expectBeliefs(
      PolicyHistory history, TestVolume volume, long second, Long... indexes) {
    List<LedgerCommit> commits = new ArrayList<>();
    try (CommitReadings readings = volume.reader().since(VolumePosition.start(volume.name))) {
      while (readings.hasNext()) {
        commits.add(((CommitReading.Good) readings.next()).commit());
      }
    }
    assertThat(
            LedgersAsOf.of(at(second), history, new TreeMap<>(Map.of(volume.name, commits)))
                .records())
        .extracting(StandingRecord::index)
        .containsExactly(indexes);
    PolicyViews views = new PolicyViews(history, new TreeMap<>());
    List<Long> trusted =
        commits.stream()
            .flatMap(commit -> views.judge(commit).views().stream())
            .filter(view -> !view.from().isAfter(at(second)) && view.end().isAfter(at(second)))
            .flatMap(view -> view.commit().entries().stream())
            .filter(entry -> entry.verdict() instanceof Verdict.Trusted)
            .map(entry -> entry.entry().index())
            .toList();
    assertThat(trusted).containsExactly(indexes);
  }

  @Test
  void twoVolumesThatTheRootsLetFollowOneAreRefused() {
    add(second, 10, TestTrust.successor(first, 1, trust.root), granting(trust.policy, trust.root));
    try (TestVolume other = new TestVolume(folder.resolve("other"), SECOND.next(), trust.worker)) {
      PolicyVolumes policies = policies(first, second, other);
      add(
          other,
          9,
          TestTrust.successor(first, 1, trust.stranger),
          granting(trust.policy, trust.root));
      assertThat(versions(policies)).containsExactly(1L, 2L);
      assertThat(policies.refused()).containsOnlyKeys(other.name);
    }
    try (TestVolume other = new TestVolume(folder.resolve("valid"), SECOND.next(), trust.worker)) {
      add(other, 9, TestTrust.successor(first, 1, trust.root), granting(trust.policy, trust.root));
      assertThatThrownBy(() -> policies(first, second, other).history())
          .isInstanceOf(SchemasException.ConfigurationFault.class)
          .hasMessageContaining("the roots let trust-policy be followed by one volume")
          .hasMessageContaining("configured as trust-policy-2 and trust-policy-3")
          .hasMessageContaining("take the other out of the platform's configuration");
    }
  }

  @Test
  void volumesThatAreNoChainAreNamed() {
    assertThatThrownBy(() -> policies(second))
        .isInstanceOf(SchemasException.ConfigurationFault.class)
        .hasMessageContaining("trust-policy next, found [trust-policy-2]");
    assertThatThrownBy(() -> policies(first, second, second))
        .isInstanceOf(SchemasException.ConfigurationFault.class)
        .hasMessageContaining("trust-policy-3 next");
  }

  private void refused(String reason) {
    PolicyVolumes policies = policies(first, second);
    assertThat(versions(policies)).containsExactly(1L);
    assertThat(policies.refused()).containsOnlyKeys(SECOND);
    assertThat(policies.refused().get(SECOND)).contains(reason);
    LedgerVerification found =
        LedgerVerification.run(second.reader(), policies.history().currentOrNobody(), judged -> {});
    assertThat(found.trusted()).isZero();
  }

  private PolicyVolumes policies(TestVolume... volumes) {
    return new PolicyVolumes(
        Stream.of(volumes).map(TestVolume::reader).toList(), TrustPolicy.digest(trust.policy));
  }

  private static List<Long> versions(PolicyVolumes policies) {
    return policies.history().versions().stream().map(it -> it.policy().version()).toList();
  }

  private static void add(TestVolume volume, long second, LedgerRecord... records) {
    volume.commit(
        draft -> {
          draft.recordedAt = at(second);
          Stream.of(records).forEach(draft::add);
        });
  }

  private LedgerRecord granting(LedgerRecord before, OpenPgpSecretKey signer) {
    return TestTrust.changed(before, policy -> policy.opening(SECOND), signer);
  }

  /// The next version, with another root.
  private static LedgerRecord rooted(
      LedgerRecord before, OpenPgpSecretKey root, OpenPgpSecretKey signer) {
    return TestTrust.changed(
        before,
        policy ->
            new Policy(
                policy.version() + 1,
                List.of(new RootKey(root.fingerprint(), root.publicKey().armored())),
                1,
                policy.grants(),
                policy.gatewayKeys(),
                policy.personalKeys(),
                policy.intentRules(),
                policy.owners(),
                policy.approvalRules(),
                policy.causalMethods(),
                List.of()),
        signer);
  }

  private static SuccessorVolume with(
      SuccessorVolume opening, long size, Sha256 root, SuccessorVolume at) {
    return new SuccessorVolume(
        opening.volume(), opening.series(), size, root, at.finalCommit(), List.of());
  }

  private static Instant at(long second) {
    return TestTrust.NOW.plusSeconds(second);
  }
}
