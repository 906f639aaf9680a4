package com.caiatech.afdp.graphmodel.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.RollbackTargets;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.record.Series;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Of several links between an incident and a deployment the last one counts.
class CausalLinksTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final Sha256 POLICY = Sha256.ofUtf8("policy");

  private static final Selection REPORT = Selection.of("reportId");
  private static final Selection ID = Selection.of("incidentId");

  private final Story story = new Story();
  private final DeploymentId first = story.deploy(1);
  private final DeploymentId second = story.deploy(3);
  private final IncidentId incident = story.incident(first, 1);

  @BeforeEach
  void migrate() {
    NEO4J.clear();
    new Migrations(NEO4J.driver()).apply();
  }

  @Test
  void anIncidentThatIsLinkedTwiceIsListedOnceWithWhatWasSaidLast() {
    story.link(incident, first, 1, 0.5);
    story.link(incident, second, 3, 0.25);
    project();

    assertThat(caused(first)).containsExactly(incident.value());
    assertThat(caused(second)).containsExactly(incident.value());
    assertThat(confidences()).containsExactly(0.5, 0.25);
    assertThat(target()).isEmpty();
  }

  @Test
  void aLinkOfConfidenceZeroWithdrawsWhatWasSaidAndDisqualifiesNoRollbackTarget() {
    story.link(incident, first, 1, 0);
    project();

    assertThat(caused(first)).isEmpty();
    assertThat(confidences()).isEmpty();
    assertThat(target()).contains(first);
  }

  @Test
  void whatIsSaidAgainAfterAWithdrawalCounts() {
    story.link(incident, first, 1, 0);
    story.link(incident, first, 1, 0.9);
    project();

    assertThat(caused(first)).containsExactly(incident.value());
    assertThat(confidences()).containsExactly(0.9);
    assertThat(target()).isEmpty();
  }

  @Test
  void whatAnotherDeployerDidIsBlamedBesideWhatWeDidAndWithdrawn() {
    SubjectId report = story.asserted(4, 3);
    story.linkAsserted(incident, report, 4, 0.5);
    story.linkAsserted(incident, report, 4, 0.25);
    project();

    assertThat(confidences()).containsExactly(0.75, 0.25);
    assertThat(asserted()).containsExactly(report.value());
    assertThat(below("assertedDeployment", report.value(), "causedIncidents", ID))
        .containsExactly(incident.value());
    assertThat(caused(first)).containsExactly(incident.value());

    story.linkAsserted(incident, report, 4, 0);
    NEO4J.clear();
    migrate();
    project();
    assertThat(confidences()).containsExactly(0.75);
    assertThat(asserted()).isEmpty();
  }

  @Test
  void aReportUnderTheIdOfADeploymentOfOursMovesNothingOfThat() {
    story.link(incident, first, 1, 0);
    story.linkAsserted(incident, first.subject(), 1, 1);
    project();

    assertThat(caused(first)).isEmpty();
    assertThat(asserted()).containsExactly(first.value());
    assertThat(target()).contains(first);
  }

  @Test
  void anIncidentThatIsOpenedAgainIsOverNoMoreButWasThen() {
    story.report(incident, IncidentPhase.UPDATED);
    story.report(incident, IncidentPhase.MITIGATED);
    project();

    List<Instant> told = recorded();
    assertThat(told.stream().map(this::asOf))
        .containsExactly(
            "OPENED null",
            "OPENED null",
            "RESOLVED " + Objects.requireNonNull(state(told.get(2)).get("resolvedAt")),
            "UPDATED null",
            "MITIGATED null");
    assertThat(asOf(null)).isEqualTo("MITIGATED null");
    story.report(incident, IncidentPhase.RESOLVED);
    NEO4J.clear();
    migrate();
    project();
    assertThat(asOf(null)).startsWith("RESOLVED ").doesNotContain("null");
    assertThat(asOf(told.get(3))).isEqualTo("UPDATED null");
  }

  private String asOf(@Nullable Instant moment) {
    Row state = state(moment);
    return state.get("phase") + " " + state.get("resolvedAt");
  }

  private Row state(@Nullable Instant moment) {
    Selection asked =
        Selection.byId(
            "incident",
            incident.value(),
            List.of(Selection.of("phase"), Selection.of("resolvedAt")));
    return (Row)
        Objects.requireNonNull(
            new GraphQueries(NEO4J.driver(), Neo4jFixture.PATIENT)
                .fetch(
                    moment == null
                        ? asked
                        : asked.with(Map.of("id", incident.value(), "asOf", moment))));
  }

  /// When the ledger took each record of the incident.
  private List<Instant> recorded() {
    return Objects.requireNonNull(story.volumes().get(Series.INCIDENTS)).stream()
        .flatMap(entry -> entry.believedRecord().stream())
        .map(it -> it.record().recordedAt())
        .sorted()
        .toList();
  }

  /// Each entry in a batch of its own, so that every later link changes what stood before.
  private void project() {
    story
        .volumes()
        .forEach(
            (series, entries) -> {
              for (ProjectedEntry entry : entries) {
                VolumeState before =
                    new VolumeStates(NEO4J.driver()).of(series.firstVolume(), series);
                new GraphWriter(NEO4J.driver())
                    .append(
                        before,
                        Story.stateAfter(before, List.of(entry), POLICY),
                        List.of(entry),
                        List.of(),
                        StoryPolicies.ONE_APPROVAL);
              }
            });
  }

  private static Optional<DeploymentId> target() {
    return new RollbackTargets(NEO4J.driver(), Neo4jFixture.PATIENT)
        .newest(Story.SERVICE, Story.STAGING);
  }

  private static List<Object> caused(DeploymentId deployment) {
    return below("deployment", deployment.value(), "causedIncidents", ID);
  }

  private List<Object> confidences() {
    return below("incident", incident.value(), "causes", Selection.of("confidence"));
  }

  /// The reports that the incident is attributed to.
  private List<Object> asserted() {
    return below("incident", incident.value(), "causes", Selection.of("asserted", REPORT)).stream()
        .map(it -> Objects.requireNonNull(((Row) it).get("reportId")))
        .toList();
  }

  /// A field, where it is there, of every object in a list of one object.
  private static List<Object> below(String root, String id, String list, Selection field) {
    Row row =
        (Row)
            new GraphQueries(NEO4J.driver(), Neo4jFixture.PATIENT)
                .fetch(Selection.byId(root, id, List.of(Selection.of(list, field))));
    List<?> elements = (List<?>) Objects.requireNonNull(Objects.requireNonNull(row).get(list));
    return elements.stream()
        .map(it -> Optional.ofNullable(((Row) it).get(field.name())))
        .flatMap(Optional::stream)
        .toList();
  }
}
