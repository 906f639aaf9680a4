package com.caiatech.afdp.infra.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;

/// A graph's nodes and relationships with all their properties, to be written to an empty graph by
/// plain statements over the raw driver: the least that any projection costs. All of them get one
/// label and one type, and nodes are found by the index of that label.
///
/// @param nodes their properties, with ids of their own
/// @param relationships `from` and `to` by those ids, and their properties
record RawWrites(List<Map<String, Object>> nodes, List<Map<String, Object>> relationships) {
  private static final int BATCH = 1000;
  private static final String READ_NODES =
      "MATCH (n) RETURN elementId(n) AS element, properties(n) AS properties";
  private static final String READ_RELATIONSHIPS =
      """
      MATCH (a)-[r]->(b)
      RETURN elementId(a) AS from, elementId(b) AS to, properties(r) AS properties
      """;
  private static final String CREATE_NODES = "UNWIND $rows AS row CREATE (n:Record) SET n = row";
  private static final String CREATE_RELATIONSHIPS =
      """
      UNWIND $rows AS row
      MATCH (a:Record {id: row.from})
      MATCH (b:Record {id: row.to})
      CREATE (a)-[r:IN_LEDGER]->(b) SET r = row.properties
      """;

  /// Reads all that the graph has.
  static RawWrites of(Driver driver) {
    Map<String, String> ids = new HashMap<>();
    List<Map<String, Object>> nodes = new ArrayList<>();
    List<Map<String, Object>> relationships = new ArrayList<>();
    try (Session session = driver.session()) {
      for (Record row : session.run(READ_NODES).list()) {
        String id = "raw-" + nodes.size();
        ids.put(row.get("element").asString(), id);
        Map<String, Object> properties = new HashMap<>(row.get("properties").asMap());
        properties.put("id", id);
        nodes.add(properties);
      }
      for (Record row : session.run(READ_RELATIONSHIPS).list()) {
        relationships.add(
            Map.of(
                "from", String.valueOf(ids.get(row.get("from").asString())),
                "to", String.valueOf(ids.get(row.get("to").asString())),
                "properties", row.get("properties").asMap()));
      }
    }
    return new RawWrites(nodes, relationships);
  }

  /// Writes them, each batch in a transaction.
  void write(Driver driver) {
    try (Session session = driver.session()) {
      write(session, CREATE_NODES, nodes);
      write(session, CREATE_RELATIONSHIPS, relationships);
    }
  }

  private static void write(Session session, String statement, List<Map<String, Object>> rows) {
    for (int from = 0; from < rows.size(); from += BATCH) {
      List<Map<String, Object>> batch = rows.subList(from, Math.min(from + BATCH, rows.size()));
      session.executeWriteWithoutResult(
          transaction -> transaction.run(statement, Map.of("rows", batch)).consume());
    }
  }
}
