package com.caiatech.afdp.graphmodel.projection;

/// What became of a batch.
public sealed interface WriteOutcome {
  /// It is in the graph, together with the watermark.
  ///
  /// @param state the volume's new watermark
  /// @param rangesPending whether it states what was deployed, so that ranges can be resolved now
  /// @param found how many violations that are no single entry's came to be found by it: of the
  ///   records of a deployment together, and of contested ones
  record Written(VolumeState state, boolean rangesPending, int found) implements WriteOutcome {}

  /// Nothing was written: another writer was there first. Read the entries after this state and try
  /// again.
  record Stale(VolumeState found) implements WriteOutcome {}
}
