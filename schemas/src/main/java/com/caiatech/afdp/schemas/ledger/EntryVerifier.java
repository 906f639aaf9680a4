package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.record.CausalLink;
import com.caiatech.afdp.schemas.record.CausalMethodRule;
import com.caiatech.afdp.schemas.record.DecodedRecord;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.MarkLowered;
import com.caiatech.afdp.schemas.record.PersonAction;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordFormats;
import com.caiatech.afdp.schemas.record.SchemaVersion;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.SuccessorVolume;
import com.caiatech.afdp.schemas.trust.IntentVerdict;
import com.caiatech.afdp.schemas.trust.IntentVerifier;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Judges the entries of one commit whose signature and trailers were judged before. Pure.
final class EntryVerifier {
  /// How far a record's own time may lie after the ledger's.
  static final Duration POSTDATED = Duration.ofSeconds(5);

  /// How far a record's own time may lie before the ledger's without being remarked.
  static final Duration BACKDATED = Duration.ofHours(24);

  /// How far a record's own time may lie before the moment in its subject's id without being
  /// remarked.
  static final Duration BEFORE_SUBJECT = Duration.ofMinutes(10);

  private final LedgerCommit commit;
  private final @Nullable KeyFingerprint signer;
  private final @Nullable Instant recordedAt;
  private final List<Finding> commitFindings;
  private final TrustPolicy policy;
  private final RecordFormats formats;

  /// @param signer absent where no key that the policy names made the signature
  /// @param recordedAt absent where nothing tells it
  EntryVerifier(
      LedgerCommit commit,
      @Nullable KeyFingerprint signer,
      @Nullable Instant recordedAt,
      List<Finding> commitFindings,
      TrustPolicy policy,
      RecordFormats formats) {
    this.commit = commit;
    this.signer = signer;
    this.recordedAt = recordedAt;
    this.commitFindings = commitFindings;
    this.policy = policy;
    this.formats = formats;
  }

  Verdict judge(LedgerEntry entry, AddedFile file) {
    List<Finding> findings = new ArrayList<>(commitFindings);
    List<Finding> remarks = new ArrayList<>();
    checkEnd(entry, findings);
    Optional<LedgerRecord> record = read(entry, file, findings);
    record.ifPresent(found -> checkPlace(file, found, findings));
    Optional<Grant> grant =
        Optional.ofNullable(signer).flatMap(key -> checkGrant(entry, key, record, findings));
    record.ifPresent(found -> checkContent(entry, found, findings));
    if (recordedAt != null) {
      record.ifPresent(found -> checkTime(found.header(), recordedAt, findings, remarks));
    }
    return findings.isEmpty() && record.isPresent() && grant.isPresent()
        ? new Verdict.Trusted(record.get(), signerOf(grant.get()), remarks)
        : new Verdict.Violated(findings);
  }

  private void checkEnd(LedgerEntry entry, List<Finding> findings) {
    policy
        .chains()
        .successor(commit.volume())
        .filter(successor -> entry.index() >= successor.finalSize())
        .ifPresent(
            successor ->
                findings.add(
                    new Finding(
                        ViolationKind.AFTER_SUCCESSOR,
                        commit.volume()
                            + " ends with "
                            + successor.finalSize()
                            + " entries and is followed by "
                            + successor.volume())));
  }

  private Optional<LedgerRecord> read(LedgerEntry entry, AddedFile file, List<Finding> findings) {
    Optional<byte[]> bytes = file.bytes();
    if (bytes.isEmpty()) {
      return none(
          findings,
          ViolationKind.OVERSIZE,
          "expected at most " + AddedFile.MAX_BYTES + " bytes, found " + file.size());
    }
    return switch (formats.decode(bytes.get())) {
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
      case DecodedRecord.Newer newer -> {
        refuseNewer(entry, newer);
        yield none(
            findings,
            ViolationKind.SCHEMA,
            "/schema: no version that this software knows, found " + newer.schema());
      }
    };
  }

  private static Optional<LedgerRecord> none(
      List<Finding> findings, ViolationKind kind, String reason) {
    findings.add(new Finding(kind, reason));
    return Optional.empty();
  }

  /// What newer software wrote under a signature that may sign it has no verdict here.
  private void refuseNewer(LedgerEntry entry, DecodedRecord.Newer newer) {
    if (!commitFindings.isEmpty() || signer == null) {
      return;
    }
    Optional<Scope> scope =
        LedgerPath.read(entry.path()) instanceof PathReading.Good(LedgerPath path)
            ? Optional.of(path.scope())
            : Optional.empty();
    boolean granted =
        scope.isPresent()
            && policy.grants(signer, commit.volume(), entry.index()).stream()
                .filter(grant -> grant.reaches(scope.get()))
                .anyMatch(grant -> grant.names(newer.kind(), newer.version()));
    if (granted) {
      throw new SchemasException.NewerThanSoftware(
          "Judging entry "
              + entry.index()
              + " of "
              + commit.volume()
              + " ("
              + entry.path()
              + "): its schema "
              + newer.schema()
              + " is newer than this software, and key "
              + signer
              + " may sign it; nothing was changed, go on with newer software");
    }
  }

  private void checkPlace(AddedFile file, LedgerRecord record, List<Finding> findings) {
    LedgerPath expected = LedgerPath.of(record.header());
    boolean right =
        LedgerPath.read(file.path()) instanceof PathReading.Good(LedgerPath found)
            && expected.equals(found.attempt(1));
    if (!right) {
      findings.add(
          new Finding(
              ViolationKind.WRONG_PATH,
              "expected at " + expected.text() + ", found at " + file.path()));
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

  private Optional<Grant> checkGrant(
      LedgerEntry entry,
      KeyFingerprint key,
      Optional<LedgerRecord> record,
      List<Finding> findings) {
    List<Grant> inRange = policy.grants(key, commit.volume(), entry.index());
    if (inRange.isEmpty()) {
      findings.add(
          new Finding(
              ViolationKind.KEY_OUT_OF_RANGE,
              "key "
                  + key
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
    SchemaVersion version = record.get().version();
    Scope scope = record.get().header().scope();
    Optional<Grant> grant =
        inRange.stream()
            .filter(found -> found.names(version.kind().value(), version.version()))
            .filter(found -> found.reaches(scope))
            .findFirst();
    if (grant.isEmpty()) {
      findings.add(
          new Finding(
              ViolationKind.KEY_OUTSIDE_ROLE,
              "key "
                  + key
                  + " of "
                  + inRange.getFirst().owner()
                  + " ("
                  + inRange.getFirst().role()
                  + ") may not sign "
                  + version
                  + " about service "
                  + scope.serviceText()
                  + " in environment "
                  + scope.environmentText()));
    }
    return grant;
  }

  private void checkContent(LedgerEntry entry, LedgerRecord record, List<Finding> findings) {
    if (record.body() instanceof Policy offered && !policy.descendsFrom(record)) {
      findings.add(
          new Finding(
              ViolationKind.UNPROVEN_POLICY,
              "policy version "
                  + offered.version()
                  + " is not one that the roots of the policy before it signed"));
    }
    if (record.body() instanceof SuccessorVolume successor && !policy.descendsFrom(record)) {
      findings.add(
          new Finding(
              ViolationKind.UNPROVEN_VOLUME,
              "volume "
                  + successor.volume()
                  + " is not one that roots opened as the next of its chain before policy version "
                  + policy.version()));
    }
    if (record.body() instanceof MarkLowered lowered && !policy.lowers(record, lowered)) {
      findings.add(
          new Finding(
              ViolationKind.UNPROVEN_MARK,
              "the mark of "
                  + lowered.volume()
                  + " is not one that the roots of policy "
                  + policy.version()
                  + " lowered"));
    }
    if (record.body() instanceof CausalLink link
        && !policy.mayClaim(link.method(), asserter(link))) {
      findings.add(
          new Finding(
              ViolationKind.CAUSAL_METHOD,
              "policy "
                  + policy.version()
                  + " does not let a "
                  + asserter(link)
                  + " claim a cause by the method "
                  + link.method()));
    }
    Instant taken = recordedAt == null ? record.header().timestamp() : recordedAt;
    switch (IntentVerifier.verify(record, commit.volume(), entry.index(), taken, policy)) {
      case IntentVerdict.Unproven(String reason) ->
          findings.add(new Finding(ViolationKind.UNPROVEN_INTENT, reason));
      case IntentVerdict.Late(String reason) ->
          findings.add(new Finding(ViolationKind.LATE_INTENT, reason));
      case IntentVerdict.Proven ignored -> {}
      case IntentVerdict.NotNeeded ignored -> {}
    }
  }

  private static String asserter(CausalLink link) {
    return link.assertedBy().equals(PersonAction.WORKER)
        ? PersonAction.WORKER
        : CausalMethodRule.PERSON;
  }

  private static void checkTime(
      Header header, Instant recordedAt, List<Finding> findings, List<Finding> remarks) {
    Instant happened = header.timestamp();
    if (happened.isAfter(recordedAt.plus(POSTDATED))) {
      findings.add(
          new Finding(
              ViolationKind.POSTDATED,
              "timestamp_utc: expected at most 5 s after the ledger took it at "
                  + recordedAt
                  + ", found "
                  + happened));
    }
    if (happened.isBefore(recordedAt.minus(BACKDATED))) {
      remarks.add(
          new Finding(
              ViolationKind.BACKDATED,
              "timestamp_utc: "
                  + happened
                  + " lies more than 24 h before the ledger took it at "
                  + recordedAt));
    } else if (happened.isBefore(header.subject().moment().minus(BEFORE_SUBJECT))) {
      remarks.add(
          new Finding(
              ViolationKind.BACKDATED,
              "timestamp_utc: "
                  + happened
                  + " lies more than 10 minutes before the moment in the subject's id, "
                  + header.subject().moment()));
    }
  }

  private static Signer signerOf(Grant grant) {
    return new Signer(grant.fingerprint(), grant.owner(), grant.role());
  }
}
