package com.caiatech.afdp.schemas.trust;

import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.intent.Intent;
import com.caiatech.afdp.schemas.record.GatewayKey;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IndexRange;
import com.caiatech.afdp.schemas.record.IntentRule;
import com.caiatech.afdp.schemas.record.LedgerRecord;
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
/// in every first volume, one gateway, and the gateway's proof for every action.
public final class FirstPolicy {
  private FirstPolicy() {}

  /// The policy, signed by the root. {@link TrustPolicy#digest} is what pins it.
  public static Policy of(
      OpenPgpSecretKey root,
      OpenPgpPublicKey worker,
      Ed25519VerifyingKey gateway,
      String audience) {
    List<IndexRange> everywhere =
        Arrays.stream(Series.values())
            .map(series -> new IndexRange(series.firstVolume(), 0, null))
            .toList();
    Policy unsigned =
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
                    List.of(RecordKind.values()),
                    everywhere)),
            List.of(new GatewayKey(gateway.keyId(), gateway.base64(), audience)),
            List.of(new IntentRule("*", "*", List.of(Intent.Proof.GATEWAY))),
            List.of());
    return PolicySigner.sign(unsigned, root);
  }

  /// The record of a policy.
  ///
  /// @param subject the platform's policies, the same for every version
  public static LedgerRecord record(Policy policy, SubjectId subject, Instant moment) {
    return new LedgerRecord(
        new Header(
            RecordKind.POLICY, subject, "policy-" + policy.version(), Scope.global(), moment),
        policy);
  }
}
