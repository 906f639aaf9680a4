package com.caiatech.afdp.workers.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.ledger.TestIncidents;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What becomes of an incident is judged by what its ledger has of it.
final class IncidentReportsTest extends RecordingsFixture {
  @Test
  void eachReportBuildsOnTheLastOneAndWhatIsWrittenAgainStands() {
    LedgerRecord early = update(IncidentPhase.MITIGATED, null);
    assertThat(record(early, null))
        .isEqualTo(
            new RequestOutcome.Refused(
                RefusalReason.UNKNOWN_INCIDENT, "no incident " + incident + " was reported"));
    assertThat(recordings.knownIncident(early.header())).isNull();

    RecordRef opened = recorded(opened(), null);
    LedgerRecord mitigating = update(IncidentPhase.MITIGATED, null);
    RecordRef mitigated = recorded(mitigating, opened);
    LedgerRecord late = update(IncidentPhase.RESOLVED, null);
    assertThat(record(late, opened)).isEqualTo(new RequestOutcome.Overtaken(mitigated));
    RecordRef resolved = recorded(late, mitigated);
    assertThat(recorded(mitigating, opened)).as("sent again").isEqualTo(mitigated);
    assertThat(ref(known(mitigating.header()))).as("what it built on").isEqualTo(opened);

    Answer last = known(update(IncidentPhase.UPDATED, null).header());
    assertThat(ref(last)).isEqualTo(resolved);
    assertThat(last.input().body(IncidentReport.class))
        .returns(IncidentPhase.RESOLVED, IncidentReport::phase)
        .returns(late.header().timestamp(), IncidentReport::resolvedAt);
    assertThat(platform.verify(Series.INCIDENTS).trusted()).isEqualTo(3);
  }

  @Test
  void whatCannotBecomeOfItIsRefusedAndNotRecorded() {
    RecordRef opened = recorded(opened(), null);
    assertThat(record(update(IncidentPhase.POST_MORTEM, null), opened))
        .isEqualTo(
            new RequestOutcome.Refused(
                RefusalReason.WRONG_STATE,
                "incident "
                    + incident
                    + ": phase: an incident that is OPENED can become UPDATED, MITIGATED, RESOLVED,"
                    + " found POST_MORTEM; nothing was recorded"));
    for (Instant over : List.of(now.minusSeconds(1), now.plusSeconds(3600))) {
      assertThat(record(update(IncidentPhase.RESOLVED, over), opened))
          .isInstanceOfSatisfying(
              RequestOutcome.Refused.class,
              refused -> {
                assertThat(refused.reason()).isEqualTo(RefusalReason.INVALID_INPUT);
                assertThat(refused.message())
                    .startsWith("incident " + incident + ": resolvedAt: expected ");
              });
    }
    assertThat(record(update(IncidentPhase.POST_MORTEM, null), null))
        .as("by who does not say what it builds on")
        .isInstanceOf(RequestOutcome.Refused.class);
    assertThat(platform.verify(Series.INCIDENTS).trusted()).isEqualTo(1);
  }

  @Test
  void whatNobodyMeantIsNotRecorded() {
    RecordRef opened = recorded(opened(), null);
    LedgerRecord meant = update(IncidentPhase.MITIGATED, null);
    RecordInput other =
        RecordInput.of(TestIncidents.report(IncidentPhase.RESOLVED, now, null))
            .with(Objects.requireNonNull(((IncidentReport) meant.body()).intent()));
    assertThat(record(LedgerRecord.of(meant.header(), other), opened))
        .isInstanceOfSatisfying(
            RequestOutcome.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.INTENT_NOT_PROVEN));
    assertThat(platform.verify(Series.INCIDENTS).trusted()).isEqualTo(1);
  }

  private LedgerRecord opened() {
    return platform.ofIncident(
        incident,
        LogicalStep.of(Action.REPORT_INCIDENT, new RequestId(incident.uuid())),
        TestIncidents.report(IncidentPhase.OPENED, now, null));
  }

  private LedgerRecord update(IncidentPhase phase, @Nullable Instant resolvedAt) {
    return platform.ofIncident(
        incident,
        LogicalStep.of(Action.UPDATE_INCIDENT, RequestId.create(now)),
        TestIncidents.report(phase, now, resolvedAt));
  }

  private RequestOutcome record(LedgerRecord record, @Nullable RecordRef after) {
    RecordToWrite made = RecordToWrite.of(record);
    return after == null ? recordings.record(made) : recordings.recordAfter(made, after);
  }

  private RecordRef recorded(LedgerRecord record, @Nullable RecordRef after) {
    RequestOutcome outcome = record(record, after);
    assertThat(outcome).isInstanceOf(RequestOutcome.Recorded.class);
    return ((RequestOutcome.Recorded) outcome).receipt().ref();
  }

  private Answer known(Header header) {
    return Objects.requireNonNull(recordings.knownIncident(header));
  }

  private static RecordRef ref(Answer known) {
    return ((RequestOutcome.Recorded) known.outcome()).receipt().ref();
  }
}
