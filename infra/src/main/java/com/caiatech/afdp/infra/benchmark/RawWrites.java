package com.caiatech.afdp.infra.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;
import org.neo4j.driver.Result;
import org.neo4j.driver.Session;

/// What it took to write a graph's nodes and relationships with all their properties to an empty
/// graph by plain statements over the raw driver: the least that any projection costs. All of them
/// get one label and one type, and nodes are found by the index of that label.
///
/// @param cost of writing alone, not of reading them
record RawWrites(long nodes, long relationships, Cost cost) {
  private static final int BATCH = 1000;

  /// So many are read before they are written, so that reading takes no time of the writing.
  private static final int READ = 20_000;

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

  /// Writes all that a graph has to an empty one, each batch in a transaction.
  ///
  /// @param folder of the empty one, where nothing is yet
  static RawWrites copy(SampleState state, SampleGraph content, Path folder) {
    try (Driver from = content.driver();
        SampleGraph empty = new SampleGraph(state, folder);
        Driver to = empty.driver()) {
      Counted nodes = copy(from, READ_NODES, RawWrites::node, to, CREATE_NODES);
      Counted relationships =
          copy(from, READ_RELATIONSHIPS, RawWrites::relationship, to, CREATE_RELATIONSHIPS);
      return new RawWrites(nodes.rows, relationships.rows, nodes.cost.plus(relationships.cost));
    }
  }

  private record Counted(long rows, Cost cost) {}

  private static Counted copy(
      Driver from,
      String read,
      Function<Record, Map<String, Object>> row,
      Driver to,
      String create) {
    Counted counted = new Counted(0, Cost.NONE);
    try (Session reading = from.session();
        Session writing = to.session()) {
      Result result = reading.run(read);
      while (result.hasNext()) {
        List<Map<String, Object>> rows = new ArrayList<>(READ);
        while (rows.size() < READ && result.hasNext()) {
          rows.add(row.apply(result.next()));
        }
        Cost cost = Cost.of(() -> write(writing, create, rows));
        counted = new Counted(counted.rows + rows.size(), counted.cost.plus(cost));
      }
    }
    return counted;
  }

  private static Map<String, Object> node(Record record) {
    Map<String, Object> properties = new HashMap<>(record.get("properties").asMap());
    properties.put("id", record.get("element").asString());
    return properties;
  }

  private static Map<String, Object> relationship(Record record) {
    return Map.of(
        "from", record.get("from").asString(),
        "to", record.get("to").asString(),
        "properties", record.get("properties").asMap());
  }

  private static void write(Session session, String statement, List<Map<String, Object>> rows) {
    for (int from = 0; from < rows.size(); from += BATCH) {
      List<Map<String, Object>> batch = rows.subList(from, Math.min(from + BATCH, rows.size()));
      session.executeWriteWithoutResult(
          transaction -> transaction.run(statement, Map.of("rows", batch)).consume());
    }
  }
}
