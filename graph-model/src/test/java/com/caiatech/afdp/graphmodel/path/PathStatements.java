package com.caiatech.afdp.graphmodel.path;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// The statements of searches, for tests of all statements.
public final class PathStatements {
  private PathStatements() {}

  /// Those that walk every type, now and at another moment.
  public static Set<String> all() {
    Set<ThingKind> kinds = EnumSet.allOf(ThingKind.class);
    Set<String> types = Walk.ALL.stream().map(Walk::type).collect(Collectors.toSet());
    Set<String> statements =
        new LinkedHashSet<>(
            Neighbours.statements(new Bounds(Set.of(), kinds, Set.of(), Set.of(), types, null)));
    statements.addAll(
        Neighbours.statements(new Bounds(Set.of(), kinds, Set.of(), Set.of(), types, 1L)));
    return statements;
  }
}
