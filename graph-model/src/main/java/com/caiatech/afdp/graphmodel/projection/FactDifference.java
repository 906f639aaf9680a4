package com.caiatech.afdp.graphmodel.projection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What has to be written so that the graph says `after` where it said `before`, sorted so that
/// every writer locks in the same order.
///
/// @param removals what is no longer stated; a changed {@link EdgeKind#DEPLOYED} is among them, for
///   what was computed from the old one falls with it
/// @param upserts what is new or changed
record FactDifference(List<Fact> removals, List<Fact> upserts) {
  private record Identity(String kind, String from, String to, String key)
      implements Comparable<Identity> {
    private static final Comparator<Identity> ORDER =
        Comparator.comparing(Identity::kind)
            .thenComparing(Identity::from)
            .thenComparing(Identity::to)
            .thenComparing(Identity::key);

    static Identity of(Fact fact) {
      return switch (fact) {
        case Fact.Node node -> new Identity(node.kind().name(), node.id(), "", "");
        case Fact.Edge edge -> new Identity(edge.kind().name(), edge.from(), edge.to(), edge.key());
      };
    }

    @Override
    public int compareTo(Identity other) {
      return ORDER.compare(this, other);
    }
  }

  static FactDifference between(List<Fact> before, List<Fact> after) {
    Map<Identity, Fact> old = byIdentity(before);
    Map<Identity, Fact> wanted = byIdentity(after);
    List<Fact> removals = new ArrayList<>();
    List<Fact> upserts = new ArrayList<>();
    old.forEach(
        (identity, fact) -> {
          Fact next = wanted.get(identity);
          if (next == null || (carriesComputed(fact) && !next.equals(fact))) {
            removals.add(fact);
          }
        });
    wanted.forEach(
        (identity, fact) -> {
          if (!fact.equals(old.get(identity))) {
            upserts.add(fact);
          }
        });
    return new FactDifference(sorted(removals), sorted(upserts));
  }

  private static boolean carriesComputed(Fact fact) {
    return fact instanceof Fact.Edge edge && edge.kind() == EdgeKind.DEPLOYED;
  }

  private static Map<Identity, Fact> byIdentity(List<Fact> facts) {
    Map<Identity, Fact> map = new LinkedHashMap<>();
    facts.forEach(fact -> map.putIfAbsent(Identity.of(fact), fact));
    return map;
  }

  private static List<Fact> sorted(List<Fact> facts) {
    return facts.stream().sorted(Comparator.comparing(Identity::of)).toList();
  }
}
