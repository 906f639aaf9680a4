package com.caiatech.afdp.lambdas.intake;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.APPROVALS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.MANIFESTS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.NOW;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.STRANGER;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.WORKER;
import static com.caiatech.afdp.lambdas.testing.ShopRecords.ALICE;
import static com.caiatech.afdp.lambdas.testing.ShopRecords.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.lambdas.testing.ShopRecords;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.intent.Intent;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.Decision;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.PersonCaused;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RequestedSource;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.trust.GatewayProver;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Entries that do not count. Each is followed by an honest one, which does.
class BadRecordsTest {
  @RegisterExtension final PlatformFixture platform = new PlatformFixture();
  private final Projection projection = platform.projection();
  private final DeploymentId bad = DeploymentId.create(NOW);
  private final DeploymentId good = DeploymentId.create(NOW.plusSeconds(1));

  @BeforeEach
  void publishPolicy() throws Exception {
    platform.publishPolicy();
  }

  @Test
  void aRecordThatBreaksItsSchemaCarriesTheValidatorsOutput() throws Exception {
    String json = text(opened(bad)).replace("\"sequence\":1", "\"sequence\":\"one\"");

    expectBadManifest(WORKER, at(opened(bad)), json, "schema", "/sequence", "integer expected");
  }

  @Test
  void anUnknownFieldBreaksTheSchema() throws Exception {
    String json = text(opened(bad)).replaceFirst("\\{", "{\"a_field\":1,");

    expectBadManifest(WORKER, at(opened(bad)), json, "schema", "a_field");
  }

  @Test
  void aRecordThatIsNotCanonical() throws Exception {
    expectBadManifest(
        WORKER, at(opened(bad)), text(opened(bad)) + "\n", "not-canonical", "RFC 8785");
  }

  @Test
  void bytesThatAreNoJson() throws Exception {
    expectBadManifest(WORKER, at(opened(bad)), "{", "malformed", "JSON refused at line 1");
  }

  @Test
  void aRecordAtThePathOfAnotherRecord() throws Exception {
    String elsewhere = ShopRecords.path(bad, "another step");

    expectBadManifest(
        WORKER, elsewhere, text(opened(bad)), "wrong-path", at(opened(bad)), elsewhere);
  }

  @Test
  void aRecordWhoseIdDoesNotFollowFromItsContent() throws Exception {
    String json =
        text(opened(bad))
            .replace("\"logical_step\":\"opened\"", "\"logical_step\":\"opened-twice\"");

    expectBadManifest(WORKER, at(opened(bad)), json, "id-mismatch", "record_id");
  }

  @Test
  void anUnsignedRecord() throws Exception {
    expectBadManifest(null, at(opened(bad)), text(opened(bad)), "unsigned", "no signature");
  }

  @Test
  void aRecordSignedByAnUnknownKey() throws Exception {
    expectBadManifest(
        STRANGER,
        at(opened(bad)),
        text(opened(bad)),
        "unknown-key",
        STRANGER.fingerprint().value());
  }

  @Test
  void aRecordOfAKindThatItsKeyMayNotSign() throws Exception {
    OpenPgpSecretKey checker =
        OpenPgpSecretKey.generate(
            "AFDP checker <checker@afdp.invalid>", Instant.parse("2025-12-01T00:00:00Z"));
    grant(checker, RecordKind.CHECK_RESULT);

    expectBadManifest(
        checker,
        at(opened(bad)),
        text(opened(bad)),
        "key-outside-role",
        "may not sign deployment-manifest-opened");
  }

  @Test
  void aRequestWithoutAnyProofOfIntent() throws Exception {
    expectUnprovenRequest(RecordInput.of(request()), "the record carries no intent");
  }

  @Test
  void aRequestProvenByAGatewayThatThePolicyDoesNotKnow() throws Exception {
    GatewayProver forger = new GatewayProver(Ed25519SigningKey.generate(), PlatformFixture.NAME);

    expectUnprovenRequest(proven(forger, requestHeader(), request()), "proof 'gateway'");
  }

  @Test
  void aRequestWhoseProofIsForAnotherInput() throws Exception {
    PersonCaused another =
        proven(PlatformFixture.gateway(), requestHeader(), request("another reason")).body();
    Intent intent = Objects.requireNonNull(another.intent());

    expectUnprovenRequest(RecordInput.of(request()).with(intent), "statement.input_sha256");
  }

  @Test
  void aDecisionWithoutAProofDecidesNothingAndALaterProvenOneDoes() throws Exception {
    Header forged = decisionHeader("decision-1");
    Header honest = decisionHeader("decision-2");
    platform.manifests().add(WORKER, NOW.plusSeconds(2), opened(bad));
    platform.approvals().add(WORKER, NOW.plusSeconds(3), LedgerRecord.of(forged, decision()));
    platform
        .approvals()
        .add(
            WORKER,
            NOW.plusSeconds(4),
            LedgerRecord.of(honest, proven(PlatformFixture.gateway(), honest, decision())));

    projection.project(MANIFESTS);
    projection.project(APPROVALS);

    expectViolation("unproven-intent", LedgerPath.of(forged).text(), "carries no intent");
    assertThat(
            platform.texts(
                "MATCH (:Approval)-[:EVIDENCED_BY]->(r:Record) RETURN r.recordId AS text"))
        .containsExactly(honest.recordId().value());
  }

  /// Writes the bytes, then an honest record, and expects that only the latter counts.
  private void expectBadManifest(
      @Nullable OpenPgpSecretKey key, String path, String json, String kind, String... reason)
      throws Exception {
    platform
        .manifests()
        .add(key, NOW.plusSeconds(3), Map.of(path, json.getBytes(StandardCharsets.UTF_8)));
    platform.manifests().add(WORKER, NOW.plusSeconds(4), opened(good));

    projection.project(MANIFESTS);

    expectViolation(kind, path, reason);
    assertThat(platform.texts("MATCH (d:Deployment) RETURN d.deploymentId AS text"))
        .containsExactly(good.value());
    assertThat(platform.counters().of(CounterNames.ENTRIES)).isEqualTo(2);
    assertThat(platform.counters().of(CounterNames.VIOLATIONS))
        .as("it, and a manifest without a request")
        .isEqualTo(2);
  }

  private void expectUnprovenRequest(RecordInput input, String reason) throws Exception {
    LedgerRecord record = LedgerRecord.of(requestHeader(), input);

    expectBadManifest(WORKER, at(record), text(record), "unproven-intent", reason);
  }

  private void expectViolation(String kind, String path, String... reason) {
    assertThat(
            platform.texts(
                PlatformFixture.VIOLATIONS
                    + "MATCH (v)-[:ABOUT]->(r:Record)-[:IN_LEDGER]->(:Ledger)"
                    + " WHERE v.path = r.path AND v.ledgerCommit = r.ledgerCommit"
                    + " AND v.kind = r.verdict"
                    + " RETURN v.kind + ' ' + v.path AS text"))
        .containsExactly(kind + " " + path);
    assertThat(platform.texts(PlatformFixture.VIOLATIONS + "RETURN v.reason AS text"))
        .singleElement()
        .asString()
        .contains(reason)
        .isNotBlank();
  }

  /// A second policy, which also grants the kind to the key.
  private void grant(OpenPgpSecretKey key, RecordKind kind) throws Exception {
    List<Grant> grants = new ArrayList<>(PlatformFixture.policy().grants());
    grants.add(
        new Grant(
            key.fingerprint(),
            key.publicKey().armored(),
            "checker",
            "checker",
            List.of(kind.value()),
            List.of(Grant.ANY),
            List.of(Grant.ANY),
            grants.getFirst().ranges()));
    platform.publishGrants(NOW.plusSeconds(2), grants);
  }

  private LedgerRecord opened(DeploymentId id) {
    return platform.records().opened(id, 1);
  }

  private Header requestHeader() {
    return new Header(
        RecordKind.DEPLOYMENT_REQUEST, bad.subject(), LogicalStep.REQUEST, SCOPE, NOW);
  }

  private Header decisionHeader(String step) {
    return new Header(RecordKind.APPROVAL_DECISION, bad.subject(), step, SCOPE, NOW);
  }

  private static DeploymentRequest request() {
    return request("a new version");
  }

  private static DeploymentRequest request(String reason) {
    return DeploymentRequest.deploy(
        Map.of(SourceRole.APPLICATION, new RequestedSource(ShopRecords.SHOP, "main")),
        ALICE,
        reason);
  }

  private static ApprovalDecision decision() {
    return new ApprovalDecision(
        Decision.APPROVED,
        ALICE,
        "release-manager",
        Sha256.ofUtf8("plan"),
        ShopRecords.RULE,
        null,
        null);
  }

  private static RecordInput proven(GatewayProver gateway, Header header, PersonCaused body) {
    return gateway.proven(
        header,
        RecordInput.of(body),
        NOW,
        new GatewayProver.Authentication("local", "alice", NOW, List.of("deployer")));
  }

  private static String at(LedgerRecord record) {
    return LedgerPath.of(record.header()).text();
  }

  private static String text(LedgerRecord record) {
    return new String(RecordCodec.encode(record), StandardCharsets.UTF_8);
  }
}
