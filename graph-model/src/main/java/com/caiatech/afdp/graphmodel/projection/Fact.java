package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Properties;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One thing that the records of a subject say: a node with its properties, or a relationship.
///
/// Property values are text, long, double, boolean or a list of text, as the database holds them.
public sealed interface Fact {
  /// A node that only this subject's records feed, with all its properties. A deployment's and an
  /// incident's change with their records; any other node is content and never changes.
  record Node(NodeKind kind, String id, SortedMap<String, Object> properties) implements Fact {
    public Node {
      properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
    }
  }

  /// A relationship from a node of this subject, with {@link Properties#SINCE} and, where it is no
  /// longer believed, {@link Properties#UNTIL}.
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

    /// The same, believed in that interval of recorded time.
    Edge believed(Instant since, @Nullable Instant until) {
      SortedMap<String, Object> dated = new TreeMap<>(properties);
      dated.put(Properties.SINCE, since.toEpochMilli());
      if (until != null) {
        dated.put(Properties.UNTIL, until.toEpochMilli());
      }
      return new Edge(kind, from, to, key, dated, target);
    }

    /// Whether that one is this one, with an end.
    boolean endsAs(Edge ended) {
      SortedMap<String, Object> open = new TreeMap<>(ended.properties);
      open.remove(Properties.UNTIL);
      return open.equals(properties);
    }

    /// When it began to be believed, in epoch milliseconds.
    long since() {
      return (Long) properties.getOrDefault(Properties.SINCE, 0L);
    }

    /// Whether it is no longer believed.
    boolean ended() {
      return properties.containsKey(Properties.UNTIL);
    }
  }
}
