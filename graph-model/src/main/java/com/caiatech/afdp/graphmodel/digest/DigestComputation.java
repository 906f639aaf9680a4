package com.caiatech.afdp.graphmodel.digest;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.projection.RangeState;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/// Computes a {@link GraphDigest} from the rows of its statement, in their order.
public final class DigestComputation {
  private static final String ROOT = "root";
  private static final String PARENT = "parent";

  /// What the projection notes for itself on a ledger's node.
  private static final List<String> OWN_NOTES = List.of(Properties.FRONTIER, Properties.POLICY);

  private final MessageDigest facts = Sha256.newDigest();
  private final MessageDigest observations = Sha256.newDigest();
  private final Deque<String> roots = new ArrayDeque<>();
  private final Map<String, List<String>> parents = new HashMap<>();
  private final List<ConsistencyToken> cut = new ArrayList<>();
  private @Nullable Set<String> deployedHistory;
  private String section = "";
  private String lastId = "";
  private long nodes;
  private long relationships;
  private long pending;

  private record Edge(String type, String to, String properties) implements Comparable<Edge> {
    private static final Comparator<Edge> ORDER =
        Comparator.comparing(Edge::type).thenComparing(Edge::to).thenComparing(Edge::properties);

    @Override
    public int compareTo(Edge other) {
      return ORDER.compare(this, other);
    }
  }

  /// Takes the next row.
  public void add(Record row) {
    String rowSection = row.get("section").asString();
    String id = row.get("id").asString();
    switch (rowSection) {
      case ROOT -> roots.add(id);
      case PARENT ->
          parents
              .computeIfAbsent(id, ignored -> new ArrayList<>(1))
              .add(row.get("edges").get(0).get(1).asString());
      default -> addNode(rowSection, id, row);
    }
  }

  /// The digest over all rows.
  public GraphDigest finish() {
    return new GraphDigest(
        Sha256.ofDigest(facts.digest()),
        Sha256.ofDigest(observations.digest()),
        nodes,
        relationships,
        pending,
        cut);
  }

  private void addNode(String label, String id, Record row) {
    requireOrder(label, id);
    if (label.equals(Labels.COMMIT) && !deployedHistory().contains(id)) {
      return;
    }
    Map<String, Value> properties = new TreeMap<>(row.get("properties").asMap(value -> value));
    if (label.equals(Labels.LEDGER)) {
      cut.add(
          new ConsistencyToken(
              new VolumeName(row.get("properties").get(Properties.VOLUME).asString()),
              row.get("properties").get(Properties.SIZE).asLong()));
      String ended = text(properties.remove(Properties.ENDED));
      update(observations, label + "\n" + id + "\n" + Properties.ENDED + "=" + ended + "\n");
      properties.keySet().removeAll(OWN_NOTES);
    }
    List<Edge> edges = edges(row.get("edges"));
    if (properties.remove(Properties.OBSERVED) != null) {
      update(observations, line(label, id, properties, edges));
      return;
    }
    update(facts, line(label, id, properties, edges));
    nodes++;
    relationships += edges.size();
  }

  private void requireOrder(String label, String id) {
    boolean sameSection = label.equals(section);
    int order = sameSection ? id.compareTo(lastId) : label.compareTo(section);
    if (order <= 0) {
      throw new GraphModelException.InconsistentGraph(
          "Computing the graph's digest: expected rows in the order of label and id, found "
              + label
              + " "
              + id
              + " after "
              + section
              + " "
              + lastId
              + "; nothing was changed");
    }
    section = label;
    lastId = id;
  }

  private Set<String> deployedHistory() {
    Set<String> known = deployedHistory;
    if (known == null) {
      known = new HashSet<>(roots);
      while (!roots.isEmpty()) {
        for (String parent : parents.getOrDefault(roots.remove(), List.of())) {
          if (known.add(parent)) {
            roots.add(parent);
          }
        }
      }
      parents.clear();
      deployedHistory = known;
    }
    return known;
  }

  private List<Edge> edges(Value values) {
    List<Edge> edges = new ArrayList<>(values.size());
    for (Value value : values.values()) {
      String type = value.get(0).asString();
      Map<String, Value> properties = new TreeMap<>(value.get(2).asMap(it -> it));
      if (type.equals(Relationships.DEPLOYED)
          && value
              .get(2)
              .get(Properties.RANGE_STATE)
              .asString("")
              .equals(RangeState.PENDING.name())) {
        properties.remove(Properties.RANGE_STATE);
        pending++;
      }
      edges.add(new Edge(type, value.get(1).asString(), text(properties)));
    }
    edges.sort(null);
    return edges;
  }

  private static String line(
      String label, String id, Map<String, Value> properties, List<Edge> edges) {
    StringBuilder text = new StringBuilder(label).append('\n').append(id).append('\n');
    text.append(text(properties)).append('\n');
    for (Edge edge : edges) {
      text.append(edge.type())
          .append(' ')
          .append(edge.to())
          .append(' ')
          .append(edge.properties())
          .append('\n');
    }
    return text.toString();
  }

  private static String text(Map<String, Value> properties) {
    StringBuilder text = new StringBuilder();
    properties.forEach((name, value) -> text.append(name).append('=').append(text(value)));
    return text.toString();
  }

  /// A value with its type and, for text, its length, so that no two contents look alike.
  private static String text(@Nullable Value value) {
    if (value == null || value.isNull()) {
      return "absent;";
    }
    return switch (value.type().name()) {
      case "STRING" -> "s" + value.asString().length() + ":" + value.asString() + ";";
      case "INTEGER" -> "i" + value.asLong() + ";";
      case "FLOAT" -> "f" + value.asDouble() + ";";
      case "BOOLEAN" -> "b" + value.asBoolean() + ";";
      case "LIST OF ANY?" -> {
        StringBuilder list = new StringBuilder("l" + value.size() + ":");
        value.values().forEach(element -> list.append(text(element)));
        yield list.append(';').toString();
      }
      default ->
          throw new GraphModelException.InconsistentGraph(
              "Computing the graph's digest: a property has the unexpected type "
                  + value.type().name());
    };
  }

  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }
}
