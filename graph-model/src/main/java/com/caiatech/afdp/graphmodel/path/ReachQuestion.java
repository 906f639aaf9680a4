package com.caiatech.afdp.graphmodel.path;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.schemas.id.Sha256;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A question for what can be reached from a thing.
///
/// @param first how many things are wanted
/// @param bounds whose targets are looked for; a thing may be told that nothing is led through
record ReachQuestion(Thing from, Neighbours.Side side, int maxDepth, int first, Bounds bounds) {
  static final int DEFAULT_DEPTH = 3;
  static final int MAX_FIRST = 100;

  private static final int FINGERPRINT = 16;

  /// The question that the arguments of the field `reachable` ask.
  ///
  /// @throws GraphModelException.InvalidArgument when an argument cannot be meant; nothing was
  ///   asked of the graph
  static ReachQuestion of(Map<String, @Nullable Object> arguments) {
    Thing from = Thing.of("from", String.valueOf(arguments.get("from")));
    Object kinds = arguments.get(Bounds.KINDS);
    if (kinds instanceof Collection<?> none && none.isEmpty()) {
      throw new GraphModelException.InvalidArgument(
          "kinds: expected at least one kind, found none; leave it out for all but the hubs");
    }
    Object direction = arguments.get("direction");
    return new ReachQuestion(
        from,
        direction == null
            ? Neighbours.Side.ANY
            : Neighbours.Side.valueOf(String.valueOf(direction)),
        Bounds.number(arguments, "maxDepth", DEFAULT_DEPTH, PathQuestion.MAX_DEPTH),
        Bounds.number(arguments, "first", 0, MAX_FIRST),
        Bounds.of(arguments, List.of(from), Bounds.kinds(kinds)));
  }

  /// What tells it from questions for other things, or for the same in other places: it says
  /// nothing of how far it goes and how many things it wants at once.
  String fingerprint() {
    List<Object> all =
        List.of(
            from.id(),
            side,
            new TreeSet<>(bounds.targets()),
            new TreeSet<>(bounds.through()),
            new TreeSet<>(bounds.excluding()),
            new TreeSet<>(bounds.types()),
            String.valueOf(bounds.asOf()));
    return Sha256.ofUtf8(all.toString()).toString().substring(0, FINGERPRINT);
  }
}
