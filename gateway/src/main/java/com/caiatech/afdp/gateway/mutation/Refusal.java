package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.schemas.workflow.RefusalReason;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Why a request was not carried out.
///
/// @param message names the thing; fit for the client
record Refusal(RefusalReason reason, String message) {
  /// The first refusal that the checks give, in their order.
  static Optional<Refusal> first(List<Supplier<Optional<Refusal>>> checks) {
    for (Supplier<Optional<Refusal>> check : checks) {
      Optional<Refusal> refusal = check.get();
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  static Optional<Refusal> because(RefusalReason reason, String message) {
    return Optional.of(new Refusal(reason, message));
  }
}
