package com.caiatech.afdp.graphmodel.projection;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// One thing that the records of a subject say: a node with its properties, or a relationship.
///
/// Property values are text, long, double, boolean or a list of text, as the database holds them.
public sealed interface Fact {
  /// A node that only this subject's records feed, with all its properties.
  record Node(NodeKind kind, String id, SortedMap<String, Object> properties) implements Fact {
    public Node {
      properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
    }
  }

  /// A relationship from a node of this subject.
  ///
  /// @param key tells relationships of one kind between the same nodes apart; empty where there can
  ///   be only one
  /// @param target what the node at its end has at least, for the case that nothing else in the
  ///   graph speaks of it yet
  record Edge(
      EdgeKind kind,
      String from,
      String to,
      String key,
      SortedMap<String, Object> properties,
      SortedMap<String, Object> target)
      implements Fact {
    public Edge {
      properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
      target = Collections.unmodifiableSortedMap(new TreeMap<>(target));
    }
  }
}
