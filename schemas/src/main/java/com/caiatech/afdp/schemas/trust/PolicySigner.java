package com.caiatech.afdp.schemas.trust;

import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RootSignature;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import java.util.ArrayList;
import java.util.List;

/// Signs policies with a root key.
public final class PolicySigner {
  private PolicySigner() {}

  /// The policy with one more signature; an earlier one by the same key is replaced.
  public static Policy sign(Policy policy, OpenPgpSecretKey root) {
    List<RootSignature> signatures = new ArrayList<>(policy.signatures());
    signatures.removeIf(signature -> signature.fingerprint().equals(root.fingerprint()));
    signatures.add(
        new RootSignature(root.fingerprint(), root.signDetached(TrustPolicy.signedBytes(policy))));
    return new Policy(
        policy.version(),
        policy.roots(),
        policy.threshold(),
        policy.grants(),
        policy.gatewayKeys(),
        policy.intentRules(),
        signatures);
  }
}
