package com.caiatech.afdp.graphmodel.path;

import com.caiatech.afdp.graphmodel.GraphModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A question for paths between two things.
///
/// @param via things that every path leads through
/// @param shortestOnly whether only the paths of the smallest length are wanted
/// @param directed whether every relationship is walked from its start to its end
record PathQuestion(
    Thing from,
    Thing to,
    int maxDepth,
    int maxPaths,
    List<Thing> via,
    boolean shortestOnly,
    boolean directed,
    Bounds bounds) {
  static final int DEFAULT_DEPTH = 6;
  static final int MAX_DEPTH = 12;
  static final int DEFAULT_PATHS = 10;
  static final int MAX_PATHS = 100;
  static final int MAX_VIA = 4;

  PathQuestion {
    via = List.copyOf(via);
  }

  /// The question that the arguments of the field `paths` ask.
  ///
  /// @throws GraphModelException.InvalidArgument when an argument cannot be meant; nothing was
  ///   asked of the graph
  static PathQuestion of(Map<String, @Nullable Object> arguments) {
    Thing from = Thing.of("from", String.valueOf(arguments.get("from")));
    Thing to = Thing.of("to", String.valueOf(arguments.get("to")));
    if (from.equals(to)) {
      throw new GraphModelException.InvalidArgument(
          "to: expected another thing than from, found '%s' for both".formatted(to.shown()));
    }
    List<Thing> via = Bounds.things(arguments, "via", MAX_VIA);
    if (via.contains(from) || via.contains(to)) {
      throw new GraphModelException.InvalidArgument(
          "via: expected things between from and to, found one of these");
    }
    List<Thing> named = new ArrayList<>(List.of(from, to));
    named.addAll(via);
    return new PathQuestion(
        from,
        to,
        Bounds.number(arguments, "maxDepth", DEFAULT_DEPTH, MAX_DEPTH),
        Bounds.number(arguments, "maxPaths", DEFAULT_PATHS, MAX_PATHS),
        via,
        Boolean.TRUE.equals(arguments.get("shortestOnly")),
        Boolean.TRUE.equals(arguments.get("directed")),
        Bounds.of(arguments, named, Set.of()));
  }
}
