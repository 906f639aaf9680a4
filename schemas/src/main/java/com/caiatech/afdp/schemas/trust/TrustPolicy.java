package com.caiatech.afdp.schemas.trust;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.intent.Intent;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.record.ApprovalRule;
import com.caiatech.afdp.schemas.record.CausalMethod;
import com.caiatech.afdp.schemas.record.GatewayKey;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.IndexRange;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.MarkLowered;
import com.caiatech.afdp.schemas.record.Owner;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.SchemaVersion;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.SuccessorVolume;
import com.caiatech.afdp.schemas.signing.Ed25519VerifyingKey;
import com.caiatech.afdp.schemas.signing.OpenPgpPublicKey;
import com.caiatech.afdp.schemas.signing.OpenPgpVerifier;
import com.caiatech.afdp.schemas.signing.SignatureCheck;
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
/// Everything in it is positional: keys and rules count for the entries of a volume from an index
/// until another, so no clock decides about trust.
public final class TrustPolicy {
  private static final TrustPolicy NOBODY =
      new TrustPolicy(
          new Policy(
              0, List.of(), 1, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
              List.of(), List.of()),
          Sha256.of(new byte[0]),
          Set.of(),
          VolumeChains.FIRST);

  private final Policy policy;
  private final Sha256 digest;
  private final Set<Sha256> lineage;
  private final VolumeChains chains;
  private final Map<KeyFingerprint, List<Grant>> grants = new HashMap<>();
  private final Map<KeyFingerprint, OpenPgpPublicKey> keys = new HashMap<>();
  private final Map<Sha256, Ed25519VerifyingKey> gatewayKeys = new HashMap<>();

  private TrustPolicy(Policy policy, Sha256 digest, Set<Sha256> lineage, VolumeChains chains) {
    this.chains = chains;
    this.policy = policy;
    this.digest = digest;
    this.lineage = Set.copyOf(lineage);
    for (Grant grant : policy.grants()) {
      OpenPgpPublicKey key = OpenPgpPublicKey.parse(grant.publicKey());
      requireSame("grant of " + grant.owner(), grant.fingerprint(), key.fingerprint());
      keys.put(key.fingerprint(), key);
      grants.computeIfAbsent(key.fingerprint(), f -> new ArrayList<>()).add(grant);
    }
    for (GatewayKey named : policy.gatewayKeys()) {
      Ed25519VerifyingKey key = Ed25519VerifyingKey.ofBase64(named.publicKey());
      requireSame("gateway's key of " + named.owner(), named.keyId(), key.keyId());
      gatewayKeys.put(key.keyId(), key);
    }
  }

  /// Reads the keys in the record of a policy. Whether the roots signed it is for {@link
  /// PolicyHistory} to say.
  ///
  /// @throws SchemasException when a key cannot be read or is not the one it is said to be
  /// @throws IllegalArgumentException when the record is none of a policy
  public static TrustPolicy of(LedgerRecord record) {
    return new TrustPolicy(
        body(record), digest(record), Set.of(record.tree().sha256()), VolumeChains.FIRST);
  }

  /// A policy that trusts nobody.
  public static TrustPolicy nobody() {
    return NOBODY;
  }

  /// A policy's digest, by which the first is pinned: SHA-256 of what its roots sign.
  public static Sha256 digest(LedgerRecord record) {
    return Sha256.of(record.tree().signedBytes());
  }

  /// The policy in a record.
  ///
  /// @throws IllegalArgumentException when it is another kind of record
  static Policy body(LedgerRecord record) {
    if (record.body() instanceof Policy policy) {
      return policy;
    }
    throw new IllegalArgumentException(
        "TrustPolicy: expected the record of a policy, found one of kind "
            + record.header().kind());
  }

  /// This policy as the successor of another, which it descends from.
  ///
  /// @param opened the records of all volumes that were opened before it
  /// @param lowered the records of the marks that were lowered before it
  TrustPolicy after(TrustPolicy previous, List<LedgerRecord> opened, List<LedgerRecord> lowered) {
    Set<Sha256> all = new HashSet<>(previous.lineage);
    all.addAll(lineage);
    lowered.forEach(record -> all.add(record.tree().sha256()));
    VolumeChains longer = VolumeChains.FIRST;
    for (LedgerRecord record : opened) {
      all.add(record.tree().sha256());
      longer = longer.with((SuccessorVolume) record.body());
    }
    return new TrustPolicy(policy, digest, all, longer);
  }

  /// The volumes of each series, in order.
  public VolumeChains chains() {
    return chains;
  }

  /// The policy as it is recorded.
  public Policy policy() {
    return policy;
  }

  /// The policy's version; 0 for {@link #nobody}.
  public long version() {
    return policy.version();
  }

  /// The policy's digest.
  public Sha256 digest() {
    return digest;
  }

  /// Whether the record holds this policy, one that this one came from, or a volume that was opened
  /// before it, signatures included.
  public boolean descendsFrom(LedgerRecord ancestor) {
    return lineage.contains(ancestor.tree().sha256());
  }

  /// Whether its roots, or those of a policy that this one came from, lowered the mark.
  public boolean lowers(LedgerRecord record, MarkLowered mark) {
    return descendsFrom(record)
        || PolicyHistory.tooFewSignatures("", record, mark, policy).isEmpty();
  }

  /// What the key may sign at the entry; nothing for a key that is not known, and nothing in a
  /// volume that was not opened.
  public List<Grant> grants(KeyFingerprint fingerprint, VolumeName volume, long index) {
    return grants.getOrDefault(fingerprint, List.of()).stream()
        .filter(grant -> chains.hold(volume))
        .filter(grant -> IndexRange.covers(grant.ranges(), volume, index))
        .toList();
  }

  /// The first grant that names the key, wherever it reaches: whose key it is.
  public Optional<Grant> holder(KeyFingerprint fingerprint) {
    return grants.getOrDefault(fingerprint, List.of()).stream().findFirst();
  }

  /// The kinds of record that this software writes, in their newest versions, and no grant of the
  /// key names; those that count by the signatures of roots are none of them.
  public List<SchemaVersion> ungranted(KeyFingerprint fingerprint) {
    List<Grant> held = grants.getOrDefault(fingerprint, List.of());
    return SchemaVersion.writtenByWorkers().stream()
        .filter(version -> !version.isNamedBy(held))
        .toList();
  }

  /// Checks an armored detached signature by any key that the policy names.
  public SignatureCheck check(byte[] signed, Optional<String> armoredSignature) {
    return OpenPgpVerifier.check(signed, armoredSignature, keys);
  }

  /// The keys, by key id, of gateways that speak for the audience in the record at the entry.
  public Map<Sha256, Ed25519VerifyingKey> gatewayKeys(
      String audience, VolumeName volume, long index) {
    Map<Sha256, Ed25519VerifyingKey> found = new HashMap<>();
    for (GatewayKey named : policy.gatewayKeys()) {
      Ed25519VerifyingKey key = gatewayKeys.get(named.keyId());
      if (key != null
          && named.audience().equals(audience)
          && IndexRange.covers(named.ranges(), volume, index)) {
        found.put(named.keyId(), key);
      }
    }
    return found;
  }

  /// The kinds of proof that the action needs in the environment, in the record at the entry:
  /// always the gateway's, and what the rules ask for.
  public Set<String> proofsFor(Action action, String environment, VolumeName volume, long index) {
    Set<String> proofs = new TreeSet<>(Set.of(Intent.Proof.GATEWAY));
    policy.intentRules().stream()
        .filter(rule -> matches(rule.action(), action.value()))
        .filter(rule -> matches(rule.environment(), environment))
        .filter(rule -> IndexRange.covers(rule.ranges(), volume, index))
        .forEach(rule -> proofs.addAll(rule.proofs()));
    return proofs;
  }

  /// The approval rules for deployments of the type and scope whose opened manifest stands at the
  /// entry.
  public List<ApprovalRule> approvalRules(
      DeploymentType type, Scope scope, VolumeName volume, long index) {
    return policy.approvalRules().stream()
        .filter(rule -> matches(rule.environment(), scope.environmentText()))
        .filter(rule -> matches(rule.service(), scope.serviceText()))
        .filter(rule -> rule.types().isEmpty() || rule.types().contains(type))
        .filter(rule -> IndexRange.covers(rule.ranges(), volume, index))
        .toList();
  }

  /// Whether the other asks the same of those who approve: its approval rules and the owners of
  /// person ids are these.
  public boolean approvesLike(TrustPolicy other) {
    return policy.approvalRules().equals(other.policy.approvalRules())
        && policy.owners().equals(other.policy.owners());
  }

  /// The human behind a person id, for deployments whose opened manifest stands at the entry; an id
  /// that no owner names is its own.
  public String owner(PersonId person, VolumeName volume, long index) {
    return policy.owners().stream()
        .filter(owner -> owner.persons().contains(person))
        .filter(owner -> IndexRange.covers(owner.ranges(), volume, index))
        .map(Owner::name)
        .findFirst()
        .orElse(person.value());
  }

  /// Whether a cause that was found by the method may be claimed by `person` or `worker`.
  public boolean mayClaim(CausalMethod method, String asserter) {
    return policy.causalMethods().stream()
        .anyMatch(rule -> rule.method() == method && rule.asserters().contains(asserter));
  }

  private void requireSame(String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      throw new SchemasException.KeyFault(
          "Trust policy "
              + policy.version()
              + ", "
              + what
              + ": expected a public key with fingerprint "
              + expected
              + ", found "
              + found);
    }
  }

  private static boolean matches(String pattern, String value) {
    return pattern.equals(Grant.ANY) || pattern.equals(value);
  }
}
