package com.caiatech.afdp.graphmodel.projection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What has to be written so that the graph says `after` where it said `before`, sorted so that
/// every writer locks in the same order.
///
/// @param removals what was never so; a changed {@link EdgeKind#saysWhatWasDeployed} is among them,
///   for what was computed from the old one falls with it
/// @param endings relationships that were believed and are no longer, with their end
/// @param upserts what is new or changed
record FactDifference(List<Fact> removals, List<Fact.Edge> endings, List<Fact> upserts) {
  private record Identity(
      String kind, String from, String to, String key, long since, boolean ended)
      implements Comparable<Identity> {
    private static final Comparator<Identity> ORDER =
        Comparator.comparing(Identity::kind)
            .thenComparing(Identity::from)
            .thenComparing(Identity::to)
            .thenComparing(Identity::key)
            .thenComparingLong(Identity::since)
            .thenComparing(Identity::ended);

    static Identity of(Fact fact) {
      return switch (fact) {
        case Fact.Node node -> new Identity(node.kind().name(), node.id(), "", "", 0, false);
        case Fact.Edge edge ->
            new Identity(
                edge.kind().name(), edge.from(), edge.to(), edge.key(), edge.since(), edge.ended());
      };
    }

    /// The same thing while it is believed.
    Identity lasting() {
      return new Identity(kind, from, to, key, since, false);
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
    List<Fact.Edge> endings = new ArrayList<>();
    List<Fact> upserts = new ArrayList<>();
    wanted.forEach(
        (identity, fact) -> {
          Identity lasting = identity.lasting();
          if (fact instanceof Fact.Edge edge
              && edge.ended()
              && !wanted.containsKey(lasting)
              && old.get(lasting) instanceof Fact.Edge open
              && open.endsAs(edge)) {
            old.remove(lasting);
            endings.add(edge);
          } else if (!fact.equals(old.get(identity))) {
            upserts.add(fact);
          }
        });
    old.forEach(
        (identity, fact) -> {
          Fact next = wanted.get(identity);
          if (next == null || (carriesComputed(fact) && !next.equals(fact))) {
            removals.add(fact);
          }
        });
    return new FactDifference(sorted(removals), sorted(endings), sorted(upserts));
  }

  /// Everything that has to be written for several entities.
  static FactDifference of(Collection<FactDifference> differences) {
    List<Fact> removals = new ArrayList<>();
    List<Fact.Edge> endings = new ArrayList<>();
    List<Fact> upserts = new ArrayList<>();
    for (FactDifference difference : differences) {
      removals.addAll(difference.removals);
      endings.addAll(difference.endings);
      upserts.addAll(difference.upserts);
    }
    return new FactDifference(sorted(removals), sorted(endings), sorted(upserts));
  }

  private static boolean carriesComputed(Fact fact) {
    return fact instanceof Fact.Edge edge && edge.kind().saysWhatWasDeployed();
  }

  private static Map<Identity, Fact> byIdentity(List<Fact> facts) {
    Map<Identity, Fact> map = new LinkedHashMap<>();
    facts.forEach(fact -> map.putIfAbsent(Identity.of(fact), fact));
    return map;
  }

  private static <F extends Fact> List<F> sorted(List<F> facts) {
    return facts.stream().sorted(Comparator.comparing(Identity::of)).toList();
  }
}
