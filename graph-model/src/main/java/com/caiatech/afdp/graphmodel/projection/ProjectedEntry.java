package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.graphmodel.schema.Verdicts;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.ledger.PathReading;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Series;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// One entry of a volume with its verdict, ready to be written.
///
/// @param subject the subject that its path names
/// @param recordId the record id that its path names
/// @param signer absent where no signature names a key
/// @param content absent where the bytes are no record
/// @param violations what is or was wrong with it, in recorded time; it is trusted when none that
///   takes trust lasts
public record ProjectedEntry(
    VolumeName volume,
    Series series,
    long index,
    String path,
    SubjectId subject,
    RecordId recordId,
    Sha256 sha256,
    Sha256 leafHash,
    CommitId ledgerCommit,
    Instant recordedAt,
    @Nullable Signer signer,
    @Nullable Content content,
    List<Violation> violations) {
  private static final String UNKNOWN_KIND = "unknown";

  public ProjectedEntry {
    violations = List.copyOf(violations);
  }

  /// The key that signed the entry's commit, and what the policy says of it.
  public record Signer(KeyFingerprint fingerprint, @Nullable String owner, @Nullable String role) {
    /// The id of the key's node.
    String urn() {
      return Urns.signingKey(fingerprint);
    }

    SortedMap<String, Object> properties() {
      return new PropertyMap()
          .with(Properties.ID, urn())
          .with(Properties.FINGERPRINT, fingerprint.value())
          .with(Properties.OWNER, owner)
          .with(Properties.ROLE, role)
          .toMap();
    }
  }

  /// A record and its canonical JSON.
  public record Content(LedgerRecord record, String json) {}

  /// What was wrong, from when until when in recorded time.
  ///
  /// @param until absent while it lasts
  /// @param takesTrust whether the entry does not count meanwhile; what is only odd about an entry
  ///   that counts takes nothing away
  public record Violation(
      String kind, String reason, Instant from, @Nullable Instant until, boolean takesTrust) {}

  /// `trusted`, or the kind of the violation that lasts and takes trust.
  public String verdict() {
    return violations.stream()
        .filter(Violation::takesTrust)
        .filter(violation -> violation.until() == null)
        .map(Violation::kind)
        .findFirst()
        .orElse(Verdicts.TRUSTED);
  }

  /// The record as the projection sees it, with the intervals in which it counts, where it ever
  /// did.
  Optional<BelievedRecord> believedRecord() {
    Content known = content;
    List<Interval> believed = believed();
    if (known == null || believed.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new BelievedRecord(subjectRecord(known), believed));
  }

  /// The record at the entry's place, whether it counts or not.
  SubjectRecord subjectRecord(Content known) {
    return new SubjectRecord(volume, index, attempt(), recordedAt, known.record());
  }

  /// Recorded time since the entry was recorded, less what it does not count in.
  private List<Interval> believed() {
    List<Interval> believed = List.of(Interval.from(recordedAt));
    for (Violation violation : violations) {
      if (violation.takesTrust() && !violation.from().equals(violation.until())) {
        believed = Interval.without(believed, new Interval(violation.from(), violation.until()));
      }
    }
    return believed;
  }

  private int attempt() {
    return switch (LedgerPath.read(path)) {
      case PathReading.Good(LedgerPath read) -> read.attempt();
      case PathReading.WrongPlace wrong -> wrong.expected().attempt();
      case PathReading.BadForm bad ->
          throw new IllegalArgumentException(
              "Entry " + volume + ":" + index + ": its path is none: " + bad.reason());
    };
  }

  String urn() {
    return Urns.record(volume, index);
  }

  /// The key that signed it, where one is named.
  Optional<Signer> key() {
    return Optional.ofNullable(signer);
  }

  PropertyMap properties() {
    Content known = content;
    List<Interval> believed = known == null ? List.of() : believed();
    boolean isPlain = believed.isEmpty() || believed.equals(List.of(Interval.from(recordedAt)));
    return new PropertyMap()
        .with(Properties.ID, urn())
        .with(Properties.RECORD_ID, recordId.value())
        .with(Properties.SUBJECT_ID, subject.value())
        .with(
            Properties.KIND, known == null ? UNKNOWN_KIND : known.record().header().kind().value())
        .with(Properties.SERIES, series.value())
        .with(Properties.VOLUME, volume.value())
        .with(Properties.PATH, path)
        .with(Properties.SHA256, sha256.value())
        .with(Properties.INDEX, index)
        .with(Properties.LEAF_HASH, leafHash.value())
        .with(Properties.HAPPENED_AT, known == null ? null : known.record().header().timestamp())
        .with(Properties.RECORDED_AT, recordedAt)
        .with(Properties.VERDICT, verdict())
        .with(Properties.BELIEVED, isPlain ? null : believed.stream().map(Interval::text).toList())
        .with(Properties.LEDGER_COMMIT, ledgerCommit.value())
        .with(Properties.BODY, known == null ? null : known.json());
  }
}
