package com.caiatech.afdp.schemas.trust;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RootKey;
import com.caiatech.afdp.schemas.record.RootSignature;
import com.caiatech.afdp.schemas.signing.OpenPgpPublicKey;
import com.caiatech.afdp.schemas.signing.OpenPgpVerifier;
import com.caiatech.afdp.schemas.signing.SignatureCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The trust policies that were in force, in order. The first is pinned by its digest and signed by
/// its own roots; version n+1 is valid when enough roots of version n signed it. Immutable.
public final class PolicyHistory {
  private final Sha256 pinned;
  private final List<Version> taken;

  private PolicyHistory(Sha256 pinned, List<Version> taken) {
    this.pinned = pinned;
    this.taken = List.copyOf(taken);
  }

  /// An empty history that takes no other first policy than the one with this digest ({@link
  /// TrustPolicy#digest}).
  public static PolicyHistory pinned(Sha256 digest) {
    return new PolicyHistory(digest, List.of());
  }

  /// The highest valid policy; none before the first.
  public Optional<TrustPolicy> current() {
    return taken.isEmpty() ? Optional.empty() : Optional.of(taken.getLast().policy());
  }

  /// The valid policies, in order.
  public List<Version> versions() {
    return taken;
  }

  /// The highest valid policy that was recorded by the moment.
  public Optional<TrustPolicy> asOf(Instant recordedAt) {
    return taken.reversed().stream()
        .filter(entry -> !entry.recordedAt().isAfter(recordedAt))
        .map(Version::policy)
        .findFirst();
  }

  /// The policy that was in force at the moment (the first, where none was yet) and all that came
  /// later, in order.
  public List<Version> since(Instant recordedAt) {
    int from = 0;
    for (int i = 0; i < taken.size(); i++) {
      if (!taken.get(i).recordedAt().isAfter(recordedAt)) {
        from = i;
      }
    }
    return taken.subList(from, taken.size());
  }

  /// The highest valid policy, or one that trusts nobody.
  public TrustPolicy currentOrNobody() {
    return current().orElseGet(TrustPolicy::nobody);
  }

  /// Offers a policy in the order of the ledger.
  ///
  /// @param recordedAt absent where nothing tells it; it then counts from the beginning
  ///
  /// @throws IllegalArgumentException when the record is none of a policy
  public Acceptance offer(LedgerRecord policy, @Nullable Instant recordedAt) {
    Optional<TrustPolicy> current = current();
    if (current.isPresent() && current.get().descendsFrom(policy)) {
      return new Acceptance.Accepted(this);
    }
    try {
      return refusal(policy, current)
          .<Acceptance>map(Acceptance.Refused::new)
          .orElseGet(() -> new Acceptance.Accepted(with(policy, current, recordedAt)));
    } catch (SchemasException unusable) {
      return new Acceptance.Refused(String.valueOf(unusable.getMessage()));
    }
  }

  private Optional<String> refusal(LedgerRecord record, Optional<TrustPolicy> current) {
    Policy policy = TrustPolicy.body(record);
    String name = "Policy version " + policy.version() + ": ";
    if (current.isEmpty()) {
      Sha256 digest = TrustPolicy.digest(record);
      return digest.equals(pinned)
          ? tooFewSignatures(name, record, policy)
          : Optional.of(
              name + "expected the pinned first policy " + pinned + ", found digest " + digest);
    }
    long expected = current.get().version() + 1;
    return policy.version() == expected
        ? tooFewSignatures(name, record, current.get().policy())
        : Optional.of(name + "expected version " + expected);
  }

  private static Optional<String> tooFewSignatures(String name, LedgerRecord record, Policy by) {
    byte[] signed = record.tree().signedBytes();
    Map<KeyFingerprint, OpenPgpPublicKey> roots = new HashMap<>();
    for (RootKey root : by.roots()) {
      OpenPgpPublicKey key = OpenPgpPublicKey.parse(root.publicKey());
      roots.put(key.fingerprint(), key);
    }
    Set<KeyFingerprint> signers = new HashSet<>();
    for (RootSignature signature : TrustPolicy.body(record).signatures()) {
      if (OpenPgpVerifier.check(signed, Optional.of(signature.signature()), roots)
          instanceof SignatureCheck.Good good) {
        signers.add(good.fingerprint());
      }
    }
    return signers.size() >= by.threshold()
        ? Optional.empty()
        : Optional.of(
            name
                + "expected signatures of "
                + by.threshold()
                + " roots of version "
                + by.version()
                + ", found "
                + signers.size());
  }

  private PolicyHistory with(
      LedgerRecord policy, Optional<TrustPolicy> current, @Nullable Instant recordedAt) {
    TrustPolicy read = TrustPolicy.of(policy);
    List<Version> longer = new ArrayList<>(taken);
    longer.add(new Version(current.map(read::after).orElse(read), notBefore(recordedAt)));
    return new PolicyHistory(pinned, longer);
  }

  /// The moment from which a version is effective; it never decreases.
  private Instant notBefore(@Nullable Instant recordedAt) {
    Instant last = taken.isEmpty() ? Instant.EPOCH : taken.getLast().recordedAt();
    return recordedAt == null || recordedAt.isBefore(last) ? last : recordedAt;
  }

  /// What became of a policy that was offered.
  public sealed interface Acceptance {
    /// It is valid and the highest, or was known already.
    record Accepted(PolicyHistory history) implements Acceptance {}

    /// It does not count.
    record Refused(String reason) implements Acceptance {}
  }

  /// A valid policy and when the ledger took it.
  public record Version(TrustPolicy policy, Instant recordedAt) {}
}
