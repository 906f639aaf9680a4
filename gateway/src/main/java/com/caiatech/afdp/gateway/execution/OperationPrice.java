package com.caiatech.afdp.gateway.execution;

import com.caiatech.afdp.gateway.configuration.LimitConfiguration;
import com.caiatech.afdp.gateway.cost.PricedOperation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one request may cost, and what it did.
///
/// @param requested the most that it costs, as far as that is known before
/// @param budget the most that it may
/// @param maxNesting of its look-ups
record OperationPrice(
    PricedOperation operation,
    Map<String, ? extends @Nullable Object> variables,
    long requested,
    long budget,
    long maxNesting) {

  static OperationPrice of(
      PricedOperation operation,
      Map<String, ? extends @Nullable Object> variables,
      LimitConfiguration limits) {
    return new OperationPrice(
        operation,
        variables,
        operation.requested(variables),
        limits.maxCost(),
        limits.maxNesting());
  }

  /// The refusal of what costs too much, or takes too long to plan.
  Optional<ClientError> exceeded() {
    if (requested <= budget) {
      return tooNested();
    }
    PricedOperation.Heaviest heaviest = operation.heaviest(variables);
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("limit", "cost");
    details.put("cost", requested);
    details.put("budget", budget);
    details.put("path", heaviest.path());
    return Optional.of(
        ClientErrors.tooComplex(
            "the operation: expected a cost of at most %d, found %d, of which %s costs %d; nothing was executed; ask for less there, for smaller pages by `first`, or in several requests"
                .formatted(budget, requested, heaviest.path(), heaviest.cost()),
            details));
  }

  private Optional<ClientError> tooNested() {
    if (operation.nesting() <= maxNesting) {
      return Optional.empty();
    }
    return Optional.of(
        ClientErrors.tooComplex(
            "nesting",
            "the operation: expected fields that look something up, each counted as deep as it lies below others, of %d together at most, found %d; nothing was executed; ask for less below other things, or in several requests"
                .formatted(maxNesting, operation.nesting())));
  }

  /// As `extensions.cost` tells it.
  Map<String, Object> told(long actual) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("requested", requested);
    told.put("budget", budget);
    told.put("actual", actual);
    return told;
  }
}
