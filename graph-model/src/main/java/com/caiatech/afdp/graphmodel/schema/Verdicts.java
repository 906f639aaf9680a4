package com.caiatech.afdp.graphmodel.schema;

/// The verdicts that stand in the graph beside the kinds of violation that the ledger knows.
public final class Verdicts {
  /// The verdict of a record that nothing is wrong with.
  public static final String TRUSTED = "trusted";

  /// The kind of a violation: the repository gives another set of commits than the record says.
  public static final String RANGE_MISMATCH = "range-mismatch";

  /// The kind of a violation: the repository no longer has the commit that was deployed before.
  public static final String PREVIOUS_VANISHED = "previous-vanished";

  private Verdicts() {}
}
