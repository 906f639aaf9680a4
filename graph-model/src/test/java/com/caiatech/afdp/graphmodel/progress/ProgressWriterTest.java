package com.caiatech.afdp.graphmodel.progress;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.graphmodel.query.Answers;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.VolumeName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProgressWriterTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final PushSource SHOP = new PushSource.Source(new RepositoryName("shop"));
  private static final PushSource MANIFESTS = new PushSource.Ledger(new VolumeName("manifests"));
  private static final Instant BEGIN = Instant.parse("2026-01-31T12:00:00Z");

  private static final List<String> FIELDS =
      List.of("done", "total", "secondsLeft", "startedAt", "lastMovedAt", "endedAt", "waitsFor");

  private final ProgressWriter writer = new ProgressWriter(NEO4J.driver());
  private final GraphQueries queries = new GraphQueries(NEO4J.driver(), Neo4jFixture.PATIENT);

  @BeforeEach
  void begin() {
    NEO4J.clear();
    new Migrations(NEO4J.driver()).apply();
  }

  @Test
  void aRepositoryThatWasNeverReadIsListedWithItsIntake() {
    writer.moved(taken(0, null, null, 0));
    Row repository = repository();
    assertThat(repository.get("name")).isEqualTo("shop");
    assertThat(repository.get("commitCount")).isEqualTo(0L);
    assertThat(repository.get("pending")).isEqualTo(0L);
    assertThat(row(repository).get("total")).isNull();
    assertThat(row(repository).get("secondsLeft")).isNull();
  }

  @Test
  void anIntakeThatIsCutGoesOnAndEnds() {
    writer.moved(taken(100, 1000L, 50.0, 2));
    assertThat(progress()).containsEntry("done", 100L).containsEntry("secondsLeft", 18L);
    assertThat(repository().get("pending")).isEqualTo(900L);
    writer.waits(SHOP, IntakeWait.NEXT_CALL, at(4));
    assertThat(progress())
        .as("it stands where it was")
        .containsEntry("done", 100L)
        .containsEntry("lastMovedAt", at(2).toEpochMilli())
        .containsEntry("waitsFor", "NEXT_CALL");
    writer.moved(taken(100, 1000L, 50.0, 6));
    assertThat(progress())
        .as("nothing moved")
        .containsEntry("lastMovedAt", at(2).toEpochMilli())
        .containsEntry("waitsFor", null);
    writer.moved(taken(600, 1000L, 50.0, 8));
    assertThat(progress())
        .containsEntry("startedAt", at(2).toEpochMilli())
        .containsEntry("lastMovedAt", at(8).toEpochMilli());
    assertThat(new ProgressReader(NEO4J.driver()).running())
        .containsExactly(new RunningIntake("repositories/shop", 600, 1000L, 50.0, at(8)));
    writer.ended(SHOP, at(10));
    assertThat(new ProgressReader(NEO4J.driver()).running()).isEmpty();
    assertThat(progress())
        .containsEntry("done", 1000L)
        .containsEntry("endedAt", at(10).toEpochMilli())
        .containsEntry("secondsLeft", null);
    writer.ended(SHOP, at(12));
    assertThat(progress()).containsEntry("endedAt", at(10).toEpochMilli());
  }

  @Test
  void anIntakeInWordsOfNewerSoftwareIsReadLikeAnyOther() {
    writer.moved(taken(100, 1000L, 50.0, 2));
    NEO4J
        .driver()
        .executableQuery(
            """
            MATCH (p:Progress {name: 'shop'}) SET p.activity = 'COUNTING'
            CREATE (:Progress {id: 'urn:afdp:progress:archive:old', name: 'old', unit: 'BOXES',
              activity: 'DUSTING', done: 7, lastMovedAt: $at})
            """)
        .withParameters(Map.of("at", at(3).toEpochMilli()))
        .execute();
    assertThat(new ProgressReader(NEO4J.driver()).running())
        .containsExactlyInAnyOrder(
            new RunningIntake("repositories/shop", 100, 1000L, 50.0, at(2)),
            new RunningIntake("old", 7, null, null, at(3)));
  }

  @Test
  void theNextIntakeBeginsAnew() {
    writer.moved(taken(100, 1000L, 50.0, 2));
    writer.ended(SHOP, at(4));
    writer.waits(SHOP, IntakeWait.REPOSITORY, at(60));
    assertThat(progress())
        .containsEntry("startedAt", at(60).toEpochMilli())
        .containsEntry("done", 0L)
        .containsEntry("total", null)
        .containsEntry("endedAt", null)
        .containsEntry("waitsFor", "REPOSITORY");
    writer.forget(SHOP);
    assertThat(nodes()).isEmpty();
  }

  @Test
  void aLedgerTellsWhatIsPendingBehindItsWatermark() {
    NEO4J
        .driver()
        .executableQuery(
            "CREATE (:Ledger {id: 'urn:afdp:ledger:manifests', volume: 'manifests',"
                + " series: 'deployment-manifests', size: 30})")
        .execute();
    writer.moved(new Progress(MANIFESTS, IntakeActivity.TAKING_IN, 20, 45L, null, BEGIN));
    Selection ledgers =
        Selection.of(
            "ledgers", Selection.of("pending"), Selection.of("progress", Selection.of("unit")));
    Row ledger = Answers.rows(queries.fetch(ledgers)).getFirst();
    assertThat(ledger.get("pending")).isEqualTo(15L);
    assertThat(row(ledger).get("unit")).isEqualTo("RECORDS");
  }

  @Test
  void noDigestKnowsOfIt() {
    GraphDigest before = GraphDigest.compute(NEO4J.driver(), Duration.ofMinutes(5));
    writer.moved(taken(100, 1000L, 50.0, 2));
    assertThat(GraphDigest.compute(NEO4J.driver(), Duration.ofMinutes(5))).isEqualTo(before);
  }

  private static Progress taken(
      long done, @Nullable Long total, @Nullable Double rate, int seconds) {
    return new Progress(SHOP, IntakeActivity.TAKING_IN, done, total, rate, at(seconds));
  }

  private static Instant at(int seconds) {
    return BEGIN.plusSeconds(seconds);
  }

  private Map<String, @Nullable Object> progress() {
    Row row = row(repository());
    Map<String, @Nullable Object> values = new HashMap<>();
    FIELDS.forEach(field -> values.put(field, row.get(field)));
    return values;
  }

  private static Row row(Row of) {
    return Answers.row(of.get("progress"));
  }

  private Row repository() {
    return nodes().getFirst();
  }

  private List<Row> nodes() {
    Selection nodes =
        Selection.of(
            "nodes",
            Selection.of("name"),
            Selection.of("commitCount"),
            Selection.of("pending"),
            Selection.of("progress", FIELDS.stream().map(Selection::of).toArray(Selection[]::new)));
    Row page =
        Answers.row(queries.fetch(Answers.with(Map.of("first", 10L), "repositories", nodes)));
    return Answers.rows(page.get("nodes"));
  }
}
