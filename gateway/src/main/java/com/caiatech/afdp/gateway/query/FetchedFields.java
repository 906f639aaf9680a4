package com.caiatech.afdp.gateway.query;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the graph has said of the top-level fields of an operation.
///
/// @param byKey each by the name under which the answer holds it
record FetchedFields(Map<String, Fetched> byKey) {
  FetchedFields {
    byKey = Map.copyOf(byKey);
  }

  /// Of one field.
  sealed interface Fetched {
    /// The value.
    ///
    /// @throws RuntimeException what reading it came to
    @Nullable Object value();
  }

  record Found(@Nullable Object value) implements Fetched {}

  record Failed(RuntimeException fault) implements Fetched {
    @Override
    public @Nullable Object value() {
      throw fault;
    }
  }

  /// The value of the field under that name.
  ///
  /// @throws RuntimeException what reading it came to
  @Nullable Object value(String key) {
    return Objects.requireNonNull(byKey.get(key), key).value();
  }

  boolean isComplete() {
    return byKey.values().stream().allMatch(Found.class::isInstance);
  }
}
