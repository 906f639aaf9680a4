package com.caiatech.afdp.schemas.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.ledger.TestTrust;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RootKey;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.trust.PolicyHistory.Acceptance;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyHistoryTest {
  private static final Instant EARLY = TestTrust.NOW;
  private static final Instant LATE = TestTrust.NOW.plusSeconds(60);

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
