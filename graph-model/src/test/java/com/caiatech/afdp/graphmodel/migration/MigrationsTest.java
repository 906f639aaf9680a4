package com.caiatech.afdp.graphmodel.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.schemas.id.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MigrationsTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  @BeforeEach
  void emptyDatabase() {
    NEO4J.reset();
  }

  @Test
  void anEmptyDatabaseGetsEveryConstraintAndASecondRunChangesNothing() {
    Migrations migrations = new Migrations(NEO4J.driver());

    assertThat(migrations.apply()).isEqualTo(new MigrationOutcome.Applied(Migration.ALL));
    assertThat(migrations.apply()).isEqualTo(new MigrationOutcome.UpToDate(Migration.ALL.size()));
    assertThat(names("SHOW CONSTRAINTS YIELD name RETURN name"))
        .contains("deployment_id", "record_id", "commit_id", "subject_lock_id");
    assertThat(names("SHOW INDEXES YIELD name, state WHERE state = 'ONLINE' RETURN name"))
        .contains("step_order", "record_subject", "deployed_range_state");
  }

  @Test
  void severalProcessesThatStartTogetherApplyEachMigrationOnce() throws Exception {
    List<Future<MigrationOutcome>> runs = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        runs.add(executor.submit(() -> new Migrations(NEO4J.driver()).apply()));
      }
    }
    List<MigrationOutcome> outcomes = new ArrayList<>();
    for (Future<MigrationOutcome> run : runs) {
      outcomes.add(run.get());
    }
    assertThat(outcomes).filteredOn(MigrationOutcome.Applied.class::isInstance).hasSize(1);
    assertThat(names("MATCH (m:Migration) RETURN m.name AS name ORDER BY m.id"))
        .isEqualTo(Migration.ALL.stream().map(Migration::name).toList());
  }

  @Test
  void aMigrationThatWasAppliedWithOtherContentIsRefused() {
    new Migrations(NEO4J.driver()).apply();
    Migration first = Migration.ALL.getFirst();
    Migration changed = new Migration(1, first.name(), Sha256.ofUtf8("other"), first.statements());

    assertThatThrownBy(() -> new Migrations(NEO4J.driver(), List.of(changed)).apply())
        .isInstanceOf(GraphModelException.MigrationFault.class)
        .hasMessageContaining("migration 1 (identities) was applied with checksum")
        .hasMessageContaining("nothing was changed");
  }

  @Test
  void aDatabaseOfANewerProgramIsRefused() {
    new Migrations(NEO4J.driver()).apply();

    assertThatThrownBy(
            () -> new Migrations(NEO4J.driver(), List.of(Migration.ALL.getFirst())).apply())
        .isInstanceOf(GraphModelException.MigrationFault.class)
        .hasMessageContaining("it has version 2, this program knows versions up to 1");
  }

  private static List<String> names(String statement) {
    return NEO4J.driver().executableQuery(statement).execute().records().stream()
        .map(row -> row.get("name").asString())
        .toList();
  }
}
