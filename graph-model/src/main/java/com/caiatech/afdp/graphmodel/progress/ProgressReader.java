package com.caiatech.afdp.graphmodel.progress;

import com.caiatech.afdp.graphmodel.schema.Properties;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.neo4j.driver.AccessMode;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.TransactionConfig;
import org.neo4j.driver.Value;

/// Reads how far the intakes are that have something left to do.
public final class ProgressReader {
  private static final TransactionConfig SHORT =
      TransactionConfig.builder().withTimeout(Duration.ofSeconds(2)).build();
  private static final SessionConfig READING =
      SessionConfig.builder().withDefaultAccessMode(AccessMode.READ).build();

  /// Not more than anybody draws.
  private static final String RUNNING =
      """
      MATCH (p:Progress)
      WHERE p.endedAt IS NULL
      RETURN properties(p) AS progress
      ORDER BY p.id
      LIMIT 1000
      """;

  private final Driver driver;

  public ProgressReader(Driver driver) {
    this.driver = driver;
  }

  /// Those that go on or wait, by their kind and name; the first thousand.
  public List<RunningIntake> running() {
    try (Session session = driver.session(READING)) {
      return session.run(RUNNING, SHORT).list(row -> intake(row.get("progress")));
    }
  }

  private static RunningIntake intake(Value node) {
    Value total = node.get(Properties.TOTAL);
    Value rate = node.get(Properties.RATE_PER_SECOND);
    return new RunningIntake(
        source(node.get(Properties.UNIT).asString(), node.get(Properties.NAME).asString()),
        node.get(Properties.DONE).asLong(),
        total.isNull() ? null : total.asLong(),
        rate.isNull() ? null : rate.asDouble(),
        Instant.ofEpochMilli(node.get(Properties.LAST_MOVED_AT).asLong()));
  }

  private static String source(String unit, String name) {
    return Stream.of(IntakeUnit.values())
        .filter(known -> known.name().equals(unit))
        .findFirst()
        .map(known -> known.fullName(name))
        .orElse(name);
  }
}
