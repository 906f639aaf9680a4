package com.caiatech.afdp.schemas.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.intent.Intent;
import com.caiatech.afdp.schemas.intent.Statement;
import com.caiatech.afdp.schemas.ledger.TestTrust;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.CausalLink;
import com.caiatech.afdp.schemas.record.CausalMethod;
import com.caiatech.afdp.schemas.record.Decision;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IntentRule;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.PersonAction;
import com.caiatech.afdp.schemas.record.PersonCaused;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IntentVerifierTest {
  private static final Instant NOW = TestTrust.NOW;

  private final TestTrust trust = new TestTrust();
  private final Header header = TestTrust.requestHeader(NOW);
  private final PersonCaused proven = trust.proven(header);

  @Test
  void a_request_with_the_gateways_proof_is_proven() {
    assertThat(verify(header, proven)).isInstanceOf(IntentVerdict.Proven.class);
  }

  @Test
  void a_check_needs_no_intent() {
    assertThat(IntentVerifier.verify(TestTrust.check("x"), trust.trust()))
        .isInstanceOf(IntentVerdict.NotNeeded.class);
  }

  @Test
  void a_request_without_an_intent_is_unproven() {
    assertThat(reason(header, proven.withIntent(null))).contains("carries no intent");
  }

  @Test
  void a_changed_body_is_unproven() {
    DeploymentRequest changed =
        new DeploymentRequest(
            RequestedAction.DEPLOY, Map.of(), null, TestTrust.ALICE, "else", proven.intent());
    assertThat(reason(header, changed)).startsWith("statement.input_sha256: expected");
  }

  @Test
  void another_record_of_the_same_body_is_unproven() {
    assertThat(reason(TestTrust.requestHeader(NOW), proven))
        .startsWith("statement.record_id: expected");
  }

  @Test
  void another_environment_is_unproven() {
    Header elsewhere =
        new Header(header.kind(), header.subject(), header.logicalStep(), Scope.global(), NOW);
    assertThat(reason(elsewhere, proven)).startsWith("statement.environment: expected");
  }

  @Test
  void a_decision_binds_the_plan_and_the_decision() {
    Header decided =
        new Header(
            RecordKind.APPROVAL_DECISION, header.subject(), "decision-1", TestTrust.CART, NOW);
    ApprovalDecision approved = decision(Decision.APPROVED, Sha256.ofUtf8("plan"), null);
    PersonCaused signed =
        trust.gateway.withIntent(
            decided, approved, NOW, Duration.ofMinutes(1), TestTrust.authentication(NOW));
    assertThat(verify(decided, signed)).isInstanceOf(IntentVerdict.Proven.class);
    assertThat(
            reason(
                decided,
                decision(Decision.APPROVED, Sha256.ofUtf8("another plan"), signed.intent())))
        .startsWith("statement.plan_sha256");
    assertThat(reason(decided, decision(Decision.REJECTED, Sha256.ofUtf8("plan"), signed.intent())))
        .startsWith("statement.action: expected the record's rejectDeployment");
  }

  @Test
  void a_statement_that_has_expired_by_the_records_own_time_is_unproven() {
    assertThat(reason(at(NOW.plus(Duration.ofMinutes(6))), proven)).contains("expired at");
    assertThat(reason(at(NOW.minusSeconds(6)), proven)).contains("was issued at");
    assertThat(verify(at(NOW.minusSeconds(4)), proven)).isInstanceOf(IntentVerdict.Proven.class);
  }

  @Test
  void a_gateway_that_the_policy_does_not_name_proves_nothing() {
    GatewayProver forged = new GatewayProver(Ed25519SigningKey.generate(), TestTrust.AUDIENCE);
    assertThat(reason(header, by(forged))).startsWith("proof 'gateway': key ");
  }

  @Test
  void a_gateway_of_another_audience_proves_nothing() {
    GatewayProver elsewhere = new GatewayProver(trust.gatewayKey, "another-platform");
    assertThat(reason(header, by(elsewhere)))
        .contains("is no gateway's key for audience 'another-platform'");
  }

  @Test
  void a_proof_of_another_statement_proves_nothing() {
    Intent intent = Objects.requireNonNull(proven.intent());
    Statement longer =
        PersonAction.statement(
            header, proven, TestTrust.AUDIENCE, NOW, NOW.plus(Duration.ofDays(1)));
    assertThat(reason(header, proven.withIntent(new Intent(longer, intent.proofs()))))
        .contains("it was made for another statement");
  }

  @Test
  void an_authentication_after_the_statement_proves_nothing() {
    PersonCaused late =
        trust.gateway.withIntent(
            header,
            TestTrust.unproven(),
            NOW,
            Duration.ofMinutes(5),
            TestTrust.authentication(NOW.plusSeconds(6)));
    assertThat(reason(header, late)).contains("authenticated at");
  }

  @Test
  void what_the_policy_asks_for_beside_the_gateway_has_to_be_there() {
    TrustPolicy stricter =
        policy(rules -> List.of(new IntentRule("startDeployment", "staging", List.of("ssh"))));
    assertThat(IntentVerifier.verify(new LedgerRecord(header, proven), stricter))
        .isEqualTo(new IntentVerdict.Unproven("proof 'ssh': expected one, found none"));
    TrustPolicy elsewhere =
        policy(rules -> List.of(new IntentRule("startDeployment", "production", List.of("ssh"))));
    assertThat(IntentVerifier.verify(new LedgerRecord(header, proven), elsewhere))
        .isInstanceOf(IntentVerdict.Proven.class);
  }

  @Test
  void a_causal_link_by_a_worker_needs_no_intent_and_one_by_a_person_does() {
    Header link =
        new Header(
            RecordKind.CAUSAL_LINK, IncidentId.create(NOW).subject(), "link", Scope.global(), NOW);
    assertThat(verify(link, link(PersonAction.WORKER))).isInstanceOf(IntentVerdict.NotNeeded.class);
    assertThat(reason(link, link(TestTrust.ALICE.value()))).contains("carries no intent");
  }

  @Test
  void a_statement_of_another_person_is_unproven() {
    DeploymentRequest other =
        new DeploymentRequest(
            RequestedAction.DEPLOY,
            TestTrust.unproven().sources(),
            null,
            new PersonId("p_" + "f".repeat(32)),
            "a new version",
            proven.intent());
    assertThat(reason(header, other)).startsWith("statement.person_id: expected");
  }

  private PersonCaused by(GatewayProver prover) {
    return prover.withIntent(
        header, TestTrust.unproven(), NOW, Duration.ofMinutes(5), TestTrust.authentication(NOW));
  }

  private Header at(Instant moment) {
    return new Header(
        header.kind(), header.subject(), header.logicalStep(), header.scope(), moment);
  }

  private static CausalLink link(String assertedBy) {
    return new CausalLink(
        DeploymentId.create(NOW),
        new RepositoryName("cart"),
        new CommitId("a".repeat(40)),
        CausalMethod.ROLLBACK,
        1,
        assertedBy,
        null,
        null);
  }

  private static ApprovalDecision decision(
      Decision decision, Sha256 plan, @Nullable Intent intent) {
    return new ApprovalDecision(
        decision, TestTrust.ALICE, "approver", plan, "staging-approval", null, intent);
  }

  private TrustPolicy policy(UnaryOperator<List<IntentRule>> rules) {
    Policy policy = trust.policy;
    return TrustPolicy.of(
        new Policy(
            policy.version(),
            policy.roots(),
            policy.threshold(),
            policy.grants(),
            policy.gatewayKeys(),
            rules.apply(policy.intentRules()),
            List.of()));
  }

  private IntentVerdict verify(Header of, PersonCaused body) {
    return IntentVerifier.verify(new LedgerRecord(of, body), trust.trust());
  }

  private String reason(Header of, PersonCaused body) {
    return ((IntentVerdict.Unproven) verify(of, body)).reason();
  }
}
