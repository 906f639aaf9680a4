package com.caiatech.afdp.graphmodel.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.graphmodel.search.SearchKind;
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
import java.util.stream.Stream;
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
  private static final int HISTORIES = Integer.getInteger("afdp.histories", 3);

  private static final int MOMENTS = 7;

  private static final List<Selection> OF_DEPLOYMENT =
      List.of(
          Selection.of("id"),
          Selection.of("status"),
          Selection.of("reason"),
          Selection.of("type"),
          Selection.of("sequence"),
          Selection.of("requestedAt"),
          Selection.of("openedAt"),
          Selection.of("closedAt"),
          Selection.of("service", Selection.of("name")),
          Selection.of("environment", Selection.of("name")),
          Selection.of("requestedBy", Selection.of("personId")),
          Selection.of(
              "sources", Selection.of("role"), Selection.of("commit", Selection.of("sha"))),
          Selection.of("previous", Selection.of("deploymentId"), Selection.of("status")),
          Selection.of("checks", Selection.of("id"), Selection.of("status")),
          Selection.of(
              "approvals",
              Selection.of("decision"),
              Selection.of("decidedBy", Selection.of("personId"))),
          Selection.of(
              "steps",
              Selection.of("name"),
              Selection.of(
                  "traffic",
                  Selection.of("weight"),
                  Selection.of("deployment", Selection.of("status")))),
          Selection.of("causedIncidents", Selection.of("id"), Selection.of("phase")),
          Selection.of(
              "soundness",
              Selection.of("records"),
              Selection.of("sources"),
              Selection.of("findings", Selection.of("kind"), Selection.of("reason"))),
          Selection.of("evidence", Selection.of("path"), Selection.of("index")));
  private static final List<Selection> OF_INCIDENT =
      List.of(
          Selection.of("id"),
          Selection.of("phase"),
          Selection.of("title"),
          Selection.of("severity"),
          Selection.of("detectedAt"),
          Selection.of("resolvedAt"),
          Selection.of("components"),
          Selection.of("environment", Selection.of("name")),
          Selection.of(
              "services",
              Selection.of("name"),
              Selection.of(
                  "registration",
                  Selection.of("reason"),
                  Selection.of("team", Selection.of("name")),
                  Selection.of("sources", Selection.of("path")),
                  Selection.of("registeredBy", Selection.of("personId")),
                  Selection.of("evidence", Selection.of("index")))),
          Selection.of("reportedBy", Selection.of("personId")),
          Selection.of(
              "causes",
              Selection.of("confidence"),
              Selection.of("deployment", Selection.of("status"), Selection.of("openedAt")),
              Selection.of("asserted", Selection.of("reportId"), Selection.of("deployer")),
              Selection.of("evidence", Selection.of("index"))),
          Selection.of("evidence", Selection.of("path")));

  private static final Selection HOPS =
      Selection.of(
          "hops",
          Selection.of("from", Selection.of("id")),
          Selection.of("to", Selection.of("id")),
          Selection.of(
              "relationships",
              Selection.of("type"),
              Selection.of("direction"),
              Selection.of("since"),
              Selection.of("role"),
              Selection.of("method"),
              Selection.of("evidence", Selection.of("index"))));

  private static final List<Selection> HIT =
      List.of(
          Selection.of("kind"),
          Selection.of("property"),
          Selection.of("excerpt"),
          Selection.of("score"),
          Selection.of("thing", Selection.of("id")));

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
    List<Selection> asked = new ArrayList<>();
    deployments.forEach(id -> asked.add(Selection.byId("deployment", id.value(), OF_DEPLOYMENT)));
    asked.add(Selection.byId("incident", incident.value(), OF_INCIDENT));
    asked.add(
        new Selection(
            "runningAt",
            "runningAt",
            Map.of("service", Story.SERVICE.value(), "environment", Story.STAGING.value()),
            Set.of(),
            List.of(
                Selection.of("recordedAt"),
                Selection.of(
                    "serving",
                    Selection.of("weight"),
                    Selection.of("deployment", Selection.of("id"))))));
    asked.addAll(lists());
    asked.addAll(pathsFrom(incident, deployments));
    asked.add(reachableFrom(incident));
    asked.addAll(comparisons(deployments));
    asked.add(blastRadius(Urns.deployment(deployments.getFirst())));
    asked.add(blastRadius(Urns.signingKey(Story.KEY)));
    for (int seed = 1; seed <= HISTORIES; seed++) {
      compare(
          Variations.doubted(story.volumes(), new Random(seed)), asked, new Random(seed), MOMENTS);
    }
    assertThat(different).as("answers that differ").hasSizeGreaterThan(20);
  }

  /// Every list that is told as of a moment, from either end.
  private static List<Selection> lists() {
    List<Selection> ofDeployment =
        List.of(Selection.of("id"), Selection.of("status"), Selection.of("openedAt"));
    Map<String, Object> running =
        Map.of("last", 2, "filter", Map.of("status", Map.of("in", List.of("RUNNING", "FAILED"))));
    Map<String, Object> byEnd =
        Map.of("first", 2, "orderBy", Map.of("field", "CLOSED_AT", "direction", "ASC"));
    return List.of(
        list("deployments", Map.of("first", 100), ofDeployment),
        list("deployments", running, ofDeployment),
        list("deployments", byEnd, ofDeployment),
        list("incidents", Map.of("last", 1), List.of(Selection.of("id"), Selection.of("phase"))),
        list(
            "checks",
            Map.of("first", 3),
            List.of(Selection.of("id"), Selection.of("deployment", Selection.of("status")))),
        list("approvals", Map.of("last", 2), List.of(Selection.of("id"), Selection.of("decision"))),
        list("steps", Map.of("first", 4), List.of(Selection.of("name"))),
        list(
            "running",
            Map.of("first", 10),
            List.of(
                Selection.of("service"),
                Selection.of("environment"),
                Selection.of("recordedAt"),
                Selection.of(
                    "serving",
                    Selection.of("weight"),
                    Selection.of("deployment", Selection.of("status"))))),
        list("search", found("release"), HIT),
        list("search", found("carts"), HIT),
        new Selection(
            "whereIs",
            "whereIs",
            Map.of("repository", Story.REPOSITORY.value(), "sha", Story.sha(2).value()),
            Set.of(),
            List.of(
                Selection.of("role"),
                Selection.of("weight"),
                Selection.of("service", Selection.of("name")),
                Selection.of("deployment", Selection.of("id"), Selection.of("status")))));
  }

  /// What is looked for among what records state; names are the same at every moment.
  private static Map<String, Object> found(String text) {
    List<String> stated =
        Stream.of(SearchKind.values())
            .filter(kind -> !kind.properties().contains(Properties.NAME))
            .map(SearchKind::name)
            .toList();
    return Map.of("text", text, "kinds", stated, "first", 100);
  }

  private static Selection list(
      String name, Map<String, Object> arguments, List<Selection> fields) {
    return new Selection(
        name,
        name,
        arguments,
        Set.of(),
        List.of(
            Selection.of("totalCount"),
            new Selection("nodes", "nodes", Map.of(), Set.of(), fields),
            Selection.of("pageInfo", Selection.of("hasNextPage"))));
  }

  @Test
  void aServiceIsRegisteredAtAMomentAsWasBelievedThen() {
    Story story = new Story();
    story.register("carts");
    IncidentId incident = story.incident(DeploymentId.create(Story.START), 3);
    story.register("payments");
    List<Selection> asked = List.of(Selection.byId("incident", incident.value(), OF_INCIDENT));
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
            Selection.byId("incident", incident.value(), OF_INCIDENT),
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

  private static List<Selection> pathsFrom(IncidentId incident, List<DeploymentId> deployments) {
    List<String> ends =
        new ArrayList<>(List.of(Urns.service(Story.SERVICE), Urns.environment(Story.STAGING)));
    deployments.forEach(id -> ends.add(Urns.deployment(id)));
    return ends.stream()
        .map(
            end ->
                new Selection(
                    "paths",
                    "paths",
                    Map.of("from", Urns.incident(incident), "to", end, "maxDepth", 4),
                    Set.of(),
                    List.of(Selection.of("paths", HOPS), Selection.of("exhausted"))))
        .toList();
  }

  private static Selection blastRadius(String thing) {
    Selection id = Selection.of("id");
    return new Selection(
        "blastRadius",
        "blastRadius",
        Map.of("of", thing),
        Set.of(),
        List.of(
            new Selection(
                "exposures",
                "exposures",
                Map.of("first", 100),
                Set.of(),
                List.of(
                    Selection.of(
                        "nodes",
                        Selection.of("deployment", id, Selection.of("status")),
                        Selection.of("serves"),
                        Selection.of(
                            "served",
                            Selection.of("since"),
                            Selection.of("until"),
                            Selection.of("peakWeight"),
                            Selection.of("endedBy", id)),
                        Selection.of("evidence", Selection.of("index")))))));
  }

  private static Selection reachableFrom(IncidentId incident) {
    return new Selection(
        "reachable",
        "reachable",
        Map.of("from", Urns.incident(incident), "first", 100),
        Set.of(),
        List.of(
            Selection.of(
                "edges",
                Selection.of("distance"),
                Selection.of("node", Selection.of("id")),
                Selection.of("path", HOPS)),
            Selection.of("pageInfo", Selection.of("hasNextPage"))));
  }

  private static List<Selection> comparisons(List<DeploymentId> deployments) {
    Selection commit = Selection.of("commit", Selection.of("sha"));
    Selection deployment =
        Selection.of(
            "deployment", Selection.of("status"), Selection.of("service", Selection.of("name")));
    Selection state =
        Selection.of("to", Selection.of("recordedAt"), Selection.of("serving", deployment));
    Selection sources =
        Selection.of(
            "sources",
            Selection.of("role"),
            Selection.of("from", commit),
            Selection.of("to", commit),
            Selection.of("sameTree"));
    List<Selection> asked = new ArrayList<>();
    asked.add(
        new Selection(
            "diff",
            "diff",
            Map.of(
                "from", Map.of("environment", Story.STAGING.value(), "asOf", Instant.EPOCH),
                "to", Map.of("environment", Story.STAGING.value())),
            Set.of(),
            List.of(
                Selection.of("serviceCount"),
                Selection.of("services", Selection.of("change"), state, sources))));
    for (DeploymentId id : deployments) {
      asked.add(
          new Selection(
              "compare",
              "compare",
              Map.of("a", deployments.getFirst().value(), "b", id.value()),
              Set.of(),
              List.of(
                  Selection.of("differing"),
                  Selection.of("b", Selection.of("status")),
                  sources,
                  Selection.of("checks", Selection.of("name"), Selection.of("stage")))));
    }
    return asked;
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

  private static ProjectedEntry asOf(Instant moment, ProjectedEntry entry) {
    boolean doubted =
        entry.violations().stream()
            .anyMatch(it -> new Interval(it.from(), it.until()).contains(moment));
    return doubted ? Story.refused(entry, null) : Story.with(entry, List.of());
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
      return plain(queries.fetch(asked), selection.fields());
    } catch (GraphModelException.NotFound absent) {
      String message = String.valueOf(absent.getMessage());
      // a name is known at every moment once it is known
      return message.contains(".environment: ")
          ? NOTHING_SERVES
          : message.replaceAll("had at that moment", "has");
    }
  }

  /// An answer in comparable form: a bare reference and nothing are alike.
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
