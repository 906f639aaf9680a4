package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.merkle.CompactRange;
import com.caiatech.afdp.schemas.merkle.MerkleTree;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.CheckType;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.Measurements;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RequestedSource;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SuccessorVolume;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.trust.FirstPolicy;
import com.caiatech.afdp.schemas.trust.GatewayProver;
import com.caiatech.afdp.schemas.trust.PolicySigner;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Keys, a policy and honest records for tests.
public final class TestTrust {
  public static final Instant NOW = TestVolume.START;
  public static final Scope CART =
      Scope.of(new EnvironmentName("staging"), new ServiceName("cart"));
  public static final PersonId ALICE = new PersonId("p_0123456789abcdef0123456789abcdef");
  public static final String AUDIENCE = "afdp-test";
  private static final Instant KEYS_MADE = Instant.parse("2025-12-01T00:00:00Z");

  public final OpenPgpSecretKey root = key("root");
  public final OpenPgpSecretKey worker = key("worker");
  public final OpenPgpSecretKey stranger = key("stranger");
  public final Ed25519SigningKey gatewayKey = Ed25519SigningKey.generate();
  public final GatewayProver gateway = new GatewayProver(gatewayKey, AUDIENCE);
  public final LedgerRecord policy =
      FirstPolicy.of(
          root,
          worker.publicKey(),
          gatewayKey.verifyingKey(),
          AUDIENCE,
          FirstPolicy.rules("staging-approval", "staging", 0),
          SubjectId.create(NOW),
          NOW);

  public static OpenPgpSecretKey key(String name) {
    return OpenPgpSecretKey.generate("AFDP " + name + " <" + name + "@afdp.invalid>", KEYS_MADE);
  }

  public TrustPolicy trust() {
    return TrustPolicy.of(policy);
  }

  /// The policy that follows this one with its grants changed.
  public LedgerRecord next(
      LedgerRecord before, UnaryOperator<Grant> change, OpenPgpSecretKey signer) {
    return changed(
        before,
        policy -> withGrants(policy, policy.grants().stream().map(change).toList()),
        signer);
  }

  /// The next version of a policy, with other grants.
  static Policy withGrants(Policy before, List<Grant> grants) {
    return new Policy(
        before.version() + 1,
        before.roots(),
        before.threshold(),
        grants,
        before.gatewayKeys(),
        before.personalKeys(),
        before.intentRules(),
        before.owners(),
        before.approvalRules(),
        before.causalMethods(),
        List.of());
  }

  /// The same grant for other kinds of record.
  public static Grant withKinds(Grant grant, List<String> kinds) {
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

  /// The record of a policy that is made from another.
  public static LedgerRecord changed(
      LedgerRecord before, UnaryOperator<Policy> change, OpenPgpSecretKey signer) {
    Policy policy = change.apply((Policy) before.body());
    Header header =
        new Header(
            RecordKind.POLICY,
            before.header().subject(),
            LogicalStep.policy(policy.version()),
            Scope.global(),
            before.header().timestamp());
    return PolicySigner.sign(LedgerRecord.of(header, policy), signer);
  }

  /// Opens the volume that follows another, which ends as it is now, or with fewer entries.
  public static LedgerRecord successor(TestVolume before, long finalSize, OpenPgpSecretKey signer) {
    return successor(before, before.name.next(), finalSize, signer);
  }

  static LedgerRecord successor(
      TestVolume before, VolumeName volume, long finalSize, OpenPgpSecretKey signer) {
    CompactRange log = CompactRange.of(0, List.of());
    CommitId last = before.head();
    try (CommitReadings readings = before.reader().since(VolumePosition.start(before.name))) {
      while (readings.hasNext() && log.size() < finalSize) {
        LedgerCommit commit = ((CommitReading.Good) readings.next()).commit();
        commit.entries().forEach(entry -> log.append(MerkleTree.leafHash(entry.bytes())));
        last = commit.id();
      }
    }
    Header header =
        new Header(
            RecordKind.VOLUME,
            SubjectId.create(NOW),
            LogicalStep.volume(volume),
            Scope.global(),
            NOW);
    return PolicySigner.sign(
        LedgerRecord.of(
            header,
            new SuccessorVolume(volume, Series.of(volume), finalSize, log.root(), last, List.of())),
        signer);
  }

  public static LedgerRecord check(String name) {
    DeploymentId deployment = DeploymentId.create(NOW);
    return LedgerRecord.of(
        new Header(RecordKind.CHECK_RESULT, deployment.subject(), "pre-" + name, CART, NOW),
        checkResult(name, CheckStatus.PASSED));
  }

  public static CheckResult checkResult(String name, CheckStatus status) {
    return new CheckResult(
        name,
        CheckStage.PRE,
        CheckType.HTTP,
        status,
        new Measurements(0.25, 1024L, 1.5, 2.5, 1.0, 20L),
        "/health",
        Sha256.ofUtf8(name),
        NOW,
        NOW,
        null,
        null,
        null);
  }

  public static Header requestHeader(Instant moment) {
    return new Header(
        RecordKind.DEPLOYMENT_REQUEST,
        DeploymentId.create(NOW).subject(),
        LogicalStep.REQUEST,
        CART,
        moment);
  }

  public static DeploymentRequest unproven() {
    return DeploymentRequest.deploy(
        Map.of(SourceRole.APPLICATION, new RequestedSource(new RepositoryName("cart"), "main")),
        ALICE,
        "a new version");
  }

  public RecordInput proven(Header header) {
    return gateway.proven(header, RecordInput.of(unproven()), NOW, authentication(NOW));
  }

  public static GatewayProver.Authentication authentication(Instant moment) {
    return new GatewayProver.Authentication("local", "alice", moment, List.of("deployer"));
  }
}
