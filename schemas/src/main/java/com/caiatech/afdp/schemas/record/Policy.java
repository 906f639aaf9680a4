package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.VolumeName;
import java.util.List;

/// Whose signatures count, for what, and from which entry to which.
///
/// @param version counts from 1; a policy is valid when the roots of the version before it signed
///   it
/// @param threshold how many distinct roots have to sign
/// @param signatures over the record without them ({@link RecordTree#signedBytes})
public record Policy(
    long version,
    List<RootKey> roots,
    int threshold,
    List<Grant> grants,
    List<GatewayKey> gatewayKeys,
    List<PersonalKey> personalKeys,
    List<IntentRule> intentRules,
    List<Owner> owners,
    List<ApprovalRule> approvalRules,
    List<CausalMethodRule> causalMethods,
    List<RootSignature> signatures)
    implements RecordBody {
  public Policy {
    roots = List.copyOf(roots);
    grants = List.copyOf(grants);
    gatewayKeys = List.copyOf(gatewayKeys);
    personalKeys = List.copyOf(personalKeys);
    intentRules = List.copyOf(intentRules);
    owners = List.copyOf(owners);
    approvalRules = List.copyOf(approvalRules);
    causalMethods = List.copyOf(causalMethods);
    signatures = List.copyOf(signatures);
  }

  /// The next version, unsigned, in which no key counts for what stands at one entry.
  public Policy leavingOut(VolumeName volume, long index) {
    return new Policy(
        version + 1,
        roots,
        threshold,
        grants.stream().map(grant -> grant.without(volume, index)).toList(),
        gatewayKeys,
        personalKeys,
        intentRules,
        owners,
        approvalRules,
        causalMethods,
        List.of());
  }

  /// The same with other signatures.
  public Policy signed(List<RootSignature> newSignatures) {
    return new Policy(
        version,
        roots,
        threshold,
        grants,
        gatewayKeys,
        personalKeys,
        intentRules,
        owners,
        approvalRules,
        causalMethods,
        newSignatures);
  }
}
