package com.caiatech.afdp.schemas.trust;

import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RootSignature;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import java.util.ArrayList;
import java.util.List;

/// Signs records of policies with a root key.
public final class PolicySigner {
  private PolicySigner() {}

  /// The record with one more signature; an earlier one by the same key is replaced.
  ///
  /// @throws IllegalArgumentException when it is none of a policy
  public static LedgerRecord sign(LedgerRecord record, OpenPgpSecretKey root) {
    Policy policy = TrustPolicy.body(record);
    List<RootSignature> signatures = new ArrayList<>(policy.signatures());
    signatures.removeIf(signature -> signature.fingerprint().equals(root.fingerprint()));
    signatures.add(
        new RootSignature(root.fingerprint(), root.signDetached(record.tree().signedBytes())));
    return LedgerRecord.of(record.header(), policy.signed(signatures));
  }
}
