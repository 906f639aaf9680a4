package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Collects what is said of a subject from one moment of recorded time to the next, and tells each
/// state and each relationship with the longest intervals in which it was said unchanged.
final class FactHistory {
  private record EdgeId(EdgeKind kind, String from, String to, String key) {
    static EdgeId of(Fact.Edge edge) {
      return new EdgeId(edge.kind(), edge.from(), edge.to(), edge.key());
    }
  }

  private record State(Fact.Node node, Instant since) {}

  private record Relation(Fact.Edge edge, Instant since) {}

  private final List<Fact> settled = new ArrayList<>();
  private final Map<String, Fact.Node> contents = new HashMap<>();
  private final Map<String, State> states = new HashMap<>();
  private final Map<EdgeId, Relation> relations = new HashMap<>();

  /// Goes on with what was said so far: every relationship since its record was recorded.
  ///
  /// @param since when the states began
  static FactHistory resumed(List<Fact> said, Instant since) {
    FactHistory history = new FactHistory();
    for (Fact fact : said) {
      switch (fact) {
        case Fact.Node node -> history.begin(node, since);
        case Fact.Edge edge ->
            history.relations.put(
                EdgeId.of(edge), new Relation(edge, Instant.ofEpochMilli(edge.since())));
      }
    }
    return history;
  }

  /// Takes what is said from the moment on, in place of what was said until then. Moments only ever
  /// grow.
  void say(Instant moment, List<Fact> said) {
    Set<Object> repeated = new HashSet<>();
    for (Fact fact : said) {
      switch (fact) {
        case Fact.Node node -> {
          repeated.add(node.id());
          change(moment, node);
        }
        case Fact.Edge edge -> {
          repeated.add(EdgeId.of(edge));
          change(moment, edge);
        }
      }
    }
    states.entrySet().removeIf(it -> !repeated.contains(it.getKey()) && end(it.getValue(), moment));
    relations
        .entrySet()
        .removeIf(it -> !repeated.contains(it.getKey()) && end(it.getValue(), moment));
  }

  /// Takes what a record says for itself, as long as it counts.
  void say(List<Interval> believed, List<Fact> said) {
    for (Fact fact : said) {
      switch (fact) {
        case Fact.Node node -> contents.putIfAbsent(node.id(), node);
        case Fact.Edge edge ->
            believed.forEach(
                interval -> settled.add(edge.believed(interval.since(), interval.until())));
      }
    }
  }

  /// When the state of the node began that lasts.
  @Nullable Instant since(String id) {
    State state = states.get(id);
    return state == null ? null : state.since();
  }

  /// Everything that was said, with its intervals: what is over and what lasts.
  List<Fact> facts() {
    List<Fact> facts = new ArrayList<>(settled);
    facts.addAll(contents.values());
    states.values().forEach(state -> version(facts, state, null));
    relations
        .values()
        .forEach(relation -> facts.add(relation.edge().believed(relation.since(), null)));
    return facts;
  }

  private void begin(Fact.Node node, Instant moment) {
    if (node.kind().isStateful()) {
      states.put(node.id(), new State(node, moment));
    } else {
      contents.putIfAbsent(node.id(), node);
    }
  }

  private void change(Instant moment, Fact.Node node) {
    State before = states.get(node.id());
    if (before == null || !before.node().equals(node)) {
      if (before != null) {
        end(before, moment);
      }
      begin(node, moment);
    }
  }

  private void change(Instant moment, Fact.Edge edge) {
    Relation before = relations.get(EdgeId.of(edge));
    if (before == null || !before.edge().equals(edge)) {
      if (before != null) {
        end(before, moment);
      }
      relations.put(EdgeId.of(edge), new Relation(edge, moment));
    }
  }

  private boolean end(State state, Instant moment) {
    version(settled, state, moment);
    return true;
  }

  private boolean end(Relation relation, Instant moment) {
    settled.add(relation.edge().believed(relation.since(), moment));
    return true;
  }

  private static void version(List<Fact> facts, State state, @Nullable Instant until) {
    String entity = state.node().id();
    String id = Urns.version(entity, state.since());
    SortedMap<String, Object> properties = new TreeMap<>(state.node().properties());
    properties.put(Properties.ID, id);
    facts.add(new Fact.Node(NodeKind.VERSION, id, properties));
    facts.add(
        new Fact.Edge(
                state.node().kind().versions(), entity, id, "", new TreeMap<>(), new TreeMap<>())
            .believed(state.since(), until));
  }
}
