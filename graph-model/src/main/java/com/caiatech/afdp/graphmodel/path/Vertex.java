package com.caiatech.afdp.graphmodel.path;

/// A node that a search has met.
///
/// @param key the database's own id of it, good for one transaction
/// @param id the global id, which orders
record Vertex(String key, String id) implements Comparable<Vertex> {
  @Override
  public int compareTo(Vertex other) {
    return id.compareTo(other.id);
  }
}
