package com.caiatech.afdp.graphmodel.difference;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.query.catalogue.Conversion;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A question for what differs between two states.
///
/// @param service the only one that is asked about; null for all
/// @param first how many services are told at most
/// @param after the name of the last service of the page before; null for the first page
record DiffQuestion(
    State from, State to, @Nullable String service, int first, @Nullable String after) {
  static final int DEFAULT_FIRST = 20;
  private static final int MAX_NAME = 63;

  /// A state that is named by an environment and a moment.
  ///
  /// @param asOf of recorded time, in epoch milliseconds; null for now
  record State(String environment, @Nullable Long asOf) {}

  /// The question that the arguments of the field `diff` ask.
  ///
  /// @throws GraphModelException.InvalidArgument when an argument cannot be meant; nothing was
  ///   asked of the graph
  static DiffQuestion of(Map<String, @Nullable Object> arguments) {
    Object first = arguments.get("first");
    return new DiffQuestion(
        state(arguments, "from"),
        state(arguments, "to"),
        name("service", arguments.get("service")),
        first == null
            ? DEFAULT_FIRST
            : ((Number) Conversion.first().convert("first", first)).intValue(),
        name("after", arguments.get("after")));
  }

  private static State state(Map<String, @Nullable Object> arguments, String argument) {
    if (!(arguments.get(argument) instanceof Map<?, ?> given)) {
      throw new GraphModelException.InvalidArgument(argument + ": expected a state, found none");
    }
    String environment = name(argument + ".environment", given.get("environment"));
    if (environment == null) {
      throw new GraphModelException.InvalidArgument(
          argument + ".environment: expected a name, found none");
    }
    Instant asOf = (Instant) given.get("asOf");
    return new State(environment, asOf == null ? null : asOf.toEpochMilli());
  }

  /// Longer than any name, it is no name, and no message shows it.
  private static @Nullable String name(String argument, @Nullable Object given) {
    String name = given == null ? null : given.toString();
    if (name != null && (name.isEmpty() || name.length() > MAX_NAME)) {
      throw new GraphModelException.InvalidArgument(
          "%s: expected a name of 1 to %d characters, found %d"
              .formatted(argument, MAX_NAME, name.length()));
    }
    return name;
  }
}
