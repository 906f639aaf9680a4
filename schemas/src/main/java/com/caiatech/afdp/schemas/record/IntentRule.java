package com.caiatech.afdp.schemas.record;

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
}
