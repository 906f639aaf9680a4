package com.caiatech.afdp.graphmodel.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.soundness.FindingKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.neo4j.driver.Session;

/// What is not proven of a story's deployments: of the first nothing, of the second an approval, of
/// the third one for a while, and of the fourth a record that nobody refers to.
class UnprovenTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final Instant CURED = Story.START.plusSeconds(600);
  private static String unnamed = "";

  private final GraphQueries queries = new GraphQueries(NEO4J.driver(), Neo4jFixture.PATIENT);

  @BeforeAll
  static void project() {
    new Migrations(NEO4J.driver()).apply();
    Story story = new Story();
    for (int i = 1; i <= 4; i++) {
      story.deploy(i);
    }
    Map<Series, List<ProjectedEntry>> volumes = story.volumes();
    refuse(volumes, Series.APPROVALS, 1, null);
    refuse(volumes, Series.APPROVALS, 2, CURED);
    List<ProjectedEntry> manifests = entries(volumes, Series.DEPLOYMENT_MANIFESTS);
    manifests.set(manifests.size() - 1, withoutAStep(manifests.getLast()));
    volumes.forEach(
        (series, entries) -> {
          VolumeState start = VolumeState.start(series.firstVolume(), series);
          VolumeState after = Story.stateAfter(start, entries, Sha256.ofUtf8("policy"));
          assertThat(
                  new GraphWriter(NEO4J.driver())
                      .append(start, after, entries, List.of(), StoryPolicies.ONE_APPROVAL))
              .isInstanceOf(WriteOutcome.Written.class);
        });
  }

  private static List<ProjectedEntry> entries(
      Map<Series, List<ProjectedEntry>> volumes, Series series) {
    return Objects.requireNonNull(volumes.get(series));
  }

  private static void refuse(
      Map<Series, List<ProjectedEntry>> volumes, Series series, int at, @Nullable Instant until) {
    List<ProjectedEntry> entries = entries(volumes, series);
    entries.set(at, Story.refused(entries.get(at), until));
  }

  /// The closed manifest, as it would be if it did not name the last step.
  private static ProjectedEntry withoutAStep(ProjectedEntry entry) {
    LedgerRecord record = Objects.requireNonNull(entry.content()).record();
    DeploymentManifestClosed closed = (DeploymentManifestClosed) record.body();
    unnamed = closed.records().getLast().path();
    LedgerRecord other =
        LedgerRecord.of(
            record.header(),
            new DeploymentManifestClosed(
                closed.status(),
                closed.reason(),
                closed.durationSeconds(),
                closed.servedAfterMillis(),
                closed.serving(),
                closed.openedRef(),
                closed.records().subList(0, closed.records().size() - 1),
                closed.preCheckResultsRef(),
                closed.postCheckResultsRef(),
                closed.restoredDeploymentId()));
    return new ProjectedEntry(
        entry.volume(),
        entry.series(),
        entry.index(),
        entry.path(),
        entry.subject(),
        entry.recordId(),
        other.tree().sha256(),
        entry.leafHash(),
        entry.ledgerCommit(),
        entry.recordedAt(),
        entry.signer(),
        new ProjectedEntry.Content(
            other, new String(RecordCodec.encode(other), StandardCharsets.UTF_8)),
        entry.violations());
  }

  @Test
  void eachIsToldWithItsDeploymentAndItsReasonTheNewestFirst() {
    assertThat(told(Map.of("first", 100)))
        .containsExactly("UNNAMED_RECORD of 4: " + unnamed, "MISSING_APPROVAL of 2: null")
        .isEqualTo(naively());
    assertThat(reasons())
        .anyMatch(reason -> reason.contains("rule staging-approval asks for approvals"))
        .anyMatch(
            reason -> reason.endsWith("records: expected " + unnamed + ", which stood before"));
  }

  @Test
  void atAMomentWhatWasFoundThenIsTold() {
    assertThat(told(Map.of("first", 100, "asOf", CURED.minusMillis(1))))
        .contains("MISSING_APPROVAL of 3: null", "MISSING_APPROVAL of 2: null");
    assertThat(told(Map.of("first", 100, "asOf", CURED))).isEqualTo(told(Map.of("first", 100)));
    assertThat(told(Map.of("first", 100, "asOf", Story.START))).isEmpty();
  }

  @Test
  void itIsFilteredAndPaged() {
    Map<String, Object> approvals = Map.of("kind", Map.of("eq", "MISSING_APPROVAL"));
    assertThat(told(Map.of("first", 1, "filter", approvals)))
        .containsExactly("MISSING_APPROVAL of 2: null");
    Map<String, Object> fourth = Map.of("deployment", Map.of("sequence", Map.of("eq", 4)));
    assertThat(told(Map.of("first", 1, "filter", fourth)))
        .containsExactly("UNNAMED_RECORD of 4: " + unnamed);
    assertThat(told(Map.of("last", 1))).containsExactly("MISSING_APPROVAL of 2: null");
  }

  private List<Row> nodes(Map<String, Object> arguments) {
    Row page =
        (Row)
            Objects.requireNonNull(
                queries.fetch(
                    new Selection(
                        "unproven",
                        "unproven",
                        new HashMap<>(arguments),
                        Set.of(),
                        List.of(
                            Selection.of(
                                "nodes",
                                Selection.of("kind"),
                                Selection.of("reason"),
                                Selection.of("record", Selection.of("path")),
                                Selection.of("deployment", Selection.of("sequence")))))));
    return ((List<?>) Objects.requireNonNull(page.get("nodes")))
        .stream().map(Row.class::cast).toList();
  }

  private List<String> told(Map<String, Object> arguments) {
    return nodes(arguments).stream()
        .map(
            node ->
                "%s of %s: %s"
                    .formatted(
                        node.get("kind"),
                        ((Row) Objects.requireNonNull(node.get("deployment"))).get("sequence"),
                        node.get("record") instanceof Row record ? record.get("path") : null))
        .toList();
  }

  private List<String> reasons() {
    return nodes(Map.of("first", 100)).stream()
        .map(it -> String.valueOf(it.get("reason")))
        .toList();
  }

  /// What stands of findings, one by one; of records those that count and that the bytes of the
  /// closed manifest do not name.
  private static List<String> naively() {
    List<String> told = new ArrayList<>();
    try (Session session = NEO4J.driver().session()) {
      session
          .run(
              "MATCH (d:Deployment)-[:FOUND]->(v:Violation) RETURN v.kind AS kind, d.deploymentId"
                  + " AS id, d.sequence AS sequence ORDER BY v.recordedAt DESC, v.id DESC")
          .forEachRemaining(
              found -> {
                String kind = found.get("kind").asString();
                boolean ofRecord = kind.equals(FindingKind.UNNAMED_RECORD.code());
                if (ofRecord || kind.equals(FindingKind.MISSING_APPROVAL.code())) {
                  told.add(
                      "%s of %d: %s"
                          .formatted(
                              ofRecord ? "UNNAMED_RECORD" : "MISSING_APPROVAL",
                              found.get("sequence").asLong(),
                              ofRecord ? unnamed(found.get("id").asString()) : null));
                }
              });
    }
    return told;
  }

  private static String unnamed(String deployment) {
    try (Session session = NEO4J.driver().session()) {
      List<org.neo4j.driver.Record> records =
          session
              .run(
                  "MATCH (r:Record {subjectId: $id, verdict: 'trusted'}) RETURN r.path AS path,"
                      + " r.body AS body ORDER BY r.recordedAt",
                  Map.of("id", deployment))
              .list();
      String closed = records.getLast().get("body").asString();
      return records.stream()
          .limit(records.size() - 1)
          .map(record -> record.get("path").asString())
          .filter(path -> !closed.contains("\"" + path + "\""))
          .findFirst()
          .orElse("none");
    }
  }
}
