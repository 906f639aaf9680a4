package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.schema.Urns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/// Turns the value of an argument into the value of a parameter, or refuses it.
@FunctionalInterface
public interface Conversion {
  /// The most objects that one list of an answer holds.
  int MAX_FIRST = 100;

  /// The value of the parameter.
  ///
  /// @param argument for messages
  /// @throws GraphModelException.InvalidArgument when the value cannot be meant
  Object convert(String argument, Object value);

  /// Leaves the value as it is.
  static Conversion plain() {
    return (argument, value) -> value;
  }

  /// A moment as epoch milliseconds.
  static Conversion moment() {
    return (argument, value) -> ((Instant) value).toEpochMilli();
  }

  /// The text of an id.
  static Conversion text() {
    return (argument, value) -> value.toString();
  }

  /// A global id, made from the UUID where the client gave only that.
  static Conversion urn(String kind) {
    String prefix = Urns.PREFIX + kind + ":";
    return (argument, value) -> {
      String text = (String) value;
      String uuid = text.startsWith(prefix) ? text.substring(prefix.length()) : text;
      try {
        if (UUID.fromString(uuid).toString().equals(uuid)) {
          return prefix + uuid;
        }
      } catch (IllegalArgumentException malformed) {
        throw notAnId(argument, prefix, text);
      }
      throw notAnId(argument, prefix, text);
    };
  }

  /// The global ids of at most {@link #MAX_FIRST} objects.
  static Conversion ids() {
    return (argument, value) -> {
      Collection<?> ids = (Collection<?>) value;
      if (ids.size() > MAX_FIRST) {
        throw new GraphModelException.InvalidArgument(
            argument + ": expected at most " + MAX_FIRST + " ids, found " + ids.size());
      }
      return List.copyOf(ids);
    };
  }

  /// How many objects are wanted.
  static Conversion first() {
    return (argument, value) -> checkedFirst(argument, value);
  }

  /// One more than are wanted, which tells whether there is a next page.
  static Conversion firstAndNext() {
    return (argument, value) -> checkedFirst(argument, value) + 1L;
  }

  private static long checkedFirst(String argument, Object value) {
    long first = ((Number) value).longValue();
    if (first < 1 || first > MAX_FIRST) {
      throw new GraphModelException.InvalidArgument(
          argument + ": expected 1 to " + MAX_FIRST + ", found " + first);
    }
    return first;
  }

  private static GraphModelException.InvalidArgument notAnId(
      String argument, String prefix, String found) {
    return new GraphModelException.InvalidArgument(
        argument
            + ": expected a UUID in lower case or a global id "
            + prefix
            + "<uuid>, found '"
            + (found.length() > 80 ? found.substring(0, 80) + "…" : found)
            + "'");
  }
}
