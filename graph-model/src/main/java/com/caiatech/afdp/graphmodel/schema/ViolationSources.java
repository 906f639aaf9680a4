package com.caiatech.afdp.graphmodel.schema;

/// Who tells of a violation: the values of {@link Properties#SOURCE}.
public final class ViolationSources {
  /// What the volume holds; no node has it, but every one that has no source means it.
  public static final String LEDGER = "ledger";

  /// Who looked at the volume's host.
  public static final String OBSERVER = "observer";

  private ViolationSources() {}
}
