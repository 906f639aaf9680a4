package com.caiatech.afdp.graphmodel.digest;

import org.jspecify.annotations.Nullable;

/// A range of ids in which two graphs differ.
///
/// @param label as in {@link DigestSection}
/// @param relationship a type, of whose relationships the ids are the starts; null for nodes
/// @param from the first id; empty, as {@code to} is, for what has no id of this graph
/// @param to the last id
/// @param before how many nodes or relationships the one graph has there
/// @param after how many the other has
public record DigestDifference(
    String label, @Nullable String relationship, String from, String to, long before, long after) {
  /// The difference in a line.
  public String describe() {
    String node = "(" + (label.isEmpty() ? "" : ":" + label) + ")";
    String what = relationship == null ? node : node + "-[:" + relationship + "]->";
    String where = to.isEmpty() ? "without an id of this graph" : from + " to " + to;
    return "%s %s: %d before, %d after".formatted(what, where, before, after);
  }
}
