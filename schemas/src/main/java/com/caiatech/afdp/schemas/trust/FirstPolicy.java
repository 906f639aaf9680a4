package com.caiatech.afdp.schemas.trust;

import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.intent.Intent;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.record.ApprovalRule;
import com.caiatech.afdp.schemas.record.CausalMethod;
import com.caiatech.afdp.schemas.record.CausalMethodRule;
import com.caiatech.afdp.schemas.record.GatewayKey;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IndexRange;
import com.caiatech.afdp.schemas.record.IntentRule;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.PersonAction;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RootKey;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.signing.Ed25519VerifyingKey;
import com.caiatech.afdp.schemas.signing.OpenPgpPublicKey;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/// The policy with which a platform begins: one root, one worker that may sign every kind of record
/// in every first volume, one gateway, the gateway's proof for every action, no person id with
/// another owner than itself, and causes claimed by persons, those found by a rollback by workers
/// alone.
public final class FirstPolicy {
  private FirstPolicy() {}

  /// The record of the policy, signed by the root. {@link TrustPolicy#digest} is what pins it.
  ///
  /// @param audience the platform for which the gateway speaks
  /// @param approvalRules how many people have to approve what where
  /// @param subject the platform's policies, the same for every version
  public static LedgerRecord of(
      OpenPgpSecretKey root,
      OpenPgpPublicKey worker,
      Ed25519VerifyingKey gateway,
      String audience,
      List<ApprovalRule> approvalRules,
      SubjectId subject,
      Instant moment) {
    List<IndexRange> everywhere =
        Arrays.stream(Series.values()).map(it -> IndexRange.all(it.firstVolume())).toList();
    Policy policy =
        new Policy(
            1,
            List.of(new RootKey(root.fingerprint(), root.publicKey().armored())),
            1,
            List.of(
                new Grant(
                    worker.fingerprint(),
                    worker.armored(),
                    "worker",
                    "worker",
                    Arrays.stream(RecordKind.values()).map(RecordKind::value).toList(),
                    List.of(Grant.ANY),
                    List.of(Grant.ANY),
                    everywhere)),
            List.of(
                new GatewayKey(gateway.keyId(), gateway.base64(), audience, "gateway", everywhere)),
            List.of(),
            List.of(
                new IntentRule(Grant.ANY, Grant.ANY, List.of(Intent.Proof.GATEWAY), everywhere)),
            List.of(),
            approvalRules,
            List.of(
                new CausalMethodRule(CausalMethod.DECLARED, List.of(CausalMethodRule.PERSON)),
                new CausalMethodRule(CausalMethod.ROLLBACK, List.of(PersonAction.WORKER)),
                new CausalMethodRule(CausalMethod.HEURISTIC, List.of(CausalMethodRule.PERSON))),
            List.of());
    Header header =
        new Header(
            RecordKind.POLICY,
            subject,
            LogicalStep.policy(policy.version()),
            Scope.global(),
            moment);
    return PolicySigner.sign(LedgerRecord.of(header, policy), root);
  }

  /// The rules that a platform's configuration of an environment stands for, for every service:
  /// what gives needs the approvals, and a rollback needs none.
  public static List<ApprovalRule> rules(String name, String environment, int minimum) {
    return List.of(
        rule(name, environment, List.of(DeploymentType.DEPLOY, DeploymentType.PROMOTION), minimum),
        rule("rollback", environment, List.of(DeploymentType.ROLLBACK), 0));
  }

  private static ApprovalRule rule(
      String name, String environment, List<DeploymentType> types, int minimum) {
    return new ApprovalRule(
        name,
        environment,
        Grant.ANY,
        types,
        minimum,
        List.of(),
        List.of(),
        List.of(IndexRange.all(Series.DEPLOYMENT_MANIFESTS.firstVolume())));
  }
}
