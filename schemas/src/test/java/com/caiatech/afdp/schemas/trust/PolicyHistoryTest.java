package com.caiatech.afdp.schemas.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.TestTrust;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.MarkLowered;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RootKey;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SuccessorVolume;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.trust.PolicyHistory.Acceptance;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicyHistoryTest {
  private static final Instant EARLY = TestTrust.NOW;
  private static final Instant LATE = TestTrust.NOW.plusSeconds(60);

  private static final VolumeName APPROVALS_2 = Series.APPROVALS.firstVolume().next();

  private final TestTrust trust = new TestTrust();
  private final PolicyHistory empty = PolicyHistory.pinned(TrustPolicy.digest(trust.policy));

  @Test
  void the_first_policy_is_pinned_by_its_digest() {
    PolicyHistory other = PolicyHistory.pinned(Sha256.ofUtf8("another"));
    assertThat(refusal(other.offer(trust.policy, EARLY)))
        .contains("expected the pinned first policy");
    assertThat(accepted(empty.offer(trust.policy, EARLY)).current()).isPresent();
  }

  @Test
  void the_first_policy_needs_its_own_roots() {
    LedgerRecord unsigned = trust.next(trust.policy, grant -> grant, trust.stranger);
    PolicyHistory pinned = PolicyHistory.pinned(TrustPolicy.digest(unsigned));
    assertThat(refusal(pinned.offer(unsigned, EARLY)))
        .contains("expected signatures of 1 roots", "found 0");
  }

  @Test
  void the_next_version_needs_the_roots_of_the_one_before() {
    PolicyHistory first = accepted(empty.offer(trust.policy, EARLY));
    LedgerRecord forged = trust.next(trust.policy, grant -> grant, trust.stranger);
    assertThat(refusal(first.offer(forged, LATE))).contains("of version 1", "found 0");
    LedgerRecord good = trust.next(trust.policy, grant -> grant, trust.root);
    PolicyHistory second = accepted(first.offer(good, LATE));
    assertThat(second.current()).hasValueSatisfying(p -> assertThat(p.version()).isEqualTo(2));
    assertThat(second.currentOrNobody().descendsFrom(trust.policy)).isTrue();
    assertThat(second.currentOrNobody().descendsFrom(forged)).isEqualTo(false);
  }

  @Test
  void a_mark_is_lowered_by_the_roots_of_the_policy_in_force() {
    PolicyHistory first = accepted(empty.offer(trust.policy, EARLY));
    LedgerRecord forged = lowered(trust.stranger);
    LedgerRecord good = lowered(trust.root);
    assertThat(refusal(empty.offer(good, EARLY))).contains("expected a policy before it");
    assertThat(refusal(first.offer(forged, LATE)))
        .contains("expected signatures of 1 roots of version 1, found 0");
    PolicyHistory second = accepted(first.offer(good, LATE));
    assertThat(second.lowered()).containsExactly((MarkLowered) good.body());
    assertThat(accepted(second.offer(good, LATE))).isSameAs(second);
    assertThat(second.currentOrNobody().lowers(good, (MarkLowered) good.body())).isTrue();
    assertThat(second.currentOrNobody().lowers(forged, (MarkLowered) forged.body())).isFalse();
  }

  @Test
  void a_mark_stays_lowered_when_other_roots_follow() {
    PolicyHistory first = accepted(empty.offer(trust.policy, EARLY));
    LedgerRecord before = lowered(trust.root);
    OpenPgpSecretKey other = TestTrust.key("other-root");
    LedgerRecord next =
        TestTrust.changed(
            trust.policy,
            policy ->
                new Policy(
                    2,
                    List.of(root(other)),
                    1,
                    policy.grants(),
                    policy.gatewayKeys(),
                    policy.personalKeys(),
                    policy.intentRules(),
                    policy.owners(),
                    policy.approvalRules(),
                    policy.causalMethods(),
                    List.of()),
            trust.root);
    PolicyHistory second =
        accepted(accepted(first.offer(before, LATE)).offer(next, LATE.plusSeconds(1)));
    assertThat(second.lowered()).hasSize(1);
    assertThat(second.currentOrNobody().lowers(before, (MarkLowered) before.body())).isTrue();
    LedgerRecord after = lowered(trust.root, 1);
    assertThat(refusal(second.offer(after, LATE.plusSeconds(2)))).contains("of version 2, found 0");
    assertThat(second.currentOrNobody().lowers(after, (MarkLowered) after.body())).isFalse();
  }

  private LedgerRecord lowered(OpenPgpSecretKey root) {
    return lowered(root, 0);
  }

  private LedgerRecord lowered(OpenPgpSecretKey root, long size) {
    MarkLowered lowered =
        new MarkLowered(
            Series.APPROVALS.firstVolume(),
            new MarkLowered.Mark(2, new CommitId("1".repeat(40))),
            new MarkLowered.Mark(size, null),
            "the disk was lost",
            List.of());
    Header header =
        new Header(
            RecordKind.MARK_LOWERED,
            trust.policy.header().subject(),
            LogicalStep.markLowered(lowered.pushed(), size),
            Scope.global(),
            LATE);
    return PolicySigner.sign(LedgerRecord.of(header, lowered), root);
  }

  @Test
  void a_version_cannot_be_left_out() {
    PolicyHistory first = accepted(empty.offer(trust.policy, EARLY));
    LedgerRecord second = trust.next(trust.policy, grant -> grant, trust.root);
    LedgerRecord third = trust.next(second, grant -> grant, trust.root);
    assertThat(refusal(first.offer(third, LATE))).contains("expected version 2");
  }

  @Test
  void as_many_roots_as_the_threshold_says_have_to_sign() {
    OpenPgpSecretKey second = TestTrust.key("second-root");
    LedgerRecord two =
        TestTrust.changed(
            trust.policy,
            policy ->
                new Policy(
                    1,
                    List.of(root(trust.root), root(second)),
                    2,
                    policy.grants(),
                    policy.gatewayKeys(),
                    policy.personalKeys(),
                    policy.intentRules(),
                    policy.owners(),
                    policy.approvalRules(),
                    policy.causalMethods(),
                    List.of()),
            trust.stranger);
    PolicyHistory pinned = PolicyHistory.pinned(TrustPolicy.digest(two));
    LedgerRecord once = PolicySigner.sign(two, trust.root);
    assertThat(refusal(pinned.offer(once, EARLY))).contains("found 1");
    assertThat(refusal(pinned.offer(PolicySigner.sign(once, trust.root), EARLY)))
        .contains("found 1");
    assertThat(pinned.offer(PolicySigner.sign(once, second), EARLY))
        .isInstanceOf(Acceptance.Accepted.class);
  }

  @Test
  void as_of_a_moment_the_policy_recorded_by_then_counts() {
    LedgerRecord next = trust.next(trust.policy, grant -> grant, trust.root);
    PolicyHistory history = accepted(accepted(empty.offer(trust.policy, EARLY)).offer(next, LATE));
    assertThat(history.asOf(EARLY.minusMillis(1))).isEmpty();
    assertThat(history.asOf(LATE.minusMillis(1)).map(TrustPolicy::version)).contains(1L);
    assertThat(history.asOf(LATE).map(TrustPolicy::version)).contains(2L);
  }

  @Test
  void a_policy_that_is_offered_again_changes_nothing() {
    PolicyHistory first = accepted(empty.offer(trust.policy, EARLY));
    assertThat(accepted(first.offer(trust.policy, LATE))).isSameAs(first);
  }

  @Test
  void a_grant_whose_key_is_another_is_a_fault() {
    LedgerRecord wrong =
        trust.next(
            trust.policy,
            grant ->
                new Grant(
                    trust.stranger.fingerprint(),
                    grant.publicKey(),
                    grant.owner(),
                    grant.role(),
                    grant.kinds(),
                    grant.environments(),
                    grant.services(),
                    grant.ranges()),
            trust.root);
    assertThatThrownBy(() -> TrustPolicy.of(wrong))
        .isInstanceOf(SchemasException.KeyFault.class)
        .hasMessageContaining("expected a public key with fingerprint");
    PolicyHistory first = accepted(empty.offer(trust.policy, EARLY));
    assertThat(refusal(first.offer(wrong, LATE))).contains("expected a public key");
  }

  @Test
  void a_volume_is_opened_by_the_roots_as_the_next_of_its_chain_and_counts_with_the_next_policy() {
    PolicyHistory first = accepted(empty.offer(trust.policy, EARLY));
    assertThat(refusal(empty.offer(opening("approval-logs-2", 10, trust.root), EARLY)))
        .contains("expected a policy before it");
    assertThat(refusal(first.offer(opening("approval-logs-2", 10, trust.stranger), LATE)))
        .contains("expected signatures of 1 roots of version 1, found 0");
    assertThat(refusal(first.offer(opening("approval-logs-3", 10, trust.root), LATE)))
        .contains("expected approval-logs-2");
    assertThat(refusal(first.offer(opening("trust-policy-2", 10, trust.root), LATE)))
        .contains("is opened by its own first commit alone");

    LedgerRecord second = opening("approval-logs-2", 10, trust.root);
    LedgerRecord other = opening("approval-logs-2", 9, trust.root);
    PolicyHistory opened = accepted(first.offer(second, LATE));
    assertThat(opened.currentOrNobody().descendsFrom(second)).isFalse();
    assertThat(refusal(opened.offer(other, LATE))).contains("expected approval-logs-3");

    TrustPolicy policy =
        accepted(
                opened.offer(
                    TestTrust.changed(
                        trust.policy, before -> before.opening(APPROVALS_2), trust.root),
                    LATE))
            .currentOrNobody();
    assertThat(policy.descendsFrom(second)).isTrue();
    assertThat(policy.descendsFrom(other)).isFalse();
    assertThat(policy.chains().open(Series.APPROVALS)).isEqualTo(APPROVALS_2);
    assertThat(policy.chains().volumes(Series.CHECKS)).containsExactly(Series.CHECKS.firstVolume());
    assertThat(policy.grants(trust.worker.fingerprint(), APPROVALS_2, 0)).hasSize(1);
    assertThat(policy.policy().approvalRules())
        .isEqualTo(first.currentOrNobody().policy().approvalRules());
  }

  @Test
  void a_policy_trusts_nobody_in_a_volume_that_was_not_opened() {
    PolicyHistory first = accepted(empty.offer(trust.policy, EARLY));
    LedgerRecord granting =
        TestTrust.changed(trust.policy, before -> before.opening(APPROVALS_2), trust.root);
    TrustPolicy policy = accepted(first.offer(granting, LATE)).currentOrNobody();
    assertThat(policy.grants(trust.worker.fingerprint(), APPROVALS_2, 0)).isEmpty();
  }

  @Test
  void volumes_are_ordered_along_their_chain() {
    List<VolumeName> names =
        Stream.of("a-10", "a", "b", "a-2", "a-b", "a-1", "a-02", "a-b-3")
            .map(VolumeName::new)
            .sorted()
            .toList();
    assertThat(names)
        .extracting(VolumeName::value)
        .containsExactly("a", "a-2", "a-10", "a-02", "a-1", "a-b", "a-b-3", "b");
    assertThat(new VolumeName("a-10").previous().next()).isEqualTo(new VolumeName("a-10"));
  }

  private static LedgerRecord opening(String volume, long size, OpenPgpSecretKey signer) {
    VolumeName name = new VolumeName(volume);
    Header header =
        new Header(
            RecordKind.VOLUME,
            SubjectId.create(EARLY),
            LogicalStep.volume(name),
            Scope.global(),
            LATE);
    SuccessorVolume body =
        new SuccessorVolume(
            name,
            Series.of(name),
            size,
            Sha256.ofUtf8("root"),
            new CommitId("4b825dc642cb6eb9a060e54bf8d69288fbee4904"),
            List.of());
    return PolicySigner.sign(LedgerRecord.of(header, body), signer);
  }

  private static RootKey root(OpenPgpSecretKey key) {
    return new RootKey(key.fingerprint(), key.publicKey().armored());
  }

  private static PolicyHistory accepted(Acceptance acceptance) {
    return ((Acceptance.Accepted) acceptance).history();
  }

  private static String refusal(Acceptance acceptance) {
    return ((Acceptance.Refused) acceptance).reason();
  }
}
