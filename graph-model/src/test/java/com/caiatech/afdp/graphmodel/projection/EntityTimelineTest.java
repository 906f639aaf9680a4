package com.caiatech.afdp.graphmodel.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RequestedSource;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EntityTimelineTest {
  private static final VolumeName VOLUME = Series.DEPLOYMENT_MANIFESTS.firstVolume();
  private static final VolumeName SUCCESSOR = new VolumeName(VOLUME + "-2");

  private final DeploymentId id = DeploymentId.create(Story.START);
  private final Entity entity = new Entity(NodeKind.DEPLOYMENT, id.subject());

  @Test
  void aFurtherAttemptSaysNothingWhileOneBeforeItIsTrustedWhateverTheRecordedTimes() {
    SubjectRecord first = request(VOLUME, 7, 20, "first");
    SubjectRecord second = request(VOLUME, 10, 20, "second");
    SubjectRecord third = request(SUCCESSOR, 0, 10, "third");

    assertThat(believed(facts(third, second, first))).isEqualTo(believed(facts(first)));
    assertThat(believed(facts(third, second))).isEqualTo(believed(facts(second)));
    assertThat(reasons(facts(third))).containsExactly("third");
    assertThat(reasons(facts(second))).containsExactly("second");
  }

  @Test
  void aFurtherAttemptSpeaksWhileTheOneBeforeItDoesNotCount() {
    SubjectRecord first = request(VOLUME, 7, 20, "first");
    SubjectRecord second = request(VOLUME, 10, 30, "second");
    List<Fact> facts =
        EntityTimeline.of(
            entity,
            List.of(
                new BelievedRecord(first, List.of(interval(20, 40), interval(60, null))),
                new BelievedRecord(second, List.of(interval(30, null)))));

    assertThat(versions(facts, Properties.REASON))
        .containsExactlyInAnyOrder("first 20-40", "second 40-60", "first 60-");
    assertThat(reasons(facts)).containsExactly("first");
  }

  @Test
  void whatNobodyBelievesAnyMoreLeavesABareReferenceAndItsPast() {
    SubjectRecord request = request(VOLUME, 7, 20, "first");
    List<Fact> facts =
        EntityTimeline.of(entity, List.of(new BelievedRecord(request, List.of(interval(20, 40)))));

    assertThat(facts.stream().filter(Fact.Edge.class::isInstance).map(Fact.Edge.class::cast))
        .isNotEmpty()
        .allMatch(Fact.Edge::ended);
    assertThat(nodes(facts, NodeKind.DEPLOYMENT).getFirst().properties())
        .containsOnlyKeys(Properties.ID, Properties.DEPLOYMENT_ID, Properties.IRREGULAR);
  }

  @Test
  void furtherRecordsChangeWhatAllOfThemTogetherChange() {
    Story story = new Story();
    DeploymentId first = story.deploy(1);
    IncidentId incident = story.incident(first, 1);
    List<BelievedRecord> records =
        story.volumes().values().stream()
            .flatMap(Collection::stream)
            .flatMap(entry -> entry.believedRecord().stream())
            .toList();
    Entity deployment = new Entity(NodeKind.DEPLOYMENT, first.subject());
    Entity reported = new Entity(NodeKind.INCIDENT, incident.subject());
    qt().withExamples(200)
        .withFixedSeed(20261128)
        .forAll(longs().all())
        .checkAssert(seed -> extendAtRandom(records, new Random(seed), deployment, reported));
  }

  /// Entities whose records come series by series as they like, each series in its order.
  private static void extendAtRandom(
      List<BelievedRecord> records, Random random, Entity... entities) {
    for (Entity entity : entities) {
      List<SubjectRecord> left =
          new ArrayList<>(
              records.stream()
                  .map(BelievedRecord::record)
                  .filter(record -> Entity.of(record).equals(Optional.of(entity)))
                  .toList());
      List<SubjectRecord> known = new ArrayList<>();
      while (!left.isEmpty()) {
        List<SubjectRecord> batch = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(3) && !left.isEmpty(); i++) {
          VolumeName volume = left.get(random.nextInt(left.size())).volume();
          batch.add(
              left.stream().filter(it -> it.volume().equals(volume)).findFirst().orElseThrow());
          left.remove(batch.getLast());
        }
        FactDifference extended =
            EntityTimeline.extended(entity, notes(entity, known), batch).orElseThrow();
        List<Fact> before = EntityTimeline.of(entity, plain(known));
        known.addAll(batch);
        List<Fact> after = EntityTimeline.of(entity, plain(known));
        assertThat(extended).isEqualTo(FactDifference.between(before, after));
      }
      assertThat(known).isNotEmpty();
    }
  }

  private static List<BelievedRecord> plain(List<SubjectRecord> records) {
    return records.stream()
        .map(record -> new BelievedRecord(record, List.of(Interval.from(record.recordedAt()))))
        .toList();
  }

  /// What the entity's node keeps of these records.
  private static EntityNotes notes(Entity entity, List<SubjectRecord> known) {
    if (known.isEmpty()) {
      return EntityNotes.NONE;
    }
    EntityState state = EntityState.empty(entity.kind());
    SubjectRecord last = null;
    for (SubjectRecord record : known.stream().sorted().toList()) {
      if (EntityState.isFedBy(record.record().body())) {
        state = state.after(record);
        last = record;
      }
    }
    Long since =
        (Long)
            nodes(EntityTimeline.of(entity, plain(known)), entity.kind())
                .getFirst()
                .properties()
                .get(Properties.SINCE);
    return new EntityNotes(
        true, false, since == null ? null : Instant.ofEpochMilli(since), state.madeOf(), last);
  }

  @Test
  void leaveToGoIsEvidenceOfTheDeploymentAndNoStepOfIt() {
    Story story = new Story();
    DeploymentId deployed = story.deploy(1);
    List<SubjectRecord> records =
        story.volumes().values().stream()
            .flatMap(Collection::stream)
            .flatMap(entry -> entry.believedRecord().stream())
            .map(BelievedRecord::record)
            .filter(
                record ->
                    Entity.of(record)
                        .equals(Optional.of(new Entity(NodeKind.DEPLOYMENT, deployed.subject()))))
            .toList();
    SubjectRecord go =
        records.stream()
            .filter(it -> it.record().header().logicalStep().equals(LogicalStep.GO))
            .findFirst()
            .orElseThrow();

    Entity deployment = new Entity(NodeKind.DEPLOYMENT, deployed.subject());
    List<Fact> facts = EntityTimeline.of(deployment, plain(records));

    assertThat(nodes(facts, NodeKind.STEP))
        .extracting(step -> step.properties().get(Properties.NAME))
        .containsExactlyInAnyOrder("switch", LogicalStep.CLOSED);
    assertThat(nodes(facts, NodeKind.STEP))
        .extracting(Fact.Node::id)
        .doesNotContain(Urns.step(go.recordId(), go.attempt()));
    assertThat(facts)
        .anyMatch(
            fact ->
                fact instanceof Fact.Edge edge
                    && edge.kind() == EdgeKind.DEPLOYMENT_EVIDENCE
                    && edge.to().equals(Urns.record(go.volume(), go.index())));
  }

  private List<Fact> facts(SubjectRecord... records) {
    return EntityTimeline.of(entity, plain(List.of(records)));
  }

  /// What lasts, whenever it began and whatever the node keeps of it.
  private static Set<Object> believed(List<Fact> facts) {
    Set<Object> believed = new HashSet<>();
    for (Fact fact : facts) {
      switch (fact) {
        case Fact.Edge edge when !edge.ended() && edge.kind() != EdgeKind.DEPLOYMENT_VERSION ->
            believed.add(List.of(edge.kind(), edge.from(), edge.to(), edge.key()));
        case Fact.Node node when node.kind() == NodeKind.DEPLOYMENT ->
            believed.add(node.properties().get(Properties.REASON));
        default -> {}
      }
    }
    return believed;
  }

  /// The states that the entity had, with what each said and its interval in seconds.
  private List<String> versions(List<Fact> facts, String property) {
    return facts.stream()
        .filter(Fact.Edge.class::isInstance)
        .map(Fact.Edge.class::cast)
        .filter(edge -> edge.kind() == EdgeKind.DEPLOYMENT_VERSION)
        .map(
            edge ->
                nodes(facts, NodeKind.VERSION).stream()
                        .filter(node -> node.id().equals(edge.to()))
                        .map(node -> node.properties().get(property))
                        .findFirst()
                        .orElseThrow()
                    + " "
                    + seconds(edge.since())
                    + "-"
                    + (edge.ended()
                        ? seconds((Long) edge.properties().getOrDefault(Properties.UNTIL, 0L))
                        : ""))
        .toList();
  }

  private static long seconds(long millis) {
    return (millis - Story.START.toEpochMilli()) / 1000;
  }

  private static Interval interval(long since, @Nullable Integer until) {
    return new Interval(
        Story.START.plusSeconds(since), until == null ? null : Story.START.plusSeconds(until));
  }

  private static List<Object> reasons(List<Fact> facts) {
    return nodes(facts, NodeKind.DEPLOYMENT).stream()
        .map(node -> node.properties().getOrDefault(Properties.REASON, ""))
        .toList();
  }

  private static List<Fact.Node> nodes(List<Fact> facts, NodeKind kind) {
    return facts.stream()
        .filter(Fact.Node.class::isInstance)
        .map(Fact.Node.class::cast)
        .filter(node -> node.kind() == kind)
        .toList();
  }

  private SubjectRecord request(VolumeName volume, long index, long seconds, String reason) {
    LedgerRecord record =
        LedgerRecord.of(
            new Header(
                RecordKind.DEPLOYMENT_REQUEST,
                id.subject(),
                LogicalStep.REQUEST,
                Scope.of(Story.STAGING, Story.SERVICE),
                Story.START),
            DeploymentRequest.deploy(
                Map.of(SourceRole.APPLICATION, new RequestedSource(Story.REPOSITORY, "main")),
                Story.ANN,
                reason));
    return new SubjectRecord(volume, index, 1, Story.START.plusSeconds(seconds), record);
  }
}
