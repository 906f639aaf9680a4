package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.merkle.MerkleTree;
import com.caiatech.afdp.schemas.record.RecordFormats;
import com.caiatech.afdp.schemas.signing.SignatureCheck;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Judges commits and their entries. Pure: what stands in the volume and a policy in, verdicts out;
/// no clock, no network, nothing that arrived in another order.
public final class VolumeVerifier {
  private final LedgerCommit commit;
  private final @Nullable Instant previous;
  private final TrustPolicy policy;
  private final List<Finding> findings = new ArrayList<>();

  private VolumeVerifier(LedgerCommit commit, @Nullable Instant previous, TrustPolicy policy) {
    this.commit = commit;
    this.previous = previous;
    this.policy = policy;
  }

  /// Judges one commit by the record formats that this software knows.
  ///
  /// @param previous the recorded-at of what stands before it ({@link JudgedCommit#recordedAt});
  ///   absent where nothing before counts
  /// @throws SchemasException.NewerThanSoftware at an entry that newer software wrote under a
  ///   signature that may sign it
  public static JudgedCommit judge(
      LedgerCommit commit, @Nullable Instant previous, TrustPolicy policy) {
    return judge(commit, previous, policy, RecordFormats.TODAY);
  }

  /// The same by other record formats.
  static JudgedCommit judge(
      LedgerCommit commit, @Nullable Instant previous, TrustPolicy policy, RecordFormats formats) {
    return new VolumeVerifier(commit, previous, policy).judge(formats);
  }

  /// The RFC 6962 root over the `path\nsha256` of each file, in the given order: the trailer
  /// `Entries-Root`.
  public static Sha256 entriesRoot(List<AddedFile> files) {
    return MerkleTree.rootOfEntries(
        files.stream()
            .map(file -> (file.path() + "\n" + file.sha256()).getBytes(StandardCharsets.UTF_8))
            .toList());
  }

  private JudgedCommit judge(RecordFormats formats) {
    KeyFingerprint signer = checkSignature();
    Instant claimed = checkTrailers();
    boolean counts =
        findings.isEmpty()
            && signer != null
            && !policy.grants(signer, commit.volume(), commit.firstIndex()).isEmpty();
    Instant recordedAt = counts ? claimed : previous;
    EntryVerifier verifier =
        new EntryVerifier(commit, signer, recordedAt, findings, policy, formats);
    List<LedgerEntry> log = commit.entries();
    List<JudgedEntry> entries = new ArrayList<>(log.size());
    for (int i = 0; i < log.size(); i++) {
      entries.add(new JudgedEntry(log.get(i), verifier.judge(log.get(i), commit.files().get(i))));
    }
    return new JudgedCommit(commit, signer, counts, recordedAt, findings, entries);
  }

  /// The fingerprint of the key that signed the commit, where the policy knows it and the signature
  /// fits.
  private @Nullable KeyFingerprint checkSignature() {
    return switch (policy.check(commit.raw().signedPayload(), commit.raw().signature())) {
      case SignatureCheck.Good good -> good.fingerprint();
      case SignatureCheck.Missing ignored ->
          nobody(ViolationKind.UNSIGNED, "the commit has no signature");
      case SignatureCheck.Bad(KeyFingerprint fingerprint) ->
          nobody(ViolationKind.BAD_SIGNATURE, "key " + fingerprint + " did not sign these bytes");
      case SignatureCheck.UnknownKey(String issuer) ->
          nobody(
              ViolationKind.UNKNOWN_KEY,
              "key " + issuer + " is not named by policy " + policy.version());
      case SignatureCheck.Unreadable(String reason) -> nobody(ViolationKind.BAD_SIGNATURE, reason);
    };
  }

  private @Nullable KeyFingerprint nobody(ViolationKind kind, String reason) {
    findings.add(new Finding(kind, reason));
    return null;
  }

  private @Nullable Instant checkTrailers() {
    return switch (CommitTrailers.parse(commit.raw().message())) {
      case CommitTrailers.TrailersReading.Bad(String reason) -> {
        findings.add(new Finding(ViolationKind.BAD_TRAILERS, reason));
        yield null;
      }
      case CommitTrailers.TrailersReading.Good(CommitTrailers trailers) -> {
        compare(trailers);
        if (previous != null && trailers.recordedAt().isBefore(previous)) {
          differs(ViolationKind.RECORDED_BACKWARDS, "Recorded-At", previous, trailers.recordedAt());
        }
        yield trailers.recordedAt();
      }
    };
  }

  private void compare(CommitTrailers trailers) {
    if (!trailers.volume().equals(commit.volume())) {
      differs(ViolationKind.WRONG_VOLUME, "Volume", commit.volume(), trailers.volume());
    }
    if (trailers.firstIndex() != commit.firstIndex()) {
      differs(ViolationKind.WRONG_INDEX, "First-Index", commit.firstIndex(), trailers.firstIndex());
    }
    Sha256 root = entriesRoot(commit.files());
    if (!trailers.entriesRoot().equals(root)) {
      differs(ViolationKind.WRONG_ENTRIES_ROOT, "Entries-Root", root, trailers.entriesRoot());
    }
    Optional<Sha256> parent = Optional.ofNullable(commit.parentSha256());
    Optional<Sha256> named = Optional.ofNullable(trailers.parentSha256());
    if (!parent.equals(named)) {
      differs(
          ViolationKind.WRONG_PARENT,
          "Parent-SHA256",
          parent.map(Sha256::value).orElse("none"),
          named.map(Sha256::value).orElse("none"));
    }
  }

  private void differs(ViolationKind kind, String trailer, Object expected, Object found) {
    findings.add(
        new Finding(kind, "trailer " + trailer + ": expected " + expected + ", found " + found));
  }
}
