package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.git.UnreadableObject;

/// What can be wrong with a ledger, each with the code under which it is stored and queried.
public enum ViolationKind {
  /// A commit with several parents, or several commits without one.
  MERGE("merge", true),
  /// A commit that changes the bytes or the mode of a file.
  CHANGED_RECORD("changed-record", true),
  /// A commit that deletes or renames a file.
  DELETED_RECORD("deleted-record", true),
  /// A head that is no descendant of the last good one.
  REWRITTEN_HISTORY("rewritten-history", true),
  /// A branch that is gone.
  DELETED_REF("deleted-ref", true),
  /// An added path that no record can have, or that is no plain file.
  BAD_PATH("bad-path", true),
  /// A commit, tree or file that is not what its id, its type or Git's format says.
  BROKEN_OBJECT("broken-object", true),
  /// A commit, tree or file that the repository does not hold or hand out.
  MISSING_OBJECT("missing-object", true),
  /// A commit, tree, file or fetch beyond what is read ({@link LedgerLimits}).
  BEYOND_LIMITS("beyond-limits", true),

  /// Commits in a row that add no file, whoever signed them. They have no position and move no
  /// time.
  EMPTY_COMMIT("empty-commit", false),

  /// A commit without a signature.
  UNSIGNED("unsigned", false),
  /// A signature that does not fit the commit.
  BAD_SIGNATURE("bad-signature", false),
  /// A signature by a key that the policy does not name.
  UNKNOWN_KEY("unknown-key", false),
  /// A signature by a key that the policy does not trust at this index, for example after its
  /// revocation.
  KEY_OUT_OF_RANGE("key-out-of-range", false),
  /// A signature by a key that may not sign this kind of record.
  KEY_OUTSIDE_ROLE("key-outside-role", false),
  /// Trailers that are missing, repeated or malformed.
  BAD_TRAILERS("bad-trailers", false),
  /// A trailer that names another volume.
  WRONG_VOLUME("wrong-volume", false),
  /// A trailer that names another first index.
  WRONG_INDEX("wrong-index", false),
  /// A trailer that does not fit the added entries.
  WRONG_ENTRIES_ROOT("wrong-entries-root", false),
  /// A trailer that does not fit the parent commit.
  WRONG_PARENT("wrong-parent", false),
  /// A commit that claims to be recorded before an earlier one that counts.
  RECORDED_BACKWARDS("recorded-backwards", false),
  /// A record that claims to have happened more than 5 s after it was recorded.
  POSTDATED("postdated", false),
  /// A record that claims to have happened more than 24 h before it was recorded, or more than 10
  /// minutes before the moment in its subject's id. It still counts.
  BACKDATED("backdated", false),
  /// A record that counts at another attempt than the one that stands, with other bytes. What
  /// stands counts.
  CONTESTED("contested", false),
  /// A record that belongs at another path or in another series.
  WRONG_PATH("wrong-path", false),
  /// More bytes than a record may have.
  OVERSIZE("oversize", false),
  /// Bytes that are no JSON within our limits.
  MALFORMED("malformed", false),
  /// JSON that is not in its canonical form.
  NOT_CANONICAL("not-canonical", false),
  /// A record that breaks its schema.
  SCHEMA("schema", false),
  /// A record whose id does not follow from its content.
  ID_MISMATCH("id-mismatch", false),
  /// A record that a person caused, without a proof that the person meant it.
  UNPROVEN_INTENT("unproven-intent", false),
  /// A record that a person caused and that was recorded after the statement of intent had expired.
  LATE_INTENT("late-intent", false),
  /// A causal link by a method that the policy does not let its asserter claim.
  CAUSAL_METHOD("causal-method", false),
  /// A policy that the roots of the one before it did not sign.
  UNPROVEN_POLICY("unproven-policy", false),
  /// A volume that the roots did not open as the next of its chain, or that no policy followed.
  UNPROVEN_VOLUME("unproven-volume", false),
  /// An entry beyond the end of a volume that has a successor.
  AFTER_SUCCESSOR("after-successor", false),
  /// A mark that the roots did not lower.
  UNPROVEN_MARK("unproven-mark", false);

  private final String code;
  private final boolean structural;

  ViolationKind(String code, boolean structural) {
    this.code = code;
    this.structural = structural;
  }

  /// The kind of an object, or of a fetch, that is not read.
  public static ViolationKind of(UnreadableObject.Reason reason) {
    return switch (reason) {
      case MISSING -> MISSING_OBJECT;
      case BROKEN -> BROKEN_OBJECT;
      case TOO_LARGE -> BEYOND_LIMITS;
    };
  }

  /// The stable code, in lower case with hyphens.
  public String code() {
    return code;
  }

  /// Whether nothing after it is read: what stands before is the volume until that is mended.
  public boolean structural() {
    return structural;
  }

  @Override
  public String toString() {
    return code;
  }
}
