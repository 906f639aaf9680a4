package com.caiatech.afdp.graphmodel.migration;

import com.caiatech.afdp.graphmodel.GraphModelException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.TransactionContext;

/// Applies the {@link Migration}s that a database lacks.
///
/// Idempotent: every statement may run again, so a process that dies in between only leaves work to
/// the next. Safe to run from several processes at once: one holds a lock in the database, the
/// others wait for it. A migration that was applied with other content is a fault, for then nobody
/// knows what the database holds.
public final class Migrations {
  private static final String APPLIED =
      "MATCH (m:Migration) RETURN m.id AS version, m.checksum AS checksum ORDER BY version";
  private static final String ONE_LOCK =
      "CREATE CONSTRAINT migration_lock_id IF NOT EXISTS FOR (n:MigrationLock) REQUIRE n.id IS UNIQUE";
  private static final String LOCK =
      "MERGE (l:MigrationLock {id: 'lock'}) SET l.runs = coalesce(l.runs, 0) + 1";
  private static final String NOTE =
      """
      MERGE (m:Migration {id: $version})
      SET m.name = $name, m.checksum = $checksum, m.appliedAt = timestamp()
      """;
  private static final String AWAIT_INDEXES = "CALL db.awaitIndexes(300)";

  private final Driver driver;
  private final List<Migration> migrations;

  public Migrations(Driver driver) {
    this(driver, Migration.ALL);
  }

  Migrations(Driver driver, List<Migration> migrations) {
    this.driver = driver;
    this.migrations = List.copyOf(migrations);
  }

  /// Brings the database to this version and waits until its indexes answer.
  ///
  /// @throws GraphModelException.MigrationFault when an applied migration is unknown or differs;
  ///   nothing was changed
  public MigrationOutcome apply() {
    List<Migration> missing = missing();
    if (missing.isEmpty()) {
      return new MigrationOutcome.UpToDate(migrations.size());
    }
    try (Session session = driver.session()) {
      session.executeWriteWithoutResult(transaction -> transaction.run(ONE_LOCK).consume());
    }
    try (Session lockSession = driver.session();
        Transaction lock = lockSession.beginTransaction()) {
      lock.run(LOCK).consume();
      missing = missing();
      missing.forEach(this::apply);
      lock.commit();
    }
    return missing.isEmpty()
        ? new MigrationOutcome.UpToDate(migrations.size())
        : new MigrationOutcome.Applied(missing);
  }

  private void apply(Migration migration) {
    try (Session session = driver.session()) {
      session.executeWriteWithoutResult(transaction -> runAll(transaction, migration));
      session.run(AWAIT_INDEXES).consume();
      Map<String, Object> note =
          Map.of(
              "version", migration.version(),
              "name", migration.name(),
              "checksum", migration.checksum().value());
      session.executeWriteWithoutResult(transaction -> transaction.run(NOTE, note).consume());
    }
  }

  private static void runAll(TransactionContext transaction, Migration migration) {
    for (String statement : migration.statements()) {
      transaction.run(statement).consume();
    }
  }

  private List<Migration> missing() {
    Map<Integer, String> applied = new TreeMap<>();
    try (Session session = driver.session()) {
      session
          .executeRead(transaction -> transaction.run(APPLIED).list())
          .forEach(row -> applied.put(row.get("version").asInt(), row.get("checksum").asString()));
    }
    refuseUnknown(applied);
    return migrations.stream().filter(it -> !applied.containsKey(it.version())).toList();
  }

  private void refuseUnknown(Map<Integer, String> applied) {
    Map<Integer, Migration> known = new TreeMap<>();
    migrations.forEach(migration -> known.put(migration.version(), migration));
    applied.forEach(
        (version, checksum) -> {
          Migration migration = known.get(version);
          if (migration == null) {
            throw new GraphModelException.MigrationFault(
                "Migrating the graph: it has version "
                    + version
                    + ", this program knows versions up to "
                    + migrations.size()
                    + "; nothing was changed; start the newer program, or rebuild the graph");
          }
          if (!migration.checksum().value().equals(checksum)) {
            throw new GraphModelException.MigrationFault(
                "Migrating the graph: migration "
                    + version
                    + " ("
                    + migration.name()
                    + ") was applied with checksum "
                    + checksum
                    + ", this program has "
                    + migration.checksum()
                    + "; nothing was changed; rebuild the graph");
          }
        });
  }
}
