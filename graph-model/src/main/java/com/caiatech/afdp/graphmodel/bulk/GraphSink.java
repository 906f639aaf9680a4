package com.caiatech.afdp.graphmodel.bulk;

import java.util.Map;

/// Takes the nodes and relationships of a graph that begins empty. Property values are text, long,
/// double, boolean or a list of text; `id` is among a node's.
public interface GraphSink {
  /// Takes a node, each once.
  void node(String label, Map<String, Object> properties);

  /// Takes what a node has at least, for the case that nothing else speaks of it; of several the
  /// first counts.
  void reference(String label, Map<String, Object> properties);

  /// Takes a relationship between two nodes, which may come later.
  ///
  /// @param from the id of the node that it leaves
  /// @param to the id of the node that it leads to
  void relationship(String type, String from, String to, Map<String, Object> properties);
}
