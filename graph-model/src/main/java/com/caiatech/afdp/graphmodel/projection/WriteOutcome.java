package com.caiatech.afdp.graphmodel.projection;

/// What became of a batch.
public sealed interface WriteOutcome {
  /// It is in the graph, together with the watermark.
  ///
  /// @param state the volume's new watermark
  /// @param rangesPending whether it states what was deployed, so that ranges can be resolved now
  record Written(VolumeState state, boolean rangesPending) implements WriteOutcome {}

  /// Nothing was written: another writer was there first. Read the entries after this state and try
  /// again.
  record Stale(VolumeState found) implements WriteOutcome {}
}
