package com.caiatech.afdp.infra.generate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.infra.generate.model.Event.Environment;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OrganisationModelTest {
  private static final LocalDate MONDAY = LocalDate.of(2025, 1, 6);
  private static final Scale MIDDLE = new Scale(5, 1_000, 5_000, 8, 24, 60, MONDAY);

  @Test
  void theSameSeedTellsTheSameEventsAndAnotherOneOthers() {
    Scale small = new Scale(1, 60, 300, 4, 12, 14, MONDAY);
    assertThat(events(small)).isEqualTo(events(small));
    assertThat(events(new Scale(2, 60, 300, 4, 12, 14, MONDAY))).isNotEqualTo(events(small));
  }

  @Test
  void everyEventButACommitIsToldInTheOrderOfItsMoment() {
    Instant last = Instant.MIN;
    for (Event event : events(MIDDLE)) {
      if (!(event instanceof Event.Committed
          || event instanceof Event.FaultMade
          || event instanceof Event.FaultEnded)) {
        assertThat(event.at()).as(event.toString()).isAfterOrEqualTo(last);
        last = event.at();
      }
    }
  }

  @Test
  void noTwoPeopleHaveOneAddress() {
    Scale many = new Scale(1, 100, 100, 10, 3_000, 100, LocalDate.of(2025, 1, 6));
    assertThat(new OrganisationModel(many).organisation().people())
        .extracting(Organisation.Person::email)
        .doesNotHaveDuplicates()
        .hasSize(3_000);
  }

  @Test
  void commitsStandAfterTheirParentsInTheOrderOfTheirMoments() {
    Map<Integer, List<Event.Committed>> repositories = new HashMap<>();
    for (Event.Committed commit : of(Event.Committed.class, events(MIDDLE))) {
      List<Event.Committed> before =
          repositories.computeIfAbsent(commit.repository(), _ -> new ArrayList<>());
      assertThat(commit.position()).isEqualTo(before.size());
      assertThat(commit.parents()).allMatch(parent -> parent < commit.position());
      if (!before.isEmpty()) {
        assertThat(commit.at()).isAfter(before.getLast().at());
        assertThat(commit.parents()).isNotEmpty();
      }
      before.add(commit);
    }
  }

  @Test
  void thereAreAsManyDeploymentsAsAskedForAndAboutAsManyCommits() {
    List<Event> events = events(MIDDLE);
    assertThat(of(Event.Requested.class, events)).hasSize(MIDDLE.deployments());
    assertThat(of(Event.Closed.class, events)).hasSize(MIDDLE.deployments());
    assertThat(of(Event.Committed.class, events).size()).isBetween(4_500, 5_500);
    Instant last = of(Event.Closed.class, events).getLast().at();
    assertThat(last)
        .isBetween(MIDDLE.end().minusSeconds(20 * 86_400), MIDDLE.end().plusSeconds(20 * 86_400));
  }

  @Test
  void faultsChecksThatFailRollbacksAndIncidentsAreRare() {
    List<Event> events = events(MIDDLE);
    assertThat(of(Event.FaultMade.class, events).size()).isBetween(20, 200);
    assertThat(of(Event.IncidentCaused.class, events).size()).isBetween(8, 80);
    assertThat(of(Event.Requested.class, events)).filteredOn(it -> it.isRollback()).isNotEmpty();
    assertThat(of(Event.CheckFailed.class, events))
        .anyMatch(it -> it.cause() == null)
        .anyMatch(it -> it.cause() != null);
    assertThat(of(Event.Closed.class, events))
        .filteredOn(it -> it.result() == Event.Result.SUCCEEDED)
        .hasSizeGreaterThan(800);
  }

  /// The cause of an incident is in what its deployment brought, which served before.
  @Test
  void theCauseOfAnIncidentWasBroughtByADeploymentThatServesInProductionBefore() {
    Map<Integer, Event.Requested> asked = new HashMap<>();
    Map<Integer, Event.Opened> opened = new HashMap<>();
    Map<Integer, Event.Closed> closed = new HashMap<>();
    int caused = 0;
    for (Event event : events(MIDDLE)) {
      switch (event) {
        case Event.Requested it -> asked.put(it.deployment(), it);
        case Event.Opened it -> opened.put(it.deployment(), it);
        case Event.Closed it -> closed.put(it.deployment(), it);
        case Event.IncidentCaused it -> {
          Event.Place cause = it.cause();
          Integer deployment = it.deployment();
          if (cause != null && deployment != null) {
            caused++;
            Event.Requested request = of(asked, deployment);
            assertThat(request.environment()).isEqualTo(Environment.PRODUCTION);
            assertThat(request.service()).isEqualTo(it.service());
            assertThat(of(closed, deployment).result()).isEqualTo(Event.Result.SUCCEEDED);
            assertThat(of(closed, deployment).at()).isBefore(it.startedAt());
            Integer previous = of(opened, deployment).previous();
            int from =
                previous == null ? -1 : of(of(opened, previous).commits(), cause.repository());
            assertThat(cause.position())
                .isGreaterThan(from)
                .isLessThanOrEqualTo(of(of(opened, deployment).commits(), cause.repository()));
          }
        }
        default -> {}
      }
    }
    assertThat(caused).isPositive();
  }

  /// Documentation brings few faults, and who knows the files brings fewer than who does not.
  @Test
  void theProbabilityOfAFaultFollowsWhatTheModelSays() {
    Chance chance = new Chance(1, "test");
    assertThat(mean(ChangeKind.FEATURE, 60, 0, chance))
        .isGreaterThan(4 * mean(ChangeKind.DOCUMENTATION, 60, 0, chance))
        .isGreaterThan(1.5 * mean(ChangeKind.FEATURE, 5, 0, chance))
        .isGreaterThan(1.5 * mean(ChangeKind.FEATURE, 60, 20, chance));
  }

  @Test
  void sizesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new Scale(1, 0, 1, 1, 4, 1, MONDAY))
        .hasMessage("expected deployments to be 1 to 1000000, found 0");
    assertThatThrownBy(() -> new Scale(1, 100, 1, 1, 4, 2, MONDAY))
        .hasMessageContaining(
            "expected at most 8 deployments of a service a day, found 100 of 1 services in 2 days");
  }

  private static double mean(ChangeKind kind, int lines, double experience, Chance chance) {
    double sum = 0;
    for (int i = 0; i < 2_000; i++) {
      sum +=
          RiskModel.ofCommit(
                  new RiskModel.Change(kind, lines, 0.5, 1, 0, experience, false, false, false, 0),
                  chance)
              .probability();
    }
    return sum / 2_000;
  }

  private static List<Event> events(Scale scale) {
    List<Event> events = new ArrayList<>();
    new OrganisationModel(scale).tell(events::add);
    return events;
  }

  private static <V> V of(Map<Integer, V> known, int number) {
    return Objects.requireNonNull(known.get(number));
  }

  private static <E extends Event> List<E> of(Class<E> type, List<Event> events) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
