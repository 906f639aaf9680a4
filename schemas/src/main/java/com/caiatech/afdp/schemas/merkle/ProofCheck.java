package com.caiatech.afdp.schemas.merkle;

/// What checking a Merkle proof came to.
public sealed interface ProofCheck {
  /// The proof leads to the expected root.
  record Proven() implements ProofCheck {}

  /// The proof proves nothing; the reason says where it failed.
  record Refuted(String reason) implements ProofCheck {}
}
