package com.caiatech.afdp.infra.generate.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A service in an environment: what serves there, and what succeeded before.
final class Target {
  private static final int KEPT = 6;

  private final List<Release> succeeded = new ArrayList<>();

  /// A deployment with what it deployed.
  ///
  /// @param commits repository to position
  record Release(int deployment, SortedMap<Integer, Integer> commits) {}

  @Nullable Release serving() {
    return succeeded.isEmpty() ? null : succeeded.getLast();
  }

  /// What serves is; nothing, where nothing serves.
  Map<Integer, Integer> commits() {
    Release serving = serving();
    return serving == null ? Map.of() : serving.commits();
  }

  void serves(Release release) {
    succeeded.add(release);
    if (succeeded.size() > KEPT) {
      succeeded.removeFirst();
    }
  }

  /// The newest release before the one that serves without the fault.
  Optional<Release> before(OpenFault fault) {
    for (int i = succeeded.size() - 2; i >= 0; i--) {
      if (!fault.isIn(succeeded.get(i).commits())) {
        return Optional.of(succeeded.get(i));
      }
    }
    return Optional.empty();
  }
}
