package com.caiatech.afdp.schemas.record;

import java.util.List;

/// The kinds of proof that an action needs in an environment; `*` stands for any.
public record IntentRule(String action, String environment, List<String> proofs) {
  public IntentRule {
    proofs = List.copyOf(proofs);
  }
}
