package com.caiatech.afdp.graphmodel.projection;

import java.util.Set;

/// What became of a batch.
public sealed interface WriteOutcome {
  /// It is in the graph, together with the watermark.
  ///
  /// @param state the volume's new watermark
  /// @param deployed the nodes of the deployments, asserted ones among them, of which it states
  ///   what was deployed, so that their ranges can be resolved now
  /// @param found how many violations that are no single entry's came to be found by it: of the
  ///   records of a deployment together, and of contested ones
  record Written(VolumeState state, Set<String> deployed, int found) implements WriteOutcome {
    public Written {
      deployed = Set.copyOf(deployed);
    }
  }

  /// Nothing was written: another writer was there first. Read the entries after this state and try
  /// again.
  record Stale(VolumeState found) implements WriteOutcome {}
}
