package com.caiatech.afdp.infra.generate.model;

import com.caiatech.afdp.infra.generate.model.Event.Committed;
import com.caiatech.afdp.infra.generate.model.Event.Place;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A fault of a service, from the commit that brought it to the one that ends it.
final class OpenFault {
  private final Committed commit;
  private final Fault fault;
  private final String component;
  private @Nullable Integer endedAt;

  /// @param component the name of the part of the service that shows it
  OpenFault(Committed commit, Fault fault, String component) {
    this.commit = commit;
    this.fault = fault;
    this.component = component;
  }

  Committed commit() {
    return commit;
  }

  Fault fault() {
    return fault;
  }

  String component() {
    return component;
  }

  Place place() {
    return new Place(commit.repository(), commit.position());
  }

  boolean isEnded() {
    return endedAt != null;
  }

  void end(int position) {
    endedAt = position;
  }

  /// Whether it is in what these commits are.
  ///
  /// @param commits repository to position
  boolean isIn(Map<Integer, Integer> commits) {
    Integer position = commits.get(commit.repository());
    return position != null
        && position >= commit.position()
        && (endedAt == null || position < endedAt);
  }
}
