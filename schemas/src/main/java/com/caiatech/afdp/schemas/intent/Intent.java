package com.caiatech.afdp.schemas.intent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// A person's statement and the proofs that it is theirs, at least one.
public record Intent(Statement statement, List<Proof> proofs) {
  public Intent {
    proofs = List.copyOf(proofs);
    if (proofs.isEmpty()) {
      throw new IllegalArgumentException("Intent: expected at least one proof, found none");
    }
  }

  /// One proof of a statement.
  ///
  /// @param kind `gateway`; more kinds may come
  /// @param envelope for `gateway` a DSSE envelope whose payload is a {@link GatewayAssertion}
  public record Proof(String kind, JsonNode envelope) {
    /// The proof that a gateway makes for a person it authenticated.
    public static final String GATEWAY = "gateway";
  }
}
