package com.caiatech.afdp.schemas.soundness;

/// What can be wrong with a deployment whose records are each trusted.
public enum FindingKind {
  /// A manifest whose plan digest is not that of its plan.
  PLAN_MISMATCH("plan-mismatch"),
  /// A manifest that no request stands behind, or another one than it says.
  NO_REQUEST("no-request"),
  /// A rollback or a retry over other commits than those of the deployment that was asked for.
  OTHER_COMMITS("other-commits"),
  /// A retry or an undo of a deployment that cannot be what it says: of another service or
  /// environment, not ended before as it has to be, or not what served.
  OTHER_DEPLOYMENT("other-deployment"),
  /// A manifest that does not name the opened manifest of the sequence before.
  SEQUENCE_BROKEN("sequence-broken"),
  /// A second manifest of a sequence in one environment and service.
  SEQUENCE_REPEATED("sequence-repeated"),
  /// A manifest that no approval rule of the policy covers.
  NO_RULE("no-rule"),
  /// Traffic without the approvals that policy and plan ask for.
  MISSING_APPROVAL("missing-approval"),
  /// Traffic without a check that the plan asks for before it.
  MISSING_CHECK("missing-check"),
  /// Traffic without a record, durable before it, of what it relies on.
  NO_GO("no-go"),
  /// A reference to something that does not stand there.
  DANGLING_REFERENCE("dangling-reference"),
  /// A record that was there and that the closed manifest does not name.
  UNNAMED_RECORD("unnamed-record");

  /// How the reason of {@link #UNNAMED_RECORD} ends, with the path of that record in place of `%s`.
  public static final String UNNAMED = "records: expected %s, which stood before";

  private final String code;

  FindingKind(String code) {
    this.code = code;
  }

  /// The stable code, in lower case with hyphens.
  public String code() {
    return code;
  }

  @Override
  public String toString() {
    return code;
  }
}
