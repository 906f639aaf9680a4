package com.caiatech.afdp.schemas.trust;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.intent.Intent;
import com.caiatech.afdp.schemas.json.CanonicalJson;
import com.caiatech.afdp.schemas.record.GatewayKey;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.IntentRule;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.caiatech.afdp.schemas.signing.Ed25519VerifyingKey;
import com.caiatech.afdp.schemas.signing.OpenPgpPublicKey;
import com.caiatech.afdp.schemas.signing.OpenPgpVerifier;
import com.caiatech.afdp.schemas.signing.SignatureCheck;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A policy whose keys have been read, ready to judge by. Immutable.
///
/// Grants are positional: a key counts for the entries of a volume from an index until another, so
/// no clock decides about trust.
public final class TrustPolicy {
  private static final String ANY = "*";

  private final Policy policy;
  private final Sha256 digest;
  private final Set<Sha256> lineage;
  private final Map<KeyFingerprint, List<Grant>> grants = new HashMap<>();
  private final Map<KeyFingerprint, OpenPgpPublicKey> keys = new HashMap<>();
  private final Map<String, Map<Sha256, Ed25519VerifyingKey>> gatewayKeys = new HashMap<>();

  private TrustPolicy(Policy policy, Set<Sha256> ancestors) {
    this.policy = policy;
    this.digest = digest(policy);
    Set<Sha256> all = new HashSet<>(ancestors);
    all.add(exactDigest(policy));
    this.lineage = Set.copyOf(all);
    for (Grant grant : policy.grants()) {
      OpenPgpPublicKey key = OpenPgpPublicKey.parse(grant.publicKey());
      if (!key.fingerprint().equals(grant.fingerprint())) {
        throw new SchemasException.KeyFault(
            "Trust policy "
                + policy.version()
                + ", grant of "
                + grant.owner()
                + ": expected a public key with fingerprint "
                + grant.fingerprint()
                + ", found "
                + key.fingerprint());
      }
      keys.put(key.fingerprint(), key);
      grants.computeIfAbsent(key.fingerprint(), f -> new ArrayList<>()).add(grant);
    }
    for (GatewayKey named : policy.gatewayKeys()) {
      Ed25519VerifyingKey key = Ed25519VerifyingKey.ofBase64(named.publicKey());
      if (!key.keyId().equals(named.keyId())) {
        throw new SchemasException.KeyFault(
            "Trust policy "
                + policy.version()
                + ", gateway's key: expected one with id "
                + named.keyId()
                + ", found "
                + key.keyId());
      }
      gatewayKeys.computeIfAbsent(named.audience(), a -> new HashMap<>()).put(key.keyId(), key);
    }
  }

  /// Reads a policy's keys. Whether the roots signed it is for {@link PolicyHistory} to say.
  ///
  /// @throws SchemasException when a key cannot be read or is not the one it is said to be
  public static TrustPolicy of(Policy policy) {
    return new TrustPolicy(policy, Set.of());
  }

  /// A policy that trusts nobody.
  public static TrustPolicy nobody() {
    return of(new Policy(0, List.of(), 1, List.of(), List.of(), List.of(), List.of()));
  }

  /// What roots sign: the canonical JSON of the policy without its signatures.
  public static byte[] signedBytes(Policy policy) {
    ObjectNode tree = RecordJson.mapper().valueToTree(policy);
    tree.remove("signatures");
    return CanonicalJson.of(tree);
  }

  /// The policy's digest, by which the first is pinned: SHA-256 of {@link #signedBytes}.
  public static Sha256 digest(Policy policy) {
    return Sha256.of(signedBytes(policy));
  }

  /// Whether the grant reaches the entry.
  public static boolean covers(Grant grant, VolumeName volume, long index) {
    return grant.ranges().stream()
        .anyMatch(
            range ->
                range.volume().equals(volume)
                    && index >= range.from()
                    && (range.until() == null || index < range.until()));
  }

  /// This policy as the successor of another, which it descends from.
  TrustPolicy after(TrustPolicy previous) {
    return new TrustPolicy(policy, previous.lineage);
  }

  /// The policy as it is recorded.
  public Policy policy() {
    return policy;
  }

  /// The policy's version.
  public long version() {
    return policy.version();
  }

  /// The policy's digest.
  public Sha256 digest() {
    return digest;
  }

  /// Whether the given policy is this one or one that this one came from, signatures included.
  public boolean descendsFrom(Policy ancestor) {
    return lineage.contains(exactDigest(ancestor));
  }

  /// What the key may sign; nothing for a key that is not known.
  public List<Grant> grants(KeyFingerprint fingerprint) {
    return List.copyOf(grants.getOrDefault(fingerprint, List.of()));
  }

  /// Checks an armored detached signature by any key that the policy names.
  public SignatureCheck check(byte[] signed, Optional<String> armoredSignature) {
    return OpenPgpVerifier.check(signed, armoredSignature, keys);
  }

  /// The keys of gateways that speak for the audience, by key id.
  public Map<Sha256, Ed25519VerifyingKey> gatewayKeys(String audience) {
    return Map.copyOf(gatewayKeys.getOrDefault(audience, Map.of()));
  }

  /// The kinds of proof that the action needs in the environment: always the gateway's, and what
  /// the rules ask for.
  public Set<String> proofsFor(String action, String environment) {
    Set<String> proofs = new TreeSet<>();
    proofs.add(Intent.Proof.GATEWAY);
    for (IntentRule rule : policy.intentRules()) {
      if (matches(rule.action(), action) && matches(rule.environment(), environment)) {
        proofs.addAll(rule.proofs());
      }
    }
    return proofs;
  }

  private static Sha256 exactDigest(Policy policy) {
    return Sha256.of(CanonicalJson.of(RecordJson.mapper().valueToTree(policy)));
  }

  private static boolean matches(String pattern, String value) {
    return pattern.equals(ANY) || pattern.equals(value);
  }
}
