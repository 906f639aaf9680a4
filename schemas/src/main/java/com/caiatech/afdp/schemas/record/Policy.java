package com.caiatech.afdp.schemas.record;

import java.util.List;

/// Whose signatures count, for what, and from which entry to which.
///
/// @param version counts from 1; a policy is valid when the roots of the version before it signed
///   it
/// @param threshold how many distinct roots have to sign
public record Policy(
    long version,
    List<RootKey> roots,
    int threshold,
    List<Grant> grants,
    List<GatewayKey> gatewayKeys,
    List<IntentRule> intentRules,
    List<RootSignature> signatures)
    implements RecordBody {
  public Policy {
    roots = List.copyOf(roots);
    grants = List.copyOf(grants);
    gatewayKeys = List.copyOf(gatewayKeys);
    intentRules = List.copyOf(intentRules);
    signatures = List.copyOf(signatures);
  }
}
