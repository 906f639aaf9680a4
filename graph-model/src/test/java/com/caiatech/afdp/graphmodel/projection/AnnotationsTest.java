package com.caiatech.afdp.graphmodel.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.record.Annotation.About;
import com.caiatech.afdp.schemas.record.Series;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.neo4j.driver.Session;

/// An annotation says what its author said of its thing last.
class AnnotationsTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final Sha256 POLICY = Sha256.ofUtf8("policy");

  private final Story story = new Story();
  private final DeploymentId deployment = story.deploy(1);
  private final IncidentId incident = story.incident(deployment, 1);
  private final About it = About.incident(incident);

  @BeforeEach
  void migrate() {
    NEO4J.clear();
    new Migrations(NEO4J.driver()).apply();
  }

  @Test
  void theTextIsWhatItsAuthorSaidLastAndWhatOthersSayUnderItsIdDoesNotCount() {
    SubjectId annotation = StoryNotes.annotate(story, null, it, "began at nine", Story.ANN);
    StoryNotes.annotate(story, annotation, it, "never began", Story.BEN);
    StoryNotes.annotate(story, annotation, About.deployment(deployment), "began it", Story.ANN);
    project(0);
    assertThat(texts()).containsExactly("began at nine");

    StoryNotes.annotate(story, annotation, it, "began at ten", Story.ANN);
    project(1);
    assertThat(texts()).containsExactly("began at ten");
    assertThat(count("MATCH (:Annotation)-[:ANNOTATES]->(:Deployment) RETURN count(*) AS n"))
        .isZero();
    assertThat(count("MATCH (:Annotation)-[:EVIDENCED_BY]->(:Record) RETURN count(*) AS n"))
        .as("what was said under its id is told")
        .isEqualTo(4);
  }

  @Test
  void whatIsWithdrawnHasNoTextAndCanBeSaidAgain() {
    SubjectId annotation = StoryNotes.annotate(story, null, it, "began at nine", Story.ANN);
    StoryNotes.annotate(story, annotation, it, null, Story.ANN);
    project(0);
    assertThat(texts()).containsExactly((Object) null);
    StoryNotes.annotate(story, annotation, it, "began at ten", Story.ANN);
    project(1);
    assertThat(texts()).containsExactly("began at ten");
  }

  @Test
  void whereTheFirstRecordDoesNotCountTheNextOneBeginsIt() {
    SubjectId annotation = StoryNotes.annotate(story, null, it, "never began", Story.BEN);
    StoryNotes.annotate(story, annotation, it, "began at nine", Story.ANN);
    List<ProjectedEntry> entries = entries();
    int squatted = entries.size() - 2;
    ProjectedEntry refused = Story.refused(entries.get(squatted), null);
    append(entries.subList(0, squatted));
    append(List.of(refused, entries.getLast()));
    assertThat(texts()).containsExactly("began at nine");
  }

  @Test
  void anIncidentThatNobodyReportedIsToldAsSomethingThatWasSpokenOf() {
    IncidentId unknown = IncidentId.create(Story.START);
    StoryNotes.annotate(story, null, About.incident(unknown), "whatever that was", Story.ANN);
    project(0);
    Row row = Objects.requireNonNull(asked(unknown));
    assertThat(row.get("phase")).isNull();
    assertThat(nodes(row)).hasSize(1);
  }

  private List<@Nullable Object> texts() {
    return nodes(Objects.requireNonNull(asked(incident))).stream()
        .<@Nullable Object>map(node -> ((Row) node).get("text"))
        .toList();
  }

  private static List<?> nodes(Row row) {
    Row page = Objects.requireNonNull((Row) row.get("annotations"));
    return Objects.requireNonNull((List<?>) page.get("nodes"));
  }

  private static @Nullable Row asked(IncidentId incident) {
    Selection notes = Selection.of("annotations", Selection.of("nodes", Selection.of("text")));
    return (Row)
        new GraphQueries(NEO4J.driver(), Neo4jFixture.PATIENT)
            .fetch(
                Selection.byId(
                    "incident",
                    incident.value(),
                    List.of(Selection.of("phase"), notes.with(Map.of("first", 10)))));
  }

  private List<ProjectedEntry> entries() {
    return Objects.requireNonNull(story.volumes().get(Series.INCIDENTS));
  }

  /// The incidents' volume, or so many of its last entries.
  private void project(int last) {
    List<ProjectedEntry> entries = entries();
    append(last == 0 ? entries : entries.subList(entries.size() - last, entries.size()));
  }

  private static void append(List<ProjectedEntry> entries) {
    VolumeState before =
        new VolumeStates(NEO4J.driver()).of(Series.INCIDENTS.firstVolume(), Series.INCIDENTS);
    assertThat(
            new GraphWriter(NEO4J.driver())
                .append(
                    before,
                    Story.stateAfter(before, entries, POLICY),
                    entries,
                    List.of(),
                    StoryPolicies.ONE_APPROVAL))
        .isInstanceOf(WriteOutcome.Written.class);
  }

  private static long count(String statement) {
    try (Session session = NEO4J.driver().session()) {
      return session.run(statement).single().get("n").asLong();
    }
  }
}
