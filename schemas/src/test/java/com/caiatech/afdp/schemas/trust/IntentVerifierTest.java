package com.caiatech.afdp.schemas.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.intent.GatewayAssertion;
import com.caiatech.afdp.schemas.intent.Intent;
import com.caiatech.afdp.schemas.intent.Statement;
import com.caiatech.afdp.schemas.ledger.TestTrust;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.AssertedDeployment;
import com.caiatech.afdp.schemas.record.CausalLink;
import com.caiatech.afdp.schemas.record.CausalMethod;
import com.caiatech.afdp.schemas.record.Decision;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.GatewayKey;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IndexRange;
import com.caiatech.afdp.schemas.record.IntentRule;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.PersonAction;
import com.caiatech.afdp.schemas.record.PersonCaused;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.ReportedStatus;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SourceRegistration;
import com.caiatech.afdp.schemas.signing.Dsse;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntentVerifierTest {
  private static final Instant NOW = TestTrust.NOW;
  private static final VolumeName VOLUME = Series.DEPLOYMENT_MANIFESTS.firstVolume();
  private static final long INDEX = 7;

  private final TestTrust trust = new TestTrust();
  private final Header header = TestTrust.requestHeader(NOW);
  private final RecordInput proven = trust.proven(header);
  private final Intent intent = Objects.requireNonNull(proven.body().intent());

  @Test
  void a_request_with_the_gateways_proof_is_proven() {
    assertThat(verify(header, proven)).isInstanceOf(IntentVerdict.Proven.class);
  }

  @Test
  void a_check_needs_no_intent() {
    assertThat(IntentVerifier.verify(TestTrust.check("x"), VOLUME, INDEX, NOW, trust.trust()))
        .isInstanceOf(IntentVerdict.NotNeeded.class);
  }

  @Test
  void a_request_without_an_intent_is_unproven() {
    assertThat(reason(header, RecordInput.of(TestTrust.unproven()))).contains("carries no intent");
  }

  @Test
  void a_changed_body_is_unproven() {
    DeploymentRequest changed =
        new DeploymentRequest(
            RequestedAction.DEPLOY, Map.of(), null, null, null, TestTrust.ALICE, "else", intent);
    assertThat(reason(header, RecordInput.of(changed)))
        .startsWith("statement.input_sha256: expected");
  }

  @Test
  void another_record_of_the_same_body_is_unproven() {
    assertThat(reason(TestTrust.requestHeader(NOW), proven))
        .startsWith("statement.record_id: expected");
  }

  @Test
  void another_environment_makes_another_record() {
    Header elsewhere =
        new Header(header.kind(), header.subject(), header.logicalStep(), Scope.global(), NOW);
    assertThat(reason(elsewhere, proven)).startsWith("statement.record_id: expected");
  }

  @Test
  void a_decision_binds_the_plan_and_the_decision() {
    Header decided =
        new Header(
            RecordKind.APPROVAL_DECISION, header.subject(), "decision-1", TestTrust.CART, NOW);
    RecordInput signed = proven(decided, decision(Decision.APPROVED, Sha256.ofUtf8("plan"), null));
    Intent approved = Objects.requireNonNull(signed.body().intent());
    assertThat(verify(decided, signed)).isInstanceOf(IntentVerdict.Proven.class);
    assertThat(
            reason(
                decided,
                RecordInput.of(
                    decision(Decision.APPROVED, Sha256.ofUtf8("another plan"), approved))))
        .startsWith("statement.plan_sha256");
    assertThat(
            reason(
                decided,
                RecordInput.of(decision(Decision.REJECTED, Sha256.ofUtf8("plan"), approved))))
        .startsWith("statement.action: expected the record's rejectDeployment");
  }

  @Test
  void a_statement_counts_until_its_expiry_when_the_ledger_takes_the_record() {
    Instant expiry = NOW.plus(Duration.ofMinutes(10));
    LedgerRecord record = LedgerRecord.of(header, proven);
    assertThat(IntentVerifier.verify(record, VOLUME, INDEX, expiry, trust.trust()))
        .isInstanceOf(IntentVerdict.Proven.class);
    assertThat(IntentVerifier.verify(record, VOLUME, INDEX, expiry.plusMillis(1), trust.trust()))
        .isInstanceOfSatisfying(
            IntentVerdict.Late.class,
            late -> assertThat(late.reason()).contains("the statement expired at " + expiry));
  }

  @Test
  void whoever_sets_the_records_own_time_back_gains_nothing() {
    assertThat(
            IntentVerifier.verify(
                LedgerRecord.of(header, proven),
                VOLUME,
                INDEX,
                NOW.plus(Duration.ofDays(90)),
                trust.trust()))
        .isInstanceOf(IntentVerdict.Late.class);
  }

  @Test
  void a_record_of_a_moment_before_the_statement_is_unproven() {
    assertThat(reason(at(NOW.minusSeconds(6)), proven)).contains("was issued at");
    assertThat(verify(at(NOW.minusSeconds(4)), proven)).isInstanceOf(IntentVerdict.Proven.class);
  }

  @Test
  void what_takes_away_counts_for_seven_days() {
    RecordInput abort =
        proven(
            header,
            DeploymentRequest.ofRunning(RequestedAction.ABORT, null, TestTrust.ALICE, null));
    assertThat(
            IntentVerifier.verify(
                LedgerRecord.of(header, abort),
                VOLUME,
                INDEX,
                NOW.plus(Duration.ofDays(7)),
                trust.trust()))
        .isInstanceOf(IntentVerdict.Proven.class);
  }

  @Test
  void a_statement_that_claims_to_count_longer_than_its_action_may_is_unproven() {
    Statement made = intent.statement();
    Statement longer =
        new Statement(
            made.action(),
            made.recordId(),
            made.subjectId(),
            made.environment(),
            made.service(),
            null,
            null,
            made.personId(),
            made.audience(),
            made.issuedAt(),
            made.issuedAt().plus(Duration.ofDays(1)),
            made.inputSha256());
    RecordInput input =
        RecordInput.of(TestTrust.unproven())
            .with(trust.gateway.prove(longer, TestTrust.authentication(NOW)));
    assertThat(reason(header, input)).contains("says that it counts until");
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
  void a_gateways_key_counts_by_the_index_of_the_record_that_carries_its_proof() {
    TrustPolicy revoked =
        policy(
            before ->
                before.gatewayKeys().stream()
                    .map(
                        key ->
                            new GatewayKey(
                                key.keyId(),
                                key.publicKey(),
                                key.audience(),
                                key.owner(),
                                List.of(new IndexRange(VOLUME, 0, INDEX))))
                    .toList(),
            before -> before.intentRules());
    LedgerRecord record = LedgerRecord.of(header, proven);
    assertThat(IntentVerifier.verify(record, VOLUME, INDEX - 1, NOW, revoked))
        .isInstanceOf(IntentVerdict.Proven.class);
    assertThat(IntentVerifier.verify(record, VOLUME, INDEX, NOW, revoked))
        .isInstanceOfSatisfying(
            IntentVerdict.Unproven.class,
            unproven -> assertThat(unproven.reason()).contains("at entry 7"));
  }

  @Test
  void a_proof_of_another_statement_proves_nothing() {
    Statement later =
        PersonAction.statement(header, proven, TestTrust.AUDIENCE, NOW.minusSeconds(1));
    assertThat(reason(header, proven.with(new Intent(later, intent.proofs()))))
        .contains("it was made for another statement");
  }

  @Test
  void an_authentication_after_the_statement_proves_nothing() {
    RecordInput late =
        trust.gateway.proven(
            header,
            RecordInput.of(TestTrust.unproven()),
            NOW,
            TestTrust.authentication(NOW.plusSeconds(6)));
    assertThat(reason(header, late)).contains("authenticated at");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "{}", "7", "{\"statement_sha256\":null}", "not JSON"})
  void a_payload_that_is_no_assertion_proves_nothing(String payload) {
    Dsse envelope =
        Dsse.sign(
            GatewayAssertion.PAYLOAD_TYPE,
            payload.getBytes(StandardCharsets.UTF_8),
            trust.gatewayKey);
    Intent.Proof proof = new Intent.Proof(Intent.Proof.GATEWAY, envelope.toJson());
    assertThat(reason(header, proven.with(new Intent(intent.statement(), List.of(proof)))))
        .contains("the payload is no assertion");
  }

  @Test
  void an_assertion_without_roles_proves_nothing_and_one_with_a_member_that_came_later_does() {
    Sha256 digest = LedgerRecord.of(header, proven).tree().statementSha256().orElseThrow();
    String assertion =
        """
        {"statement_sha256": "%s", "issuer": "local", "subject_sha256": "%s",
         "authenticated_at": "2026-01-31T12:00:00.000Z"%s}
        """;
    assertThat(reason(header, asserting(assertion.formatted(digest, digest, ""))))
        .contains("the payload is no assertion", "roles");
    assertThat(
            verify(
                header,
                asserting(
                    assertion.formatted(digest, digest, ", \"roles\": [], \"device\": \"phone\""))))
        .isInstanceOf(IntentVerdict.Proven.class);
  }

  @Test
  void what_the_policy_asks_for_beside_the_gateway_has_to_be_there() {
    assertThat(
            IntentVerifier.verify(
                LedgerRecord.of(header, proven), VOLUME, INDEX, NOW, asking("staging", 0)))
        .isEqualTo(new IntentVerdict.Unproven("proof 'ssh': expected one, found none"));
    assertThat(
            IntentVerifier.verify(
                LedgerRecord.of(header, proven), VOLUME, INDEX, NOW, asking("production", 0)))
        .isInstanceOf(IntentVerdict.Proven.class);
    assertThat(
            IntentVerifier.verify(
                LedgerRecord.of(header, proven), VOLUME, INDEX, NOW, asking("staging", INDEX + 1)))
        .isInstanceOf(IntentVerdict.Proven.class);
  }

  @Test
  void a_causal_link_by_a_worker_needs_no_intent_and_one_by_a_person_does() {
    Header link =
        new Header(
            RecordKind.CAUSAL_LINK, IncidentId.create(NOW).subject(), "link", Scope.global(), NOW);
    assertThat(verify(link, RecordInput.of(link(PersonAction.WORKER))))
        .isInstanceOf(IntentVerdict.NotNeeded.class);
    assertThat(reason(link, RecordInput.of(link(TestTrust.ALICE.value()))))
        .contains("carries no intent");
  }

  @Test
  void a_registration_needs_the_intent_of_an_admin() {
    SubjectId subject = SubjectId.create(NOW);
    Header registering =
        new Header(RecordKind.REGISTRATION, subject, "registerService-1", Scope.global(), NOW);
    RecordInput service =
        RecordInput.of(
            SourceRegistration.of(
                new SourceRegistration.RegisteredService(
                    new ServiceName("cart"),
                    Map.of(
                        SourceRole.APPLICATION,
                        new SourceRegistration.RegisteredSource(new RepositoryName("shop"), null)),
                    null),
                TestTrust.ALICE,
                null));
    assertThat(reason(registering, service)).contains("carries no intent");
    assertThat(
            reason(
                registering,
                trust.gateway.proven(registering, service, NOW, TestTrust.authentication(NOW))))
        .contains("registerService: expected a person with the role admin", "[deployer]");
    assertThat(
            verify(
                registering,
                trust.gateway.proven(
                    registering,
                    service,
                    NOW,
                    new GatewayProver.Authentication("local", "alice", NOW, List.of("admin")))))
        .isInstanceOf(IntentVerdict.Proven.class);
  }

  @Test
  void what_another_deployer_did_needs_the_intent_of_a_deployer_for_this_service_and_environment() {
    SubjectId subject = SubjectId.create(NOW);
    Header reporting = reporting(subject, "staging");
    RecordInput asserted = RecordInput.of(asserted(TestTrust.ALICE));
    assertThat(reason(reporting, asserted)).contains("carries no intent");
    RecordInput meant = byRoles(reporting, asserted, "deployer");
    assertThat(verify(reporting, meant)).isInstanceOf(IntentVerdict.Proven.class);
    assertThat(verify(reporting, byRoles(reporting, asserted, "admin")))
        .isInstanceOf(IntentVerdict.Proven.class);
    assertThat(reason(reporting, byRoles(reporting, asserted, "viewer", "approver")))
        .contains("reportDeployment: expected a person with the role admin or deployer")
        .contains("[viewer, approver]");

    assertThat(reason(reporting(subject, "production"), meant)).startsWith("statement.record_id");
    assertThat(
            reason(
                reporting,
                RecordInput.of(asserted(new PersonId("p_" + "f".repeat(32))))
                    .with(Objects.requireNonNull(meant.body().intent()))))
        .startsWith("statement.person_id: expected");
    assertThat(reason(reporting, asserted.with(intent))).startsWith("statement.action: expected");
  }

  private Header reporting(SubjectId subject, String environment) {
    return new Header(
        RecordKind.DEPLOYMENT_REPORT,
        subject,
        "reportDeployment-1",
        Scope.parse(environment, "cart"),
        NOW);
  }

  private RecordInput byRoles(Header of, RecordInput input, String... roles) {
    return trust.gateway.proven(
        of, input, NOW, new GatewayProver.Authentication("local", "alice", NOW, List.of(roles)));
  }

  private static AssertedDeployment asserted(PersonId reporter) {
    return new AssertedDeployment(
        new RepositoryName("shop"),
        null,
        new CommitId("a".repeat(40)),
        null,
        ReportedStatus.SUCCEEDED,
        null,
        null,
        null,
        new AssertedDeployment.Deployer("argo-cd", "shop/17", null),
        reporter,
        null);
  }

  @Test
  void a_statement_of_another_person_is_unproven() {
    DeploymentRequest other =
        new DeploymentRequest(
            RequestedAction.DEPLOY,
            TestTrust.unproven().sources(),
            null,
            null,
            null,
            new PersonId("p_" + "f".repeat(32)),
            "a new version",
            intent);
    assertThat(reason(header, RecordInput.of(other))).startsWith("statement.person_id: expected");
  }

  private RecordInput by(GatewayProver prover) {
    return prover.proven(
        header, RecordInput.of(TestTrust.unproven()), NOW, TestTrust.authentication(NOW));
  }

  private RecordInput proven(Header of, PersonCaused body) {
    return trust.gateway.proven(of, RecordInput.of(body), NOW, TestTrust.authentication(NOW));
  }

  private RecordInput asserting(String payload) {
    Dsse envelope =
        Dsse.sign(
            GatewayAssertion.PAYLOAD_TYPE,
            payload.getBytes(StandardCharsets.UTF_8),
            trust.gatewayKey);
    return proven.with(
        new Intent(
            intent.statement(),
            List.of(new Intent.Proof(Intent.Proof.GATEWAY, envelope.toJson()))));
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

  private TrustPolicy asking(String environment, long from) {
    return policy(
        before -> before.gatewayKeys(),
        before ->
            List.of(
                new IntentRule(
                    "startDeployment",
                    environment,
                    List.of("ssh"),
                    List.of(new IndexRange(VOLUME, from, null)))));
  }

  private TrustPolicy policy(
      Function<Policy, List<GatewayKey>> keys, Function<Policy, List<IntentRule>> rules) {
    return TrustPolicy.of(
        TestTrust.changed(
            trust.policy,
            before ->
                new Policy(
                    before.version(),
                    before.roots(),
                    before.threshold(),
                    before.grants(),
                    keys.apply(before),
                    before.personalKeys(),
                    rules.apply(before),
                    before.owners(),
                    before.approvalRules(),
                    before.causalMethods(),
                    List.of()),
            trust.root));
  }

  private IntentVerdict verify(Header of, RecordInput input) {
    return IntentVerifier.verify(LedgerRecord.of(of, input), VOLUME, INDEX, NOW, trust.trust());
  }

  private String reason(Header of, RecordInput input) {
    return ((IntentVerdict.Unproven) verify(of, input)).reason();
  }
}
