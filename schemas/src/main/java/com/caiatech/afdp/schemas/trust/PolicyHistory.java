package com.caiatech.afdp.schemas.trust;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.MarkLowered;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RootKey;
import com.caiatech.afdp.schemas.record.RootSignature;
import com.caiatech.afdp.schemas.record.RootSigned;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SuccessorVolume;
import com.caiatech.afdp.schemas.signing.OpenPgpPublicKey;
import com.caiatech.afdp.schemas.signing.OpenPgpVerifier;
import com.caiatech.afdp.schemas.signing.SignatureCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The trust policies that were in force, in order. The first is pinned by its digest and signed by
/// its own roots; version n+1 is valid when enough roots of version n signed it. Immutable.
///
/// A volume that roots open counts from the next policy on, which also says whose keys count there:
/// both stand in one commit, so the moment is that of the record itself.
///
/// Versions are told apart by their digests, not by their numbers: where the trust policy goes on
/// in another volume, what its predecessor holds beyond the end was in force until then, and the
/// numbers go on from the last version before the end.
public final class PolicyHistory {
  private final Sha256 pinned;
  private final List<Version> taken;
  private final List<LedgerRecord> opened;
  private final List<LedgerRecord> lowered;

  /// @param opened the records of volumes that were opened, in order
  /// @param lowered the records of marks that were lowered, in order
  private PolicyHistory(
      Sha256 pinned, List<Version> taken, List<LedgerRecord> opened, List<LedgerRecord> lowered) {
    this.pinned = pinned;
    this.taken = List.copyOf(taken);
    this.opened = List.copyOf(opened);
    this.lowered = List.copyOf(lowered);
  }

  /// An empty history that takes no other first policy than the one with this digest ({@link
  /// TrustPolicy#digest}).
  public static PolicyHistory pinned(Sha256 digest) {
    return new PolicyHistory(digest, List.of(), List.of(), List.of());
  }

  /// The highest valid policy; none before the first.
  public Optional<TrustPolicy> current() {
    return taken.isEmpty() ? Optional.empty() : Optional.of(taken.getLast().policy());
  }

  /// The valid policies, in order.
  public List<Version> versions() {
    return taken;
  }

  /// Tells this history from any other that follows from the same first policy.
  public Sha256 digest() {
    return digest(taken.size());
  }

  /// The digest of the history when it had so many versions: that of the policy then in force, and
  /// once the trust policy went on in another volume, of the digests of all of them.
  public Sha256 digest(int versions) {
    if (versions == 0) {
      return TrustPolicy.nobody().digest();
    }
    TrustPolicy last = taken.get(versions - 1).policy();
    return last.chains().successor(Series.TRUST_POLICY.firstVolume()).isEmpty()
        ? last.digest()
        : Sha256.ofUtf8(
            taken.subList(0, versions).stream()
                .map(version -> version.policy().digest().value())
                .collect(Collectors.joining("\n")));
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

  /// The marks that roots lowered, in order, each signed by those of the policy that was in force.
  public List<MarkLowered> lowered() {
    return lowered.stream().map(record -> (MarkLowered) record.body()).toList();
  }

  /// Offers all records that one commit brings, in the order of the ledger. Those of opened volumes
  /// come first, so that a policy beside them grants what it opens.
  ///
  /// @param recordedAt absent where nothing tells it; policies then count from the beginning
  /// @return the history with those that are valid
  public PolicyHistory with(Collection<LedgerRecord> records, @Nullable Instant recordedAt) {
    PolicyHistory extended = this;
    for (RecordKind kind : List.of(RecordKind.VOLUME, RecordKind.MARK_LOWERED, RecordKind.POLICY)) {
      for (LedgerRecord record : records) {
        if (record.header().kind() == kind
            && extended.offer(record, recordedAt)
                instanceof Acceptance.Accepted(PolicyHistory next)) {
          extended = next;
        }
      }
    }
    return extended;
  }

  /// Offers a policy, a volume that is opened, or a mark that is lowered, in the order of the
  /// ledger.
  ///
  /// @param recordedAt absent where nothing tells it; it then counts from the beginning
  ///
  /// @throws IllegalArgumentException when the record is none of either
  public Acceptance offer(LedgerRecord record, @Nullable Instant recordedAt) {
    Optional<TrustPolicy> current = current();
    if ((current.isPresent() && current.get().descendsFrom(record))
        || opened.contains(record)
        || lowered.contains(record)) {
      return new Acceptance.Accepted(this);
    }
    try {
      if (record.body() instanceof SuccessorVolume successor) {
        return offer(record, successor, current);
      }
      if (record.body() instanceof MarkLowered mark) {
        return offer(record, mark, current);
      }
      return refusal(record, current)
          .<Acceptance>map(Acceptance.Refused::new)
          .orElseGet(() -> new Acceptance.Accepted(with(record, current, recordedAt)));
    } catch (SchemasException unusable) {
      return new Acceptance.Refused(String.valueOf(unusable.getMessage()));
    }
  }

  private Acceptance offer(
      LedgerRecord record, SuccessorVolume successor, Optional<TrustPolicy> current) {
    String name = "Volume " + successor.volume() + ": ";
    if (current.isEmpty()) {
      return new Acceptance.Refused(name + "expected a policy before it, found none");
    }
    if (successor.series() == Series.TRUST_POLICY) {
      return new Acceptance.Refused(
          name
              + "a volume of "
              + Series.TRUST_POLICY
              + " is opened by its own first commit alone, in an empty repository");
    }
    return opening(name, record, successor, current.get());
  }

  private Acceptance opening(
      String name, LedgerRecord record, SuccessorVolume successor, TrustPolicy current) {
    return chains()
        .refusal(successor)
        .map(name::concat)
        .or(() -> tooFewSignatures(name, record, successor, current.policy()))
        .<Acceptance>map(Acceptance.Refused::new)
        .orElseGet(() -> new Acceptance.Accepted(opening(record)));
  }

  /// Goes on in the next volume of the trust policy, by the commit with which that begins. This
  /// history is the one at the end that the commit names.
  ///
  /// @param first the records that the commit brings: one that opens the volume, and the policy
  ///   that grants it
  /// @param recordedAt absent where nothing tells it
  /// @param whole the history with what the predecessor holds beyond its end, which was in force
  ///   until then
  public Acceptance continued(
      Collection<LedgerRecord> first, @Nullable Instant recordedAt, PolicyHistory whole) {
    Optional<TrustPolicy> current = current();
    List<LedgerRecord> openings =
        first.stream()
            .filter(record -> record.body() instanceof SuccessorVolume)
            .filter(record -> !opened.contains(record))
            .toList();
    if (current.isEmpty()
        || openings.size() != 1
        || !(openings.getFirst().body() instanceof SuccessorVolume successor)
        || successor.series() != Series.TRUST_POLICY) {
      return new Acceptance.Refused(
          "expected a policy before it, and in its first commit one record of kind volume, which"
              + " opens it");
    }
    String name = "Volume " + successor.volume() + ": ";
    return switch (opening(name, openings.getFirst(), successor, current.get())) {
      case Acceptance.Refused refused -> refused;
      case Acceptance.Accepted(PolicyHistory next) -> next.granting(name, first, recordedAt, whole);
    };
  }

  /// This history, in which a volume was opened, with the policy beside it.
  private Acceptance granting(
      String name,
      Collection<LedgerRecord> first,
      @Nullable Instant recordedAt,
      PolicyHistory whole) {
    PolicyHistory granted = with(first, recordedAt);
    if (granted.taken.size() == taken.size()) {
      return first.stream()
          .filter(record -> record.body() instanceof Policy)
          .findFirst()
          .map(record -> offer(record, recordedAt))
          .filter(Acceptance.Refused.class::isInstance)
          .orElseGet(
              () ->
                  new Acceptance.Refused(
                      name + "expected the policy that grants it beside it, found none"));
    }
    Instant until = granted.taken.get(taken.size()).recordedAt();
    List<Version> all = new ArrayList<>(taken);
    whole.taken.stream()
        .skip(taken.size())
        .filter(beyond -> beyond.recordedAt().isBefore(until))
        .forEach(all::add);
    all.addAll(granted.taken.subList(taken.size(), granted.taken.size()));
    return new Acceptance.Accepted(new PolicyHistory(pinned, all, granted.opened, granted.lowered));
  }

  /// The chains with all volumes that were opened, whether a policy followed or not.
  private VolumeChains chains() {
    VolumeChains chains = VolumeChains.FIRST;
    for (LedgerRecord record : opened) {
      chains = chains.with((SuccessorVolume) record.body());
    }
    return chains;
  }

  private PolicyHistory opening(LedgerRecord record) {
    List<LedgerRecord> longer = new ArrayList<>(opened);
    longer.add(record);
    return new PolicyHistory(pinned, taken, longer, lowered);
  }

  private Acceptance offer(LedgerRecord record, MarkLowered mark, Optional<TrustPolicy> current) {
    String name = "Mark of " + mark.volume() + ": ";
    if (current.isEmpty()) {
      return new Acceptance.Refused(name + "expected a policy before it, found none");
    }
    return tooFewSignatures(name, record, mark, current.get().policy())
        .<Acceptance>map(Acceptance.Refused::new)
        .orElseGet(() -> new Acceptance.Accepted(lowering(record)));
  }

  private PolicyHistory lowering(LedgerRecord record) {
    List<LedgerRecord> longer = new ArrayList<>(lowered);
    longer.add(record);
    return new PolicyHistory(pinned, taken, opened, longer);
  }

  private Optional<String> refusal(LedgerRecord record, Optional<TrustPolicy> current) {
    Policy policy = TrustPolicy.body(record);
    String name = "Policy version " + policy.version() + ": ";
    if (current.isEmpty()) {
      Sha256 digest = TrustPolicy.digest(record);
      return digest.equals(pinned)
          ? tooFewSignatures(name, record, policy, policy)
          : Optional.of(
              name + "expected the pinned first policy " + pinned + ", found digest " + digest);
    }
    long expected = current.get().version() + 1;
    return policy.version() == expected
        ? tooFewSignatures(name, record, policy, current.get().policy())
        : Optional.of(name + "expected version " + expected);
  }

  static Optional<String> tooFewSignatures(
      String name, LedgerRecord record, RootSigned body, Policy by) {
    byte[] signed = record.tree().signedBytes();
    Map<KeyFingerprint, OpenPgpPublicKey> roots = new HashMap<>();
    for (RootKey root : by.roots()) {
      OpenPgpPublicKey key = OpenPgpPublicKey.parse(root.publicKey());
      roots.put(key.fingerprint(), key);
    }
    Set<KeyFingerprint> signers = new HashSet<>();
    for (RootSignature signature : body.signatures()) {
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
    longer.add(
        new Version(
            current.map(before -> read.after(before, opened, lowered)).orElse(read),
            notBefore(recordedAt)));
    return new PolicyHistory(pinned, longer, opened, lowered);
  }

  /// The moment from which a version is effective; it never decreases.
  private Instant notBefore(@Nullable Instant recordedAt) {
    Instant last = taken.isEmpty() ? Instant.EPOCH : taken.getLast().recordedAt();
    return recordedAt == null || recordedAt.isBefore(last) ? last : recordedAt;
  }

  /// What became of a record that was offered.
  public sealed interface Acceptance {
    /// A policy that is valid and the highest, a volume that is the next of its chain, or a mark
    /// that roots lowered; or one that was known already.
    record Accepted(PolicyHistory history) implements Acceptance {}

    /// It does not count.
    record Refused(String reason) implements Acceptance {}
  }

  /// A valid policy and when the ledger took it.
  public record Version(TrustPolicy policy, Instant recordedAt) {}
}
