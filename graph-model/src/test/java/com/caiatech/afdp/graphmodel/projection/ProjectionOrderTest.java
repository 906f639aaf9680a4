package com.caiatech.afdp.graphmodel.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.graphmodel.testing.SchemaNames;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProjectionOrderTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  /// Interleavings; the nightly run asks for more.
  private static final int INTERLEAVINGS = Integer.getInteger("afdp.histories", 3);

  private static final Sha256 OLD_POLICY = Sha256.ofUtf8("policy 1");
  private static final Sha256 POLICY = Sha256.ofUtf8("policy 2");
  private static final Instant CURED = Story.START.plusSeconds(3600);

  @BeforeAll
  static void migrate() {
    new Migrations(NEO4J.driver()).apply();
  }

  @Test
  void anyInterleavingRepetitionAndSplittingGivesTheDigestOfOneStraightBuild() {
    Map<Series, List<ProjectedEntry>> volumes = story().volumes();
    GraphDigest straight = straightBuild(volumes);
    assertThat(straight.nodes()).isGreaterThan(50);
    assertThat(straight.pending()).as("ranges of the deployments alone").isEqualTo(5);
    assertThat(names("MATCH (:Deployment)-[j:JUDGED]->() RETURN j.records AS name"))
        .containsExactly("SOUND", "SOUND", "SOUND");

    qt().withExamples(INTERLEAVINGS)
        .withFixedSeed(20260301)
        .forAll(longs().all())
        .checkAssert(
            seed -> {
              NEO4J.clear();
              projectAtRandom(volumes, new Random(seed));
              assertThat(digest()).isEqualTo(straight);
            });
  }

  @Test
  void theOrderDoesNotMatterWhicheverKeysSignedAndWhereverEachVolumeEnds() {
    Map<Series, List<ProjectedEntry>> story = story().volumes();
    Set<GraphDigest> digests = new HashSet<>();
    qt().withExamples(6)
        .withFixedSeed(20260302)
        .forAll(longs().all())
        .checkAssert(
            seed -> {
              Random random = new Random(seed);
              Map<Series, List<ProjectedEntry>> volumes = Variations.of(story, random);
              GraphDigest straight = straightBuild(volumes);
              digests.add(straight);
              NEO4J.clear();
              projectAtRandom(volumes, random);
              assertThat(digest()).isEqualTo(straight);
            });
    assertThat(digests).as("ledgers that differ").hasSizeGreaterThan(4);
  }

  @Test
  void whoSignedAnEntryIsPartOfTheDigest() {
    Map<Series, List<ProjectedEntry>> story = story().volumes();
    GraphDigest before = straightBuild(story);
    assertThat(before).isEqualTo(straightBuild(story));
    List<ProjectedEntry> entries = new ArrayList<>(story.get(Series.APPROVALS));
    entries.set(0, Story.with(entries.getFirst(), Variations.SIGNERS.getLast(), List.of()));
    Map<Series, List<ProjectedEntry>> signedByAnother = new EnumMap<>(story);
    signedByAnother.put(Series.APPROVALS, entries);
    assertThat(straightBuild(signedByAnother).sha256()).isNotEqualTo(before.sha256());
  }

  @Test
  void whatIsProjectedBearsNamesOfTheSchemaAlone() {
    NEO4J.clear();
    story().volumes().forEach((series, entries) -> append(series, entries, POLICY));
    assertThat(SchemaNames.LABELS)
        .containsAll(names("MATCH (n) UNWIND labels(n) AS name RETURN DISTINCT name"));
    assertThat(SchemaNames.RELATIONSHIPS)
        .containsAll(names("MATCH ()-[r]->() RETURN DISTINCT type(r) AS name"));
    assertThat(SchemaNames.PROPERTIES)
        .containsAll(names("MATCH (n) UNWIND keys(n) AS name RETURN DISTINCT name"))
        .containsAll(names("MATCH ()-[r]->() UNWIND keys(r) AS name RETURN DISTINCT name"));
  }

  @Test
  void aPolicyThatArrivesLateGivesTheSameGraphAsOneThatWasThereBefore() {
    Map<Series, List<ProjectedEntry>> cured = new EnumMap<>(Series.class);
    Map<Series, List<ProjectedEntry>> refused = new EnumMap<>(Series.class);
    story()
        .volumes()
        .forEach(
            (series, entries) -> {
              cured.put(series, entries.stream().map(it -> Story.refused(it, CURED)).toList());
              refused.put(series, entries.stream().map(it -> Story.refused(it, null)).toList());
            });
    NEO4J.clear();
    cured.forEach((series, entries) -> append(series, entries, POLICY));
    GraphDigest curedFirst = digest();

    NEO4J.clear();
    refused.forEach((series, entries) -> append(series, entries, OLD_POLICY));
    GraphDigest allRefused = digest();
    assertThat(count("MATCH (d:Deployment) RETURN count(d) AS n")).isZero();
    assertThat(count("MATCH (v:Violation) WHERE v.curedAt IS NULL RETURN count(v) AS n"))
        .isEqualTo(count("MATCH (r:Record) RETURN count(r) AS n"));
    cured.forEach(ProjectionOrderTest::rejudge);
    assertThat(digest()).isEqualTo(curedFirst);

    refused.forEach(ProjectionOrderTest::rejudge);
    assertThat(digest()).isEqualTo(allRefused);
    assertThat(count("MATCH (s:Service|Incident|Annotation|SavedQuery) RETURN count(s) AS n"))
        .isZero();
    assertThat(count("MATCH (p:Person) RETURN count(p) AS n")).isZero();
  }

  @Test
  void aBatchThatDoesNotFollowTheWatermarkChangesNothing() {
    Map<Series, List<ProjectedEntry>> volumes = story().volumes();
    List<ProjectedEntry> entries = volumes.getOrDefault(Series.DEPLOYMENT_MANIFESTS, List.of());
    NEO4J.clear();
    VolumeState start =
        VolumeState.start(Series.DEPLOYMENT_MANIFESTS.firstVolume(), Series.DEPLOYMENT_MANIFESTS);
    append(Series.DEPLOYMENT_MANIFESTS, entries.subList(0, 2), POLICY);
    GraphDigest before = digest();

    WriteOutcome outcome =
        new GraphWriter(NEO4J.driver())
            .append(
                start,
                Story.stateAfter(start, entries.subList(0, 1), POLICY),
                entries.subList(0, 1),
                List.of(),
                StoryPolicies.ONE_APPROVAL);

    assertThat(outcome).isInstanceOf(WriteOutcome.Stale.class);
    assertThat(((WriteOutcome.Stale) outcome).found().size()).isEqualTo(2);
    assertThat(digest()).isEqualTo(before);
  }

  @Test
  void whatAnObserverSeesIsToldByTheObservationsDigestAloneAndTheVolumeGoesOn() {
    List<ProjectedEntry> entries =
        story().volumes().getOrDefault(Series.DEPLOYMENT_MANIFESTS, List.of());
    NEO4J.clear();
    append(Series.DEPLOYMENT_MANIFESTS, entries.subList(0, 2), POLICY);
    GraphDigest before = digest();
    Observation seen =
        new Observation(
            Series.DEPLOYMENT_MANIFESTS.firstVolume(),
            1,
            "rewritten-history",
            "not a descendant",
            Story.sha(99),
            null,
            CURED,
            null);

    new GraphWriter(NEO4J.driver()).observe(List.of(seen));
    new GraphWriter(NEO4J.driver()).observe(List.of(seen));

    GraphDigest stopped = digest();
    assertThat(stopped.sha256()).isEqualTo(before.sha256());
    assertThat(stopped.observations()).isNotEqualTo(before.observations());
    new GraphWriter(NEO4J.driver())
        .observe(
            List.of(
                new Observation(
                    seen.volume(),
                    1,
                    seen.kind(),
                    seen.reason(),
                    seen.found(),
                    null,
                    CURED,
                    CURED.plusSeconds(1))));
    assertThat(digest().observations()).isNotEqualTo(stopped.observations());
    assertThat(count("MATCH (v:Violation) RETURN count(v) AS n")).isEqualTo(1);
    append(Series.DEPLOYMENT_MANIFESTS, entries.subList(2, entries.size()), POLICY);
    assertThat(state(Series.DEPLOYMENT_MANIFESTS).size()).isEqualTo(entries.size());
  }

  @Test
  void commitsInARowThatAddNothingAreOneViolationInWhateverPiecesTheyCome() {
    NEO4J.clear();
    appendEmpty(0, 5);
    GraphDigest atOnce = digest();
    assertThat(count("MATCH (v:Violation {kind: 'empty-commit'}) RETURN v.count AS n"))
        .isEqualTo(5);
    NEO4J.clear();
    appendEmpty(0, 1);
    appendEmpty(1, 2);
    appendEmpty(3, 2);
    assertThat(digest()).isEqualTo(atOnce);
    assertThat(count("MATCH (v:Violation) RETURN count(v) AS n")).isEqualTo(1);
  }

  private static Story story() {
    Story story = new Story();
    story.register("carts");
    story.deploy(1);
    SubjectId report = story.asserted(2, 1);
    SubjectId exonerated = story.asserted(4, 2);
    story.register("payments");
    story.deploy(2);
    DeploymentId third = story.deploy(3);
    IncidentId incident = story.incident(third, 3);
    story.linkAsserted(incident, report, 2, 0.5);
    story.linkAsserted(incident, exonerated, 4, 0.5);
    story.linkAsserted(incident, third.subject(), 3, 0.25); // nobody reported that
    story.linkAsserted(incident, exonerated, 4, 0);
    StoryNotes.annotateEach(story, incident, third, report);
    StoryNotes.saveQueries(story);
    return story;
  }

  private static GraphDigest straightBuild(Map<Series, List<ProjectedEntry>> volumes) {
    NEO4J.clear();
    volumes.forEach((series, entries) -> append(series, entries, POLICY));
    return digest();
  }

  private static void projectAtRandom(Map<Series, List<ProjectedEntry>> volumes, Random random) {
    Map<Series, Integer> done = new EnumMap<>(Series.class);
    List<Series> open = new ArrayList<>(volumes.keySet());
    while (!open.isEmpty()) {
      Series series = open.get(random.nextInt(open.size()));
      List<ProjectedEntry> entries = volumes.getOrDefault(series, List.of());
      int from = done.getOrDefault(series, 0);
      int until = Math.min(entries.size(), from + random.nextInt(4));
      append(series, entries.subList(from, until), POLICY);
      if (from > 0 && random.nextBoolean()) {
        repeat(series, entries.subList(0, from));
      }
      done.put(series, until);
      if (until == entries.size()) {
        open.remove(series);
      }
    }
  }

  private static void append(Series series, List<ProjectedEntry> entries, Sha256 policy) {
    VolumeState before = state(series);
    VolumeState after = Story.stateAfter(before, entries, policy);
    assertThat(
            new GraphWriter(NEO4J.driver())
                .append(before, after, entries, List.of(), StoryPolicies.ONE_APPROVAL))
        .isInstanceOfSatisfying(
            WriteOutcome.Written.class,
            written -> {
              assertThat(written.state()).isEqualTo(after);
              assertThat(written.deployed())
                  .isEqualTo(
                      entries.stream()
                          .filter(it -> it.believedRecord().isPresent() && deployed(it))
                          .map(ProjectionOrderTest::node)
                          .collect(Collectors.toSet()));
            });
  }

  private static void appendEmpty(int from, int count) {
    VolumeState before = state(Series.DEPLOYMENT_MANIFESTS);
    VolumeState after =
        new VolumeState(
            before.volume(),
            before.series(),
            0,
            Story.sha(from + count),
            null,
            List.of(),
            null,
            before.recorded(),
            POLICY);
    EmptyCommits empty =
        new EmptyCommits(before.volume(), 0, Story.sha(from + 1), count, Instant.EPOCH);
    assertThat(
            new GraphWriter(NEO4J.driver())
                .append(before, after, List.of(), List.of(empty), StoryPolicies.ONE_APPROVAL))
        .isInstanceOf(WriteOutcome.Written.class);
  }

  private static boolean deployed(ProjectedEntry entry) {
    return entry.content() != null
        && switch (entry.content().record().header().kind()) {
          case MANIFEST_OPENED, DEPLOYMENT_REPORT -> true;
          default -> false;
        };
  }

  private static String node(ProjectedEntry entry) {
    return Objects.requireNonNull(entry.content()).record().header().kind()
            == RecordKind.MANIFEST_OPENED
        ? Urns.deployment(new DeploymentId(entry.subject().uuid()))
        : Urns.assertedDeployment(entry.subject());
  }

  private static void repeat(Series series, List<ProjectedEntry> entries) {
    VolumeState start = VolumeState.start(series.firstVolume(), series);
    assertThat(
            new GraphWriter(NEO4J.driver())
                .append(
                    start,
                    Story.stateAfter(start, entries, POLICY),
                    entries,
                    List.of(),
                    StoryPolicies.ONE_APPROVAL))
        .isInstanceOf(WriteOutcome.Stale.class);
  }

  private static void rejudge(Series series, List<ProjectedEntry> entries) {
    VolumeState state = state(series);
    Rejudgement rejudgement = new Rejudgement(NEO4J.driver(), state, StoryPolicies.ONE_APPROVAL);
    int half = entries.size() / 2;
    VolumeState start = VolumeState.start(state.volume(), state.series());
    VolumeState middle = Story.stateAfter(start, entries.subList(0, half), POLICY);
    VolumeState end = Story.stateAfter(middle, entries.subList(half, entries.size()), POLICY);
    rejudgement.judge(entries.subList(0, half), middle);
    assertThat(rejudgement.reached(POLICY)).isEqualTo(middle);
    assertThat(rejudgement.reached(OLD_POLICY)).isEqualTo(start);
    rejudgement.judge(entries.subList(half, entries.size()), end);
    assertThat(rejudgement.judge(entries, end)).isZero();
    assertThat(rejudgement.finish(end)).isInstanceOf(WriteOutcome.Written.class);
    assertThat(rejudgement.reached(POLICY)).isEqualTo(start);
  }

  private static VolumeState state(Series series) {
    return new VolumeStates(NEO4J.driver()).of(series.firstVolume(), series);
  }

  private static GraphDigest digest() {
    return GraphDigest.compute(NEO4J.driver(), Duration.ofMinutes(5));
  }

  private static List<String> names(String statement) {
    List<String> names =
        NEO4J.driver().executableQuery(statement).execute().records().stream()
            .map(row -> row.get("name").asString())
            .toList();
    assertThat(names).isNotEmpty();
    return names;
  }

  private static long count(String statement) {
    return NEO4J
        .driver()
        .executableQuery(statement)
        .execute()
        .records()
        .getFirst()
        .get("n")
        .asLong();
  }
}
