package com.caiatech.afdp.workers.recording;

import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Judges what somebody says of an incident that was reported before, by what its ledger has of it.
final class IncidentReports {
  private final LedgerReadings readings;

  IncidentReports(LedgerReadings readings) {
    this.readings = readings;
  }

  /// What is known of an incident, and the report that told it last.
  record Known(IncidentReport report, RecordRef last) {}

  /// What is known of the incident without the record of that id and what was reported after it;
  /// empty where nothing was reported.
  Optional<Known> knownBefore(SubjectId incident, RecordId record) {
    Known known = null;
    for (StandingRecord report : reports(incident)) {
      if (report.record().header().recordId().equals(record)) {
        break;
      }
      known = after(known, report);
    }
    return Optional.ofNullable(known);
  }

  private static Known after(@Nullable Known before, StandingRecord report) {
    IncidentReport body = (IncidentReport) report.record().body();
    return new Known(
        body.known(before == null ? null : before.report(), report.record().header().timestamp()),
        report.ref());
  }

  /// The answer to a further report that builds on another one than the last; empty where it builds
  /// on the last, stands already, or there is none.
  ///
  /// @param after the report that it builds on
  Optional<RequestOutcome> overtaken(Header header, RecordRef after) {
    return isStanding(header)
        ? Optional.empty()
        : knownBefore(header.subject(), header.recordId())
            .map(Known::last)
            .filter(last -> !last.equals(after))
            .map(RequestOutcome.Overtaken::new);
  }

  /// The answer to a further report that is not to be recorded; empty for one that is. A record
  /// that is written again is judged no more.
  Optional<RequestOutcome> answer(Header header, IncidentReport report) {
    if (isStanding(header)) {
      return Optional.empty();
    }
    Optional<Known> known = knownBefore(header.subject(), header.recordId());
    if (known.isEmpty()) {
      return Optional.of(
          new RequestOutcome.Refused(
              RefusalReason.UNKNOWN_INCIDENT, "no incident " + header.subject() + " was reported"));
    }
    IncidentReport before = known.get().report();
    return report
        .misplaced(before)
        .map(why -> refused(header, RefusalReason.WRONG_STATE, why))
        .or(
            () ->
                report
                    .untimely(before, header.timestamp())
                    .map(why -> refused(header, RefusalReason.INVALID_INPUT, why)));
  }

  private static RequestOutcome refused(Header header, RefusalReason reason, String why) {
    return new RequestOutcome.Refused(
        reason, "incident %s: %s; nothing was recorded".formatted(header.subject(), why));
  }

  private boolean isStanding(Header header) {
    return reports(header.subject()).stream()
        .anyMatch(it -> it.record().header().recordId().equals(header.recordId()));
  }

  /// The standing reports of it, in the order of the ledger.
  private List<StandingRecord> reports(SubjectId incident) {
    Set<RecordId> seen = new HashSet<>();
    return readings.about(Series.INCIDENTS, incident).stream()
        .flatMap(entry -> entry.standing().stream())
        .filter(it -> it.record().body() instanceof IncidentReport)
        .filter(it -> seen.add(it.record().header().recordId()))
        .toList();
  }
}
