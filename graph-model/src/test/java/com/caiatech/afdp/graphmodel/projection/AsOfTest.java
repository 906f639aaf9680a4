package com.caiatech.afdp.graphmodel.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.record.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.neo4j.driver.Session;

/// What is asked as of a moment is answered as a graph answers that has only what was believed
/// then.
class AsOfTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final Sha256 POLICY = Sha256.ofUtf8("policy");

  /// The nightly run asks for more.
  private static final int HISTORIES = Integer.getInteger("afdp.histories", 2);

  private static final int MOMENTS = 7;

  private static final Map<String, Object> NOTHING_SERVES =
      Map.of("serviceCount", 0L, "services", List.of());

  private final GraphQueries queries = new GraphQueries(NEO4J.driver(), Neo4jFixture.PATIENT);
  private final Set<Object> different = new HashSet<>();

  @BeforeAll
  static void migrate() {
    new Migrations(NEO4J.driver()).apply();
  }

  @Test
  void aMomentIsAnsweredAsByAGraphOfWhatWasBelievedThen() {
    Story story = new Story();
    List<DeploymentId> deployments = List.of(story.deploy(1), story.deploy(2), story.deploy(3));
    IncidentId incident = story.incident(deployments.getLast(), 3);
    List<Selection> asked = AskedAsOf.all(deployments, incident);
    for (int seed = 1; seed <= HISTORIES; seed++) {
      compare(
          Variations.doubted(story.volumes(), new Random(seed)), asked, new Random(seed), MOMENTS);
    }
    assertThat(different).as("answers that differ").hasSizeGreaterThan(20);
  }

  @Test
  void aServiceIsRegisteredAtAMomentAsWasBelievedThen() {
    Story story = new Story();
    story.register("carts");
    IncidentId incident = story.incident(DeploymentId.create(Story.START), 3);
    story.register("payments");
    List<Selection> asked =
        List.of(Selection.byId("incident", incident.value(), AskedAsOf.OF_INCIDENT));
    compare(Variations.doubted(story.volumes(), new Random(1)), asked, new Random(1), 3);
    assertThat(different.toString()).contains("carts");
  }

  @Test
  void whatAnotherDeployerDidIsToldAtAMomentAsWasBelievedThen() {
    Story story = new Story();
    SubjectId report = story.asserted(2, 1);
    IncidentId incident = story.incident(story.deploy(3), 3);
    story.linkAsserted(incident, report, 2, 0.5);
    List<Selection> asked =
        List.of(
            Selection.byId("incident", incident.value(), AskedAsOf.OF_INCIDENT),
            Selection.byId(
                "assertedDeployment",
                report.value(),
                List.of(
                    Selection.of("status"),
                    Selection.of("deployer"),
                    Selection.of("service", Selection.of("name")),
                    Selection.of("environment", Selection.of("name")),
                    Selection.of("reportedBy", Selection.of("personId")),
                    Selection.of("source", Selection.of("previousCommitSha")),
                    Selection.of("causedIncidents", Selection.of("phase")),
                    Selection.of("evidence", Selection.of("index")))));
    compare(Variations.doubted(story.volumes(), new Random(1)), asked, new Random(1), 3);
    assertThat(different.toString()).contains("argo-cd");
  }

  @Test
  void whatSomebodyNotedOrKeptIsToldAtAMomentAsWasBelievedThen() {
    Story story = new Story();
    SubjectId report = story.asserted(2, 1);
    DeploymentId deployment = story.deploy(3);
    List<SubjectId> annotations =
        StoryNotes.annotateEach(story, story.incident(deployment, 3), deployment, report);
    List<Selection> asked = new ArrayList<>(AskedAsOf.ofAnnotations(annotations));
    asked.addAll(AskedAsOf.ofSavedQueries(StoryNotes.saveQueries(story)));
    for (int seed = 1; seed <= HISTORIES; seed++) {
      compare(
          Variations.doubted(story.volumes(), new Random(seed)), asked, new Random(seed), MOMENTS);
    }
    assertThat(different.toString()).contains("flaky since", "flaky no more", "worn", "mended");
  }

  private void compare(
      Map<Series, List<ProjectedEntry>> volumes, List<Selection> asked, Random random, int count) {
    List<Instant> moments = moments(volumes, random, count);
    project(volumes);
    List<List<Object>> answers =
        moments.stream()
            .map(moment -> asked.stream().map(it -> answer(it, moment)).toList())
            .toList();
    for (int i = 0; i < moments.size(); i++) {
      project(believedAt(moments.get(i), volumes));
      List<Object> expected = asked.stream().map(it -> answer(it, null)).toList();
      assertThat(answers.get(i)).as("as of %s", moments.get(i)).isEqualTo(expected);
      different.addAll(expected);
    }
  }

  /// Moments at which something changes, and others.
  private static List<Instant> moments(
      Map<Series, List<ProjectedEntry>> volumes, Random random, int count) {
    List<Instant> changes = new ArrayList<>(List.of(Story.START));
    volumes
        .values()
        .forEach(
            entries ->
                entries.forEach(
                    entry -> {
                      changes.add(entry.recordedAt());
                      entry.violations().forEach(it -> changes.add(it.from()));
                    }));
    List<Instant> moments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      moments.add(changes.get(random.nextInt(changes.size())).plusMillis(random.nextInt(3) - 1));
    }
    return moments;
  }

  private static Map<Series, List<ProjectedEntry>> believedAt(
      Instant moment, Map<Series, List<ProjectedEntry>> volumes) {
    Map<Series, List<ProjectedEntry>> cut = new EnumMap<>(Series.class);
    volumes.forEach(
        (series, entries) ->
            cut.put(
                series,
                entries.stream()
                    .filter(entry -> !entry.recordedAt().isAfter(moment))
                    .map(entry -> asOf(moment, entry))
                    .toList()));
    return cut;
  }

  /// What was said of an entry by then: what had ended had ended, what ended later had no end.
  private static ProjectedEntry asOf(Instant moment, ProjectedEntry entry) {
    return Story.with(
        entry,
        entry.violations().stream()
            .filter(it -> !it.from().isAfter(moment))
            .map(it -> endedBy(moment, it))
            .toList());
  }

  private static ProjectedEntry.Violation endedBy(
      Instant moment, ProjectedEntry.Violation violation) {
    Instant until = violation.until();
    return until == null || !until.isAfter(moment)
        ? violation
        : new ProjectedEntry.Violation(
            violation.kind(), violation.reason(), violation.from(), null, violation.takesTrust());
  }

  private static void project(Map<Series, List<ProjectedEntry>> volumes) {
    NEO4J.clear();
    volumes.forEach(
        (series, entries) -> {
          VolumeState start = VolumeState.start(series.firstVolume(), series);
          assertThat(
                  new GraphWriter(NEO4J.driver())
                      .append(
                          start,
                          Story.stateAfter(start, entries, POLICY),
                          entries,
                          List.of(),
                          StoryPolicies.ONE_APPROVAL))
              .isInstanceOf(WriteOutcome.Written.class);
        });
    try (Session session = NEO4J.driver().session()) {
      Neo4jFixture.awaitTexts(session);
    }
  }

  private Object answer(Selection selection, @Nullable Instant moment) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    for (Map.Entry<String, @Nullable Object> it : selection.arguments().entrySet()) {
      arguments.put(it.getKey(), it.getValue());
    }
    if (moment != null && arguments.get("to") instanceof Map<?, ?> state) {
      Map<Object, Object> then = new LinkedHashMap<>(state);
      then.put("asOf", moment);
      arguments.put("to", then);
    } else if (moment != null) {
      arguments.put("asOf", moment);
    }
    Selection asked =
        new Selection(
            selection.key(),
            selection.name(),
            Map.copyOf(arguments),
            selection.types(),
            selection.fields());
    try {
      Object answer = plain(queries.fetch(asked), selection.fields());
      return isBare(answer) ? Optional.empty() : answer;
    } catch (GraphModelException.NotFound absent) {
      String message = String.valueOf(absent.getMessage());
      // a name is known at every moment once it is known
      return message.contains(".environment: ")
          ? NOTHING_SERVES
          : message.replaceAll("had at that moment", "has");
    }
  }

  /// Whether nothing is told of a thing: what the graph knew once has a node now too, which tells
  /// nothing while nothing is believed of it.
  private static boolean isBare(Object answer) {
    return answer instanceof Map<?, ?> told
        && told.values().stream()
            .allMatch(it -> it.equals(Optional.empty()) || it.equals(List.of()));
  }

  /// An answer in comparable form.
  private static Object plain(@Nullable Object value, List<Selection> fields) {
    return switch (value) {
      case Row row -> {
        Map<String, Object> plain = new LinkedHashMap<>();
        fields.forEach(it -> plain.put(it.key(), plain(row.get(it.key()), it.fields())));
        yield plain;
      }
      case List<?> list -> list.stream().map(it -> plain(it, fields)).toList();
      case null -> Optional.empty();
      default -> value;
    };
  }
}
