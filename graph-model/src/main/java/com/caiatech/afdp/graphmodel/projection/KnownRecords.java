package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.schema.Batch;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.TransactionContext;
import org.neo4j.driver.Value;

/// Records that were verified here, or read from the graph, by the digest of their bytes. The
/// records of a deployment are looked at again with each further one that names them, and their
/// bodies are most of what a graph would have to send for it.
///
/// The digest is the one at the record's node, so a record is never taken for another one. Those
/// that were not asked for longest are forgotten. Safe for use by several threads.
final class KnownRecords {
  private static final long MOST_BYTES = 8L << 20;

  private static final String BODIES =
      """
      MATCH (r:Record)
      WHERE r.id IN $batch.ids
      RETURN r.id AS id, r.body AS body
      """;

  private final Map<Sha256, Known> records = new LinkedHashMap<>(1024, 0.75f, true);
  private long bytes;

  /// @param size of its bytes
  private record Known(LedgerRecord record, int size) {}

  /// Takes what was read and judged, as far as it is a record.
  void add(ProjectedEntry entry) {
    ProjectedEntry.Content content = entry.content();
    if (content != null) {
      add(content.record(), content.json().length());
    }
  }

  private synchronized void add(LedgerRecord record, int size) {
    if (records.put(record.tree().sha256(), new Known(record, size)) == null) {
      bytes += size;
    }
    for (Iterator<Known> eldest = records.values().iterator(); bytes > MOST_BYTES; ) {
      bytes -= eldest.next().size();
      eldest.remove();
    }
  }

  private synchronized @Nullable LedgerRecord get(Sha256 sha256) {
    Known known = records.get(sha256);
    return known == null ? null : known.record();
  }

  /// The records at these nodes, by their ids; what is not known is read from the graph.
  ///
  /// @param nodes with `id`, `volume`, `index` and `sha256`
  /// @throws GraphModelException.InconsistentGraph when a body is not the one that was verified
  Map<String, LedgerRecord> at(TransactionContext transaction, Collection<Value> nodes) {
    Map<String, LedgerRecord> found = new HashMap<>();
    Map<String, Value> unknown = new LinkedHashMap<>();
    for (Value node : nodes) {
      String id = node.get(Properties.ID).asString();
      LedgerRecord record = get(sha256(node));
      if (record == null) {
        unknown.put(id, node);
      } else {
        found.put(id, record);
      }
    }
    if (!unknown.isEmpty()) {
      List<String> ids = new ArrayList<>(unknown.keySet());
      transaction
          .run(BODIES, Batch.of("ids", ids))
          .forEachRemaining(
              row -> {
                String id = row.get("id").asString();
                Value node = unknown.get(id);
                if (node != null) {
                  found.put(id, read(node, row.get("body")));
                }
              });
    }
    return found;
  }

  /// A record from the body of its node, once that has the digest that was verified.
  private LedgerRecord read(Value node, Value text) {
    byte[] body = text.asString("").getBytes(StandardCharsets.UTF_8);
    try {
      LedgerRecord record = RecordCodec.decodeAgain(body, sha256(node));
      add(record, body.length);
      return record;
    } catch (SchemasException.MalformedInput | SchemasException.LimitExceeded other) {
      throw inconsistent(node, "its body is none that was verified: " + other.getMessage());
    }
  }

  private static Sha256 sha256(Value node) {
    return new Sha256(node.get(Properties.SHA256).asString());
  }

  static GraphModelException inconsistent(Value node, String reason) {
    return new GraphModelException.InconsistentGraph(
        "Reading record "
            + node.get(Properties.VOLUME).asString()
            + ":"
            + node.get(Properties.INDEX).asLong()
            + " from the graph: "
            + reason
            + "; nothing was changed; rebuild the graph");
  }
}
