package com.caiatech.afdp.graphmodel.path;

import com.caiatech.afdp.graphmodel.schema.Relationships;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A small graph that is held in memory too, and a plain enumeration of its paths: every simple
/// path of any length up to the largest is made, and those that a question does not want are left
/// out.
final class PlainGraph {
  /// Deployments, commits, files, and persons, who are hubs.
  private static final List<String> LABELS =
      List.of("Deployment", "Deployment", "Commit", "Commit", "Commit", "File", "Person");

  private static final int MOMENTS = 10;

  private final List<Node> nodes = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();

  private PlainGraph() {}

  private record Node(String label, String id) {}

  /// A relationship; `until` is null while it is believed, and for what has no recorded time.
  private record Edge(Node from, Node to, String type, long since, @Nullable Long until) {
    boolean isAt(@Nullable Object moment) {
      if (!Relationships.DATED.contains(type)) {
        return true;
      }
      return moment instanceof Long at
          ? since <= at && (until == null || at < until)
          : until == null;
    }
  }

  record Answer(List<List<String>> paths, boolean all) {}

  static PlainGraph random(Random random) {
    PlainGraph graph = new PlainGraph();
    int size = 8 + random.nextInt(6);
    for (int i = 0; i < size; i++) {
      String label = LABELS.get(random.nextInt(LABELS.size()));
      String place = String.valueOf((char) ('a' + i));
      graph.nodes.add(
          new Node(
              label,
              switch (label) {
                case "Commit", "File" ->
                    "urn:afdp:%s:shop:%s".formatted(label.toLowerCase(Locale.ROOT), place);
                default -> "urn:afdp:%s:%s".formatted(label.toLowerCase(Locale.ROOT), place);
              }));
    }
    int wanted = 2 * size + random.nextInt(size);
    for (int tried = 0; graph.edges.size() < wanted && tried < 50 * size; tried++) {
      graph.join(
          graph.nodes.get(random.nextInt(size)), graph.nodes.get(random.nextInt(size)), random);
    }
    return graph;
  }

  private void join(Node from, Node to, Random random) {
    List<String> types =
        switch (from.label + " " + to.label) {
          case "Deployment Commit" -> List.of("DEPLOYED", "SHIPPED", "WITHDREW");
          case "Deployment Deployment" -> List.of("PREVIOUS", "ROLLBACK_OF", "RETRY_OF");
          case "Deployment Person" -> List.of("REQUESTED_BY");
          case "Commit Commit" -> List.of("PARENT", "REVERTS");
          case "Commit File" -> List.of("TOUCHED");
          case "Commit Person" -> List.of("AUTHORED_BY");
          default -> List.of();
        };
    if (types.isEmpty() || from.equals(to)) {
      return;
    }
    String type = types.get(random.nextInt(types.size()));
    boolean joined =
        edges.stream()
            .anyMatch(it -> it.type.equals(type) && it.from.equals(from) && it.to.equals(to));
    if (!joined) {
      long since = 1L + random.nextInt(MOMENTS);
      boolean ended = Relationships.DATED.contains(type) && random.nextInt(3) == 0;
      edges.add(
          new Edge(from, to, type, since, ended ? since + 1 + random.nextInt(MOMENTS) : null));
    }
  }

  /// Makes the graph that of a database, in an order of chance.
  void write(Neo4jFixture database, Random random) {
    database.clear();
    for (List<Statement> statements : List.of(nodes(), relationships())) {
      Collections.shuffle(statements, random);
      statements.forEach(
          it ->
              database
                  .driver()
                  .executableQuery(it.text())
                  .withParameters(it.parameters())
                  .execute());
    }
  }

  /// A statement with its parameters.
  private record Statement(String text, Map<String, Object> parameters) {}

  /// A statement for each node. Each is known all the time.
  private List<Statement> nodes() {
    return new ArrayList<>(
        nodes.stream()
            .map(
                node ->
                    new Statement(
                        "CREATE (n:%s {id: $id})-[:HAS_VERSION {since: 0}]->(:Version)"
                            .formatted(node.label),
                        Map.of("id", node.id)))
            .toList());
  }

  /// A statement for each relationship.
  private List<Statement> relationships() {
    List<Statement> statements = new ArrayList<>();
    for (Edge edge : edges) {
      Map<String, Object> properties = new HashMap<>(Map.of("added", 1));
      if (Relationships.DATED.contains(edge.type)) {
        properties.put("since", edge.since);
        properties.put("role", "APPLICATION");
        properties.put("until", edge.until);
      }
      statements.add(
          new Statement(
              "MATCH (a:%s {id: $from}), (b:%s {id: $to}) CREATE (a)-[r:%s]->(b) SET r = $properties"
                  .formatted(
                      edge.from.label,
                      edge.to.label,
                      edge.until == null ? edge.type : Relationships.was(edge.type)),
              Map.of("from", edge.from.id, "to", edge.to.id, "properties", properties)));
    }
    return statements;
  }

  /// A question about two of its nodes.
  Map<String, Object> question(Random random) {
    Map<String, Object> question = new HashMap<>();
    List<Node> ends = new ArrayList<>(nodes);
    Collections.shuffle(ends, random);
    question.put("from", ends.get(0).id);
    question.put("to", ends.get(1).id);
    question.put("maxDepth", 2 + random.nextInt(5));
    question.put("maxPaths", random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 100);
    question.put("directed", random.nextInt(3) == 0);
    question.put("shortestOnly", random.nextInt(4) == 0);
    List<String> others =
        new ArrayList<>(
            nodes.stream().map(Node::id).filter(id -> !question.containsValue(id)).toList());
    if (random.nextInt(5) == 0) {
      question.put("via", List.of(others.remove(random.nextInt(others.size()))));
    }
    if (random.nextInt(4) == 0) {
      question.put("excluding", List.of(others.get(random.nextInt(others.size()))));
    }
    if (random.nextInt(6) == 0) {
      question.put("through", List.of("COMMIT", "PERSON"));
    }
    if (random.nextInt(8) == 0) {
      question.put("relationships", List.of("PARENT", "SHIPPED", "AUTHORED_BY", "TOUCHED"));
    }
    if (random.nextInt(3) == 0) {
      question.put("asOf", (long) random.nextInt(2 * MOMENTS));
    }
    return question;
  }

  /// A question for what can be reached from one of its nodes.
  Map<String, Object> reach(Random random) {
    Map<String, Object> question = new HashMap<>();
    String from = nodes.get(random.nextInt(nodes.size())).id;
    question.put("from", from);
    question.put("maxDepth", 1 + random.nextInt(5));
    List.of(
            Map.entry("direction", List.of("OUTGOING", "INCOMING")),
            Map.entry("kinds", List.of(List.of("PERSON", "COMMIT"), List.of("FILE"))),
            Map.entry("through", List.of(List.of("COMMIT", "PERSON"), List.of())),
            Map.entry("relationships", List.of(List.of("PARENT", "SHIPPED", "AUTHORED_BY"))))
        .forEach(
            argument -> {
              if (random.nextInt(3) == 0) {
                List<?> choices = argument.getValue();
                question.put(argument.getKey(), choices.get(random.nextInt(choices.size())));
              }
            });
    String other = nodes.get(random.nextInt(nodes.size())).id;
    if (random.nextInt(4) == 0 && !other.equals(from)) {
      question.put("excluding", List.of(other));
    }
    if (random.nextInt(3) == 0) {
      question.put("asOf", (long) random.nextInt(2 * MOMENTS));
    }
    return question;
  }

  /// To each thing that it asks for the first path, made by going from all that is so near to all
  /// that is one hop further.
  List<List<String>> reached(Map<String, Object> question) {
    Map<String, List<String>> first = new HashMap<>();
    String from = String.valueOf(question.get("from"));
    first.put(from, List.of(from));
    int most = (Integer) Objects.requireNonNull(question.get("maxDepth"));
    for (int depth = 0; depth < most; depth++) {
      Map<String, List<String>> longer = new HashMap<>();
      for (List<String> path : List.copyOf(first.values())) {
        if (path.size() == depth + 1 && (depth == 0 || isLedThrough(question, path.getLast()))) {
          for (String id : next(question, path.getLast())) {
            boolean told = isOf(question, "kinds", id) || isLedThrough(question, id);
            if (told && !first.containsKey(id) && !given(question, "excluding").contains(id)) {
              List<String> along = new ArrayList<>(path);
              along.add(id);
              longer.merge(id, along, PlainGraph::earlier);
            }
          }
        }
      }
      first.putAll(longer);
    }
    return first.values().stream()
        .filter(path -> path.size() > 1 && isOf(question, "kinds", path.getLast()))
        .sorted(Comparator.<List<String>>comparingInt(List::size).thenComparing(List::getLast))
        .toList();
  }

  private static List<String> earlier(List<String> a, List<String> b) {
    return String.join(" ", a).compareTo(String.join(" ", b)) <= 0 ? a : b;
  }

  private boolean isLedThrough(Map<String, Object> question, String id) {
    return isOf(question, "through", id);
  }

  /// Whether it is of a kind that the argument names, or no hub where it names none.
  private boolean isOf(Map<String, Object> question, String argument, String id) {
    String label = nodes.stream().filter(it -> it.id.equals(id)).findFirst().orElseThrow().label;
    return question.containsKey(argument)
        ? given(question, argument).contains(label.toUpperCase(Locale.ROOT))
        : !label.equals("Person");
  }

  private Set<String> next(Map<String, Object> question, String id) {
    boolean directed = Boolean.TRUE.equals(question.get("directed"));
    Set<String> next = new LinkedHashSet<>();
    for (Edge edge : edges) {
      if (edge.isAt(question.get("asOf"))
          && (!question.containsKey("relationships")
              || given(question, "relationships").contains(edge.type))) {
        if (edge.from.id.equals(id) && !"INCOMING".equals(question.get("direction"))) {
          next.add(edge.to.id);
        }
        if (edge.to.id.equals(id) && !directed && !"OUTGOING".equals(question.get("direction"))) {
          next.add(edge.from.id);
        }
      }
    }
    return next;
  }

  Answer answer(Map<String, Object> question) {
    List<List<String>> paths = new ArrayList<>();
    extend(question, List.of(String.valueOf(question.get("from"))), paths);
    paths.removeIf(path -> !new TreeSet<>(path).containsAll(given(question, "via")));
    paths.sort(
        Comparator.<List<String>>comparingInt(List::size)
            .thenComparing(path -> String.join(" ", path)));
    if (Boolean.TRUE.equals(question.get("shortestOnly")) && !paths.isEmpty()) {
      int shortest = paths.getFirst().size();
      paths.removeIf(path -> path.size() > shortest);
    }
    int most = most(question);
    return new Answer(
        List.copyOf(paths.subList(0, Math.min(most, paths.size()))), paths.size() <= most);
  }

  static int most(Map<String, Object> question) {
    return (Integer) Objects.requireNonNull(question.get("maxPaths"));
  }

  private void extend(Map<String, Object> question, List<String> path, List<List<String>> paths) {
    if (path.getLast().equals(question.get("to"))) {
      paths.add(path);
      return;
    }
    if (path.size() > (Integer) Objects.requireNonNull(question.get("maxDepth"))) {
      return;
    }
    for (String id : next(question, path.getLast())) {
      if (!path.contains(id) && isAdmitted(question, id)) {
        List<String> longer = new ArrayList<>(path);
        longer.add(id);
        extend(question, longer, paths);
      }
    }
  }

  private boolean isAdmitted(Map<String, Object> question, String id) {
    return !given(question, "excluding").contains(id)
        && (isLedThrough(question, id)
            || id.equals(question.get("to"))
            || given(question, "via").contains(id));
  }

  private static Collection<?> given(Map<String, Object> question, String argument) {
    return question.get(argument) instanceof Collection<?> list ? list : List.of();
  }
}
