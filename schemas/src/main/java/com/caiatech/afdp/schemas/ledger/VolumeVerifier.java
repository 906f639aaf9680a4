package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.merkle.MerkleTree;
import com.caiatech.afdp.schemas.record.DecodedRecord;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.signing.SignatureCheck;
import com.caiatech.afdp.schemas.trust.IntentVerdict;
import com.caiatech.afdp.schemas.trust.IntentVerifier;
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
  private VolumeVerifier() {}

  /// Judges one commit.
  ///
  /// @param previous the recorded-at of what stands before it ({@link JudgedCommit#recordedAt});
  ///   absent where nothing before counts
  public static JudgedCommit judge(
      LedgerCommit commit, @Nullable Instant previous, TrustPolicy policy) {
    List<Finding> findings = new ArrayList<>();
    KeyFingerprint signer = checkSignature(commit, policy, findings);
    Instant recordedAt = checkTrailers(commit, previous, findings);
    List<JudgedEntry> entries = new ArrayList<>(commit.files().size());
    List<LedgerEntry> log = commit.entries();
    for (int i = 0; i < log.size(); i++) {
      entries.add(
          new JudgedEntry(
              log.get(i),
              judgeEntry(commit, log.get(i), commit.files().get(i), signer, findings, policy)));
    }
    boolean inRange =
        signer != null
            && policy.grants(signer).stream()
                .anyMatch(grant -> TrustPolicy.covers(grant, commit.volume(), commit.firstIndex()));
    return new JudgedCommit(
        commit, signer, findings.isEmpty() && inRange ? recordedAt : previous, findings, entries);
  }

  /// The RFC 6962 root over the `path\nsha256` of each file, in the given order: the trailer
  /// `Entries-Root`.
  public static Sha256 entriesRoot(List<AddedFile> files) {
    return MerkleTree.rootOfEntries(
        files.stream()
            .map(file -> (file.path() + "\n" + file.sha256()).getBytes(StandardCharsets.UTF_8))
            .toList());
  }

  /// The fingerprint of the key that signed the commit, where the policy knows it and the signature
  /// fits.
  private static @Nullable KeyFingerprint checkSignature(
      LedgerCommit commit, TrustPolicy policy, List<Finding> findings) {
    return switch (policy.check(commit.raw().signedPayload(), commit.raw().signature())) {
      case SignatureCheck.Good good -> good.fingerprint();
      case SignatureCheck.Missing ignored ->
          nobody(findings, ViolationKind.UNSIGNED, "the commit has no signature");
      case SignatureCheck.Bad(KeyFingerprint fingerprint) ->
          nobody(
              findings,
              ViolationKind.BAD_SIGNATURE,
              "key " + fingerprint + " did not sign these bytes");
      case SignatureCheck.UnknownKey(String issuer) ->
          nobody(
              findings,
              ViolationKind.UNKNOWN_KEY,
              "key " + issuer + " is not named by policy " + policy.version());
      case SignatureCheck.Unreadable(String reason) ->
          nobody(findings, ViolationKind.BAD_SIGNATURE, reason);
    };
  }

  private static @Nullable KeyFingerprint nobody(
      List<Finding> findings, ViolationKind kind, String reason) {
    findings.add(new Finding(kind, reason));
    return null;
  }

  private static @Nullable Instant checkTrailers(
      LedgerCommit commit, @Nullable Instant previous, List<Finding> findings) {
    return switch (CommitTrailers.parse(commit.raw().message())) {
      case CommitTrailers.TrailersReading.Bad(String reason) -> {
        findings.add(new Finding(ViolationKind.BAD_TRAILERS, reason));
        yield null;
      }
      case CommitTrailers.TrailersReading.Good(CommitTrailers trailers) -> {
        compare(commit, trailers, findings);
        if (previous != null && trailers.recordedAt().isBefore(previous)) {
          findings.add(
              finding(ViolationKind.BACK_DATED, "Recorded-At", previous, trailers.recordedAt()));
        }
        yield trailers.recordedAt();
      }
    };
  }

  private static void compare(
      LedgerCommit commit, CommitTrailers trailers, List<Finding> findings) {
    if (!trailers.volume().equals(commit.volume())) {
      findings.add(
          finding(ViolationKind.WRONG_VOLUME, "Volume", commit.volume(), trailers.volume()));
    }
    if (trailers.firstIndex() != commit.firstIndex()) {
      findings.add(
          finding(
              ViolationKind.WRONG_INDEX,
              "First-Index",
              commit.firstIndex(),
              trailers.firstIndex()));
    }
    Sha256 root = entriesRoot(commit.files());
    if (!trailers.entriesRoot().equals(root)) {
      findings.add(
          finding(ViolationKind.WRONG_ENTRIES_ROOT, "Entries-Root", root, trailers.entriesRoot()));
    }
    Optional<Sha256> parent = Optional.ofNullable(commit.parentSha256());
    Optional<Sha256> named = Optional.ofNullable(trailers.parentSha256());
    if (!parent.equals(named)) {
      findings.add(
          finding(
              ViolationKind.WRONG_PARENT,
              "Parent-SHA256",
              parent.map(Sha256::value).orElse("none"),
              named.map(Sha256::value).orElse("none")));
    }
  }

  private static Finding finding(
      ViolationKind kind, String trailer, Object expected, Object found) {
    return new Finding(kind, "trailer " + trailer + ": expected " + expected + ", found " + found);
  }

  private static Verdict judgeEntry(
      LedgerCommit commit,
      LedgerEntry entry,
      AddedFile file,
      @Nullable KeyFingerprint signer,
      List<Finding> commitFindings,
      TrustPolicy policy) {
    List<Finding> findings = new ArrayList<>(commitFindings);
    Optional<LedgerRecord> record = readRecord(file, findings);
    record.ifPresent(found -> checkPlace(commit, file, found, findings));
    if (record.isEmpty()) {
      checkPathAlone(file, findings);
    }
    Optional<Grant> grant =
        Optional.ofNullable(signer)
            .flatMap(key -> checkGrant(commit, entry, key, record, policy, findings));
    record.ifPresent(found -> checkContent(found, policy, findings));
    if (findings.isEmpty() && record.isPresent() && grant.isPresent()) {
      return new Verdict.Trusted(
          record.get(),
          new Signer(grant.get().fingerprint(), grant.get().owner(), grant.get().role()));
    }
    return new Verdict.Violated(findings);
  }

  private static Optional<LedgerRecord> readRecord(AddedFile file, List<Finding> findings) {
    Optional<byte[]> bytes = file.bytes();
    if (bytes.isEmpty()) {
      findings.add(
          new Finding(
              ViolationKind.OVERSIZE,
              "expected at most " + AddedFile.MAX_BYTES + " bytes, found " + file.size()));
      return Optional.empty();
    }
    return switch (RecordCodec.decode(bytes.get())) {
      case DecodedRecord.Valid(LedgerRecord record) -> Optional.of(record);
      case DecodedRecord.Malformed(String reason) ->
          none(findings, ViolationKind.MALFORMED, reason);
      case DecodedRecord.NotCanonical(String reason) ->
          none(findings, ViolationKind.NOT_CANONICAL, reason);
      case DecodedRecord.SchemaViolation(List<String> problems) ->
          none(findings, ViolationKind.SCHEMA, String.join("; ", problems));
      case DecodedRecord.IdMismatch mismatch ->
          none(
              findings,
              ViolationKind.ID_MISMATCH,
              "record_id: expected " + mismatch.expected() + ", found " + mismatch.found());
    };
  }

  private static Optional<LedgerRecord> none(
      List<Finding> findings, ViolationKind kind, String reason) {
    findings.add(new Finding(kind, reason));
    return Optional.empty();
  }

  private static void checkPlace(
      LedgerCommit commit, AddedFile file, LedgerRecord record, List<Finding> findings) {
    String expected = LedgerPath.of(record.header()).text();
    if (!expected.equals(file.path())) {
      findings.add(
          new Finding(
              ViolationKind.WRONG_PATH, "expected at " + expected + ", found at " + file.path()));
    }
    if (record.header().kind().series() != commit.series()) {
      findings.add(
          new Finding(
              ViolationKind.WRONG_PATH,
              record.header().kind()
                  + ": expected in series "
                  + record.header().kind().series()
                  + ", found in "
                  + commit.series()));
    }
  }

  private static void checkPathAlone(AddedFile file, List<Finding> findings) {
    if (LedgerPath.read(file.path())
        instanceof PathReading.WrongPlace(LedgerPath expected, String reason)) {
      findings.add(
          new Finding(ViolationKind.WRONG_PATH, reason + "; it belongs at " + expected.text()));
    }
  }

  private static Optional<Grant> checkGrant(
      LedgerCommit commit,
      LedgerEntry entry,
      KeyFingerprint signer,
      Optional<LedgerRecord> record,
      TrustPolicy policy,
      List<Finding> findings) {
    List<Grant> inRange =
        policy.grants(signer).stream()
            .filter(grant -> TrustPolicy.covers(grant, commit.volume(), entry.index()))
            .toList();
    if (inRange.isEmpty()) {
      findings.add(
          new Finding(
              ViolationKind.KEY_OUT_OF_RANGE,
              "key "
                  + signer
                  + ": policy "
                  + policy.version()
                  + " does not trust it for entry "
                  + entry.index()
                  + " of "
                  + commit.volume()));
      return Optional.empty();
    }
    if (record.isEmpty()) {
      return Optional.empty();
    }
    Optional<Grant> grant =
        inRange.stream()
            .filter(found -> found.kinds().contains(record.get().header().kind()))
            .findFirst();
    if (grant.isEmpty()) {
      findings.add(
          new Finding(
              ViolationKind.KEY_OUTSIDE_ROLE,
              "key "
                  + signer
                  + " of "
                  + inRange.getFirst().owner()
                  + " ("
                  + inRange.getFirst().role()
                  + ") may not sign "
                  + record.get().header().kind()));
    }
    return grant;
  }

  private static void checkContent(
      LedgerRecord record, TrustPolicy policy, List<Finding> findings) {
    if (record.body() instanceof Policy offered && !policy.descendsFrom(offered)) {
      findings.add(
          new Finding(
              ViolationKind.UNPROVEN_POLICY,
              "policy version "
                  + offered.version()
                  + " is not one that the roots of the policy before it signed"));
    }
    switch (IntentVerifier.verify(record, policy)) {
      case IntentVerdict.Unproven(String reason) ->
          findings.add(new Finding(ViolationKind.UNPROVEN_INTENT, reason));
      case IntentVerdict.Proven ignored -> {}
      case IntentVerdict.NotNeeded ignored -> {}
    }
  }
}
