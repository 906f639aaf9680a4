package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Urns;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;

/// The blast radius of each thing by plain loops over all relationships of a small graph, which are
/// read once.
final class PlainExposures {
  private final List<Edge> edges = new ArrayList<>();
  private final Map<String, Map<String, Object>> nodes = new HashMap<>();

  PlainExposures(Driver driver) {
    for (Record row :
        driver
            .executableQuery(
                """
                MATCH (a)-[r]->(b) WHERE a.id IS NOT NULL AND b.id IS NOT NULL
                RETURN a.id AS a, type(r) AS type, b.id AS b, properties(r) AS properties
                """)
            .execute()
            .records()) {
      edges.add(
          new Edge(
              row.get("a").asString(),
              row.get("type").asString().replace("_WAS", ""),
              row.get("b").asString(),
              row.get("properties").asMap()));
    }
    for (Record row :
        driver
            .executableQuery(
                "MATCH (n) WHERE n.id IS NOT NULL RETURN n.id AS id, properties(n) AS properties")
            .execute()
            .records()) {
      nodes.put(row.get("id").asString(), row.get("properties").asMap());
    }
  }

  private record Edge(String from, String type, String to, Map<String, Object> properties) {
    boolean isAt(@Nullable Long moment) {
      if (!(properties.get("since") instanceof Long since)) {
        return true;
      }
      Long until = (Long) properties.get("until");
      return moment == null ? until == null : since <= moment && (until == null || moment < until);
    }
  }

  /// All that have a blast radius.
  Set<String> things() {
    Set<String> things = new TreeSet<>();
    for (String id : nodes.keySet()) {
      if (id.matches("urn:afdp:(commit|file|deployment|key):.*")) {
        things.add(id);
      }
    }
    return things;
  }

  /// A moment at which a relationship began or ended, or near one.
  long moment(Random random) {
    List<Long> moments = new ArrayList<>();
    for (Edge edge : edges) {
      for (String key : List.of("since", "until")) {
        if (edge.properties.get(key) instanceof Long moment) {
          moments.add(moment);
        }
      }
    }
    moments.sort(Comparator.naturalOrder());
    return moments.get(random.nextInt(moments.size())) + random.nextInt(3) - 1;
  }

  /// The kind that a global id names.
  static String kind(String id) {
    String rest = id.substring(Urns.PREFIX.length());
    return rest.substring(0, rest.indexOf(':'));
  }

  /// What is told of a deployment.
  record Told(boolean serves, Set<String> evidence, List<List<Object>> served) {
    Told {
      evidence = Set.copyOf(evidence);
      served = List.copyOf(served);
    }
  }

  /// What is told of each deployment, by its id.
  Map<String, Told> of(String thing, @Nullable Long moment) {
    boolean key = thing.contains(":key:");
    Set<String> deployments =
        switch (kind(thing)) {
          case "commit" -> deployed(Set.of(thing), null, moment);
          case "file" -> {
            Set<String> first = new HashSet<>();
            for (Edge edge : edges) {
              if (edge.type.equals("TOUCHED")
                  && edge.to.equals(thing)
                  && Set.of("ADDED", "RENAMED").contains(edge.properties.get("change"))) {
                first.add(edge.from);
              }
            }
            yield deployed(first, (String) nodes.getOrDefault(thing, Map.of()).get("path"), moment);
          }
          case "deployment" -> Set.of(thing);
          default -> signed(thing, moment).keySet();
        };
    Map<String, Told> told = new HashMap<>();
    for (String deployment : deployments) {
      List<List<Object>> served = served(deployment, moment);
      if (key || !served.isEmpty()) {
        told.put(
            deployment,
            new Told(
                !served.isEmpty() && served.getLast().get(1).equals("null"),
                key
                    ? signed(thing, moment).getOrDefault(deployment, Set.of())
                    : proofs(deployment, moment),
                served));
      }
    }
    return told;
  }

  private Set<String> deployed(Set<String> commits, @Nullable String path, @Nullable Long moment) {
    Set<String> since = new HashSet<>(commits);
    Deque<String> open = new ArrayDeque<>(commits);
    while (!open.isEmpty()) {
      String commit = open.remove();
      for (Edge edge : edges) {
        if (edge.type.equals("PARENT") && edge.to.equals(commit) && since.add(edge.from)) {
          open.add(edge.from);
        }
      }
    }
    Set<String> deployed = new TreeSet<>();
    for (Edge edge : edges) {
      if (edge.type.equals("DEPLOYED")
          && edge.from.contains(":deployment:")
          && since.contains(edge.to)
          && edge.isAt(moment)
          && (path == null || concerns(edge, path))) {
        deployed.add(edge.from);
      }
    }
    return deployed;
  }

  private static boolean concerns(Edge deployed, String path) {
    List<Object> parts = new ArrayList<>();
    if (deployed.properties.get("shared") instanceof List<?> shared) {
      parts.addAll(shared);
    }
    Object own = deployed.properties.get("path");
    if (own == null) {
      return true;
    }
    parts.add(own);
    return parts.stream().anyMatch(part -> (path + "/").startsWith(part + "/"));
  }

  /// The records of each deployment that the key signed.
  private Map<String, Set<String>> signed(String key, @Nullable Long moment) {
    Map<String, Set<String>> signed = new HashMap<>();
    for (Edge by : edges) {
      if (by.type.equals("SIGNED_BY") && by.to.equals(key)) {
        for (Edge proof : edges) {
          if (proof.type.equals("EVIDENCED_BY") && proof.to.equals(by.from) && proof.isAt(moment)) {
            if (proof.from.contains(":deployment:")) {
              signed.computeIfAbsent(proof.from, _ -> new TreeSet<>()).add(by.from);
            }
            for (Edge part : edges) {
              if (Set.of("STEP_OF", "CHECKED", "DECIDED").contains(part.type)
                  && part.from.equals(proof.from)
                  && part.isAt(moment)) {
                signed.computeIfAbsent(part.to, _ -> new TreeSet<>()).add(by.from);
              }
            }
          }
        }
      }
    }
    return signed;
  }

  private Set<String> proofs(String thing, @Nullable Long moment) {
    Set<String> proofs = new TreeSet<>();
    for (Edge edge : edges) {
      if (edge.type.equals("EVIDENCED_BY") && edge.from.equals(thing) && edge.isAt(moment)) {
        proofs.add(edge.to);
      }
    }
    return proofs;
  }

  /// Each run of believed steps of one place that give it traffic.
  private List<List<Object>> served(String deployment, @Nullable Long moment) {
    List<String> steps =
        nodes.keySet().stream()
            .filter(id -> id.contains(":step:") && isBelieved(id, moment))
            .sorted(
                Comparator.<String>comparingLong(id -> number(id, "recordedAt"))
                    .thenComparingLong(id -> number(id, "ledgerIndex")))
            .toList();
    List<List<Object>> served = new ArrayList<>();
    String began = null;
    long peak = 0;
    for (String step : steps) {
      long weight = weight(step, deployment, moment);
      if (weight > 0) {
        began = began == null ? step : began;
        peak = Math.max(peak, weight);
      } else if (began != null) {
        served.add(time(began, step, peak, moment));
        began = null;
        peak = 0;
      }
    }
    if (began != null) {
      served.add(time(began, null, peak, moment));
    }
    return served;
  }

  private List<Object> time(
      String began, @Nullable String ended, long peak, @Nullable Long moment) {
    Set<String> evidence = new TreeSet<>(proofs(began, moment));
    if (ended != null) {
      evidence.addAll(proofs(ended, moment));
    }
    return List.of(
        String.valueOf(number(began, "recordedAt")),
        ended == null ? "null" : String.valueOf(number(ended, "recordedAt")),
        String.valueOf(peak),
        began,
        ended == null ? "null" : ended,
        evidence);
  }

  private boolean isBelieved(String step, @Nullable Long moment) {
    long recorded = number(step, "recordedAt");
    return recorded >= 0
        && number(step, "ledgerIndex") >= 0
        && (moment == null || recorded <= moment)
        && edges.stream()
            .anyMatch(it -> it.type.equals("STEP_OF") && it.from.equals(step) && it.isAt(moment));
  }

  /// Less than 0 where there is none.
  private long number(String id, String property) {
    return nodes.getOrDefault(id, Map.of()).get(property) instanceof Long number ? number : -1;
  }

  private long weight(String step, String deployment, @Nullable Long moment) {
    return edges.stream()
        .filter(
            it ->
                it.type.equals("ROUTED")
                    && it.from.equals(step)
                    && it.to.equals(deployment)
                    && it.isAt(moment))
        .mapToLong(it -> it.properties.get("weight") instanceof Long weight ? weight : 0)
        .max()
        .orElse(0);
  }
}
