package com.caiatech.afdp.schemas.trust;

import com.caiatech.afdp.schemas.intent.Statement;
import java.util.List;

/// Whether a record is proven to be meant by the person who caused it.
public sealed interface IntentVerdict {
  /// The statement fits the record, and every proof that the policy asks for holds.
  ///
  /// @param proofs the kinds of proof that hold
  record Proven(Statement statement, List<String> proofs) implements IntentVerdict {
    public Proven {
      proofs = List.copyOf(proofs);
    }
  }

  /// No person caused the record.
  record NotNeeded() implements IntentVerdict {}

  /// The record says that a person caused it, and that is not proven.
  record Unproven(String reason) implements IntentVerdict {}
}
