package com.caiatech.afdp.workers.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.ledger.VolumePosition;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What records in real ledgers tell.
class EventReadingTest {
  private static final PlanStep APPROVE = new PlanStep.Approve("staging-approval", 60_000);

  @TempDir Path folder;
  private Happenings happenings;

  @BeforeEach
  void open() throws Exception {
    happenings = new Happenings(folder);
  }

  @AfterEach
  void close() {
    happenings.close();
  }

  @Test
  void approvalIsWantedOnceTheLastCheckBeforeItHasPassed() {
    DeploymentId id = happenings.opened(check("unit"), check("lint"), APPROVE);
    assertThat(kinds()).containsExactly(EventKind.OPENED);
    happenings.passed(id, "unit");
    assertThat(kinds()).containsExactly(EventKind.OPENED);
    happenings.passed(id, "lint");
    assertThat(kinds()).containsExactly(EventKind.OPENED, EventKind.APPROVAL_WANTED);

    Event wanted = events().getLast();
    assertThat(wanted.id()).isEqualTo("deployment_approval_wanted_" + id);
    assertThat(wanted.value(Place.RULE)).contains("staging-approval");
    assertThat(wanted.value(Place.APPROVALS)).contains("2");
    assertThat(wanted.value(Place.REQUEST_REASON)).contains("a new version");
    assertThat(wanted.value(Place.COMMAND)).contains("afdp approve " + id);
    assertThat(wanted.value(Place.PLAN).orElseThrow()).hasSize(64);
    assertThat(Instant.parse(wanted.value(Place.UNTIL).orElseThrow())).isAfter(wanted.happenedAt());
  }

  @Test
  void withoutChecksItIsWantedFromTheBeginning() {
    happenings.opened(APPROVE);
    assertThat(kinds()).containsExactly(EventKind.OPENED, EventKind.APPROVAL_WANTED);
  }

  @Test
  void whatHasEndedBeginsNoMoreAndWaitsForNobody() {
    DeploymentId id = happenings.opened(APPROVE);
    happenings.closed(id, DeploymentStatus.EXPIRED, "0 of 2 approvals within 60 s", null);
    assertThat(kinds()).containsExactly(EventKind.FAILED);
  }

  @Test
  void anEndingIsOneEvent() {
    DeploymentId before = DeploymentId.create(Instant.now());
    happenings.closed(happenings.opened(), DeploymentStatus.SUCCEEDED, null, null);
    happenings.closed(
        happenings.opened(DeploymentType.ROLLBACK, "it is broken"),
        DeploymentStatus.SUCCEEDED,
        null,
        null);
    happenings.closed(happenings.opened(), DeploymentStatus.SUPERSEDED, "a newer one", null);
    happenings.closed(happenings.opened(), DeploymentStatus.FAILED, "broken", before);
    happenings.closed(happenings.opened(), DeploymentStatus.REJECTED, "no", null);

    assertThat(kinds())
        .containsExactly(
            EventKind.SUCCEEDED,
            EventKind.ROLLED_BACK,
            EventKind.SUPERSEDED,
            EventKind.FAILED,
            EventKind.FAILED);
    assertThat(events())
        .extracting(Filter.of(EventKind.ROLLED_BACK)::takes)
        .containsExactly(false, true, false, true, false);
    assertThat(events().get(3).value(Place.RESTORED)).contains(before.value());
    assertThat(events().get(4).value(Place.STATUS)).contains("rejected");
  }

  @Test
  void anIncidentIsToldWhenItIsOpenedAndWhenItIsFirstSaidToBeResolved() {
    IncidentId id = IncidentId.create(Instant.now());
    happenings.said(id, IncidentPhase.OPENED, "carts are empty");
    happenings.said(id, IncidentPhase.MITIGATED, "carts are empty");
    happenings.said(id, IncidentPhase.RESOLVED, "carts were empty");
    happenings.said(id, IncidentPhase.RESOLVED, "carts had been empty");

    assertThat(events())
        .extracting(Event::id)
        .containsExactly("incident_opened_" + id, "incident_closed_" + id);
    assertThat(events().getLast().value(Place.TITLE)).contains("carts were empty");
    assertThat(events().getLast().value(Place.SERVICE)).contains("cart");
    assertThat(events().getLast().value(Place.ENVIRONMENT)).contains("production");
    assertThat(events().getLast().value(Place.SEVERITY)).contains("sev2");
  }

  private static PlanStep check(String name) {
    return new PlanStep.Check(PlanStep.Check.PRE, name, 1_000);
  }

  private List<EventKind> kinds() {
    return events().stream().map(Event::kind).toList();
  }

  private List<Event> events() {
    LedgerReadings ledger = happenings.readings();
    EventReading reading = new EventReading(ledger, Happenings.PLATFORM, null);
    return EventReading.SERIES.stream()
        .flatMap(
            series ->
                ledger
                    .follow(
                        series,
                        VolumePosition.start(series.firstVolume()),
                        EnumSet.allOf(RecordKind.class),
                        1_000)
                    .found()
                    .stream())
        .flatMap(found -> reading.events(found.entry()).stream())
        .toList();
  }
}
