package com.caiatech.afdp.graphmodel.path;

import com.caiatech.afdp.graphmodel.GraphModelException;

/// A node that a search has met.
///
/// @param key the database's own id of it, good for one transaction
/// @param id the global id, which orders
record Vertex(String key, String id) implements Comparable<Vertex> {
  ThingKind kind() {
    return ThingKind.ofId(id)
        .orElseThrow(
            () ->
                new GraphModelException.InconsistentGraph(
                    "Walking the graph: expected things with global ids, found '" + id + "'"));
  }

  @Override
  public int compareTo(Vertex other) {
    return id.compareTo(other.id);
  }
}
