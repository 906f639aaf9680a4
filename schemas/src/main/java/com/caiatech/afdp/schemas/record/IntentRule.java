package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.VolumeName;
import java.util.List;

/// The kinds of proof that an action needs in an environment; `*` stands for any.
///
/// @param ranges of the records that the action leaves
public record IntentRule(
    String action, String environment, List<String> proofs, List<IndexRange> ranges) {
  public IntentRule {
    proofs = List.copyOf(proofs);
    ranges = List.copyOf(ranges);
  }

  /// The same, counting in a further volume where it counts at the end of the one before it.
  IntentRule opening(VolumeName volume) {
    return new IntentRule(action, environment, proofs, IndexRange.opening(ranges, volume));
  }
}
