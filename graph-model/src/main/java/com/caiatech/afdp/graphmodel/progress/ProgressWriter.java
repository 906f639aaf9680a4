package com.caiatech.afdp.graphmodel.progress;

import com.caiatech.afdp.graphmodel.projection.PropertyMap;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.event.PushSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.TransactionConfig;

/// Tells how far an intake is: one node for each repository and volume, beside the facts.
///
/// Each call is one short statement that touches that node alone, so that no writer of facts waits
/// for it, and it is not tried again: what it would say is said better a few seconds later.
public final class ProgressWriter {
  private static final TransactionConfig SHORT =
      TransactionConfig.builder().withTimeout(Duration.ofSeconds(2)).build();

  /// An intake that is not over has begun when it was first told of, and moved when it last got on,
  /// whichever process tells of it.
  private static final String MOVED =
      """
      MERGE (p:Progress {id: $id})
      WITH p, p.startedAt IS NOT NULL AND p.endedAt IS NULL AS goesOn
      WITH p, CASE WHEN goesOn THEN p.startedAt ELSE $at END AS startedAt,
           CASE WHEN goesOn AND p.activity = $activity AND p.done = $done THEN p.lastMovedAt
                ELSE $at END AS lastMovedAt
      SET p = $properties, p.startedAt = startedAt, p.lastMovedAt = lastMovedAt
      """;

  private static final String WAITS =
      """
      MERGE (p:Progress {id: $id})
      WITH p, p.startedAt IS NULL OR p.endedAt IS NOT NULL AS begins
      SET p = CASE WHEN begins THEN $beginning ELSE properties(p) END
      SET p.waitsFor = $waitsFor
      """;
  private static final String ENDED =
      """
      MATCH (p:Progress {id: $id})
      WHERE p.endedAt IS NULL
      SET p.done = coalesce(p.total, p.done), p.total = coalesce(p.total, p.done),
          p.lastMovedAt = $at, p.endedAt = $at
      REMOVE p.waitsFor, p.ratePerSecond
      """;
  private static final String FORGET = "MATCH (p:Progress {id: $id}) DELETE p";

  private final Driver driver;

  public ProgressWriter(Driver driver) {
    this.driver = driver;
  }

  /// Says how far it is; it waits for nothing then.
  public void moved(Progress progress) {
    run(
        MOVED,
        Map.of(
            "id", Urns.progress(progress.source()),
            "activity", progress.activity().name(),
            "done", progress.done(),
            "at", progress.at().toEpochMilli(),
            "properties", properties(progress).toMap()));
  }

  /// Says what it waits for; how far it was stays.
  public void waits(PushSource source, IntakeWait wait, Instant at) {
    Progress nothing = new Progress(source, IntakeActivity.FETCHING, 0, null, null, at);
    SortedMap<String, Object> beginning =
        properties(nothing)
            .with(Properties.STARTED_AT, at)
            .with(Properties.LAST_MOVED_AT, at)
            .toMap();
    run(
        WAITS,
        Map.of("id", Urns.progress(source), "beginning", beginning, "waitsFor", wait.name()));
  }

  /// Says that nothing is left to do, where something else was said before.
  public void ended(PushSource source, Instant at) {
    run(ENDED, Map.of("id", Urns.progress(source), "at", at.toEpochMilli()));
  }

  /// Says nothing more of it.
  public void forget(PushSource source) {
    run(FORGET, Map.of("id", Urns.progress(source)));
  }

  private static PropertyMap properties(Progress progress) {
    return new PropertyMap()
        .with(Properties.ID, Urns.progress(progress.source()))
        .with(Properties.NAME, name(progress.source()))
        .with(Properties.UNIT, IntakeUnit.of(progress.source()))
        .with(Properties.ACTIVITY, progress.activity())
        .with(Properties.DONE, progress.done())
        .with(Properties.TOTAL, progress.total())
        .with(Properties.RATE_PER_SECOND, progress.ratePerSecond());
  }

  private static String name(PushSource source) {
    return switch (source) {
      case PushSource.Source repository -> repository.repository().value();
      case PushSource.Ledger ledger -> ledger.volume().value();
    };
  }

  private void run(String statement, Map<String, Object> parameters) {
    try (Session session = driver.session()) {
      session.run(statement, parameters, SHORT).consume();
    }
  }
}
