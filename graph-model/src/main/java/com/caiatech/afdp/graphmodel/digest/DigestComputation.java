package com.caiatech.afdp.graphmodel.digest;

import com.caiatech.afdp.graphmodel.projection.RangeState;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;
import org.neo4j.driver.Values;
import org.neo4j.driver.exceptions.value.Uncoercible;

/// Computes a {@link GraphDigest} from the rows of {@link DigestStatement}, in their order. Memory:
/// the digests of what leaves one node, and those of what no projection writes.
final class DigestComputation {
  private static final Set<String> KNOWN_TYPES = Set.copyOf(Relationships.TYPES);

  /// What the projection notes for itself on nodes that carry facts.
  private static final Map<String, List<String>> OWN_NOTES =
      Map.of(
          Labels.LEDGER, List.of(Properties.FRONTIER, Properties.POLICY, Properties.RECORDED),
          Labels.REPOSITORY, List.of(Properties.HEADS));

  private final TreeBuilder facts = new TreeBuilder();
  private final TreeBuilder observations = new TreeBuilder();
  private final DigestEncoding encoding = new DigestEncoding();
  private final List<ConsistencyToken> cut = new ArrayList<>();
  private long foreign;
  private long pending;

  /// Takes the next row.
  void add(Record row) {
    TreeBuilder tree = row.get(DigestStatement.OBSERVED).asBoolean() ? observations : facts;
    List<String> labels = texts(row.get(DigestStatement.LABELS));
    String label = String.join(":", labels);
    String id = row.get(DigestStatement.ID).asString(null);
    String type = row.get(DigestStatement.TYPE).asString(null);
    Map<String, Value> properties =
        new TreeMap<>(row.get(DigestStatement.PROPERTIES).asMap(value -> value));
    if (label.equals(Labels.AWAITED) && id != null && type == null) {
      pending++;
    } else if (id == null) {
      foreign++;
      byte[] digest =
          type == null
              ? node(labels, properties)
              : relationship(row.get(DigestStatement.START), type, row, properties);
      tree.addForeign(label, type, digest);
    } else if (type == null) {
      addNode(tree, label, id, properties);
    } else {
      foreign += KNOWN_TYPES.contains(type) ? 0 : 1;
      leaveOutPending(type, properties);
      byte[] digest = relationship(row.get(DigestStatement.ID), type, row, properties);
      tree.addRelationship(label, type, id, digest);
    }
  }

  /// The digest over all rows.
  GraphDigest finish() {
    return new GraphDigest(facts.finish(), observations.finish(), foreign, pending, cut);
  }

  private void addNode(TreeBuilder tree, String label, String id, Map<String, Value> properties) {
    if (label.equals(Labels.LEDGER)) {
      addCut(properties);
    }
    properties.keySet().removeAll(OWN_NOTES.getOrDefault(label, List.of()));
    tree.addNode(label, id, node(List.of(label), properties));
  }

  private byte[] node(List<String> labels, Map<String, Value> properties) {
    return encoding.texts(labels).map(properties).sha256();
  }

  private byte[] relationship(Value start, String type, Record row, Map<String, Value> properties) {
    return encoding
        .value(start)
        .text(type)
        .texts(texts(row.get(DigestStatement.END_LABELS)))
        .value(row.get(DigestStatement.END))
        .map(properties)
        .sha256();
  }

  private void leaveOutPending(String type, Map<String, Value> properties) {
    if (type.equals(Relationships.DEPLOYED)
        && Values.value(RangeState.PENDING.name()).equals(properties.get(Properties.RANGE_STATE))) {
      properties.remove(Properties.RANGE_STATE);
      pending++;
    }
  }

  /// Notes the size of a ledger; one that somebody made without a name or size has none.
  private void addCut(Map<String, Value> ledger) {
    Value volume = ledger.getOrDefault(Properties.VOLUME, Values.NULL);
    Value size = ledger.getOrDefault(Properties.SIZE, Values.NULL);
    try {
      cut.add(new ConsistencyToken(new VolumeName(volume.asString()), size.asLong()));
    } catch (IllegalArgumentException | Uncoercible noLedgerOfOurs) {
      return;
    }
  }

  private static List<String> texts(Value values) {
    return values.asList(value -> value.asString()).stream().sorted().toList();
  }
}
