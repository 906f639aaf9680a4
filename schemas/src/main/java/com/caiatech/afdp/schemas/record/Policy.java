package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
    implements RootSigned {
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
    return next(grants.stream().map(grant -> grant.without(volume, index)).toList());
  }

  /// The next version, unsigned, in which what counts at the end of a volume counts in the one that
  /// follows it, and who may sign policies may sign that one is opened.
  ///
  /// @param volume the one that follows
  public Policy opening(VolumeName volume) {
    return new Policy(
        version + 1,
        roots,
        threshold,
        grants.stream().map(grant -> grant.opening(volume)).toList(),
        gatewayKeys.stream().map(key -> key.opening(volume)).toList(),
        personalKeys.stream().map(key -> key.opening(volume)).toList(),
        intentRules.stream().map(rule -> rule.opening(volume)).toList(),
        owners.stream().map(owner -> owner.opening(volume)).toList(),
        approvalRules.stream().map(rule -> rule.opening(volume)).toList(),
        causalMethods,
        List.of());
  }

  /// The next version, unsigned, in which the key may sign further kinds of record wherever it may
  /// sign any.
  ///
  /// @param kinds as grants name them
  public Policy granting(KeyFingerprint key, List<String> kinds) {
    return next(
        grants.stream()
            .map(grant -> grant.fingerprint().equals(key) ? grant.naming(kinds) : grant)
            .toList());
  }

  /// Where one key takes the place of another.
  ///
  /// @param until the first entry of each volume for which the one before it counts no more
  /// @param from the first entry of each volume for which the one after it counts
  public record Handover(Map<VolumeName, Long> until, Map<VolumeName, Long> from) {
    public Handover {
      until = Map.copyOf(until);
      from = Map.copyOf(from);
    }
  }

  /// The next version, unsigned, in which another key may sign what one might at the end of the
  /// volumes.
  ///
  /// @param publicKey armored, of the other key
  public Policy replacing(
      KeyFingerprint key, KeyFingerprint other, String publicKey, Handover handover) {
    List<Grant> handedOver = new ArrayList<>();
    for (Grant grant : grants) {
      if (grant.fingerprint().equals(key)) {
        handedOver.add(grant.withRanges(IndexRange.before(grant.ranges(), handover.until)));
        handedOver.add(
            grant.of(other, publicKey).withRanges(IndexRange.from(grant.ranges(), handover.from)));
      } else {
        handedOver.add(grant);
      }
    }
    return next(handedOver);
  }

  /// The same for the keys of gateways.
  ///
  /// @param publicKey raw, base64, of the other key
  public Policy replacing(Sha256 keyId, Sha256 other, String publicKey, Handover handover) {
    List<GatewayKey> handedOver = new ArrayList<>();
    for (GatewayKey named : gatewayKeys) {
      if (named.keyId().equals(keyId)) {
        handedOver.add(named.withRanges(IndexRange.before(named.ranges(), handover.until)));
        handedOver.add(
            named.of(other, publicKey).withRanges(IndexRange.from(named.ranges(), handover.from)));
      } else {
        handedOver.add(named);
      }
    }
    return next(grants, handedOver);
  }

  private Policy next(List<Grant> newGrants) {
    return next(newGrants, gatewayKeys);
  }

  private Policy next(List<Grant> newGrants, List<GatewayKey> newGatewayKeys) {
    return new Policy(
        version + 1,
        roots,
        threshold,
        newGrants,
        newGatewayKeys,
        personalKeys,
        intentRules,
        owners,
        approvalRules,
        causalMethods,
        List.of());
  }

  @Override
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
