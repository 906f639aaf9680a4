package com.caiatech.afdp.workers.recording;

import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.platform.RegisteredPlatform;
import com.caiatech.afdp.schemas.record.Annotation;
import com.caiatech.afdp.schemas.record.AssertedDeployment;
import com.caiatech.afdp.schemas.record.CausalLink;
import com.caiatech.afdp.schemas.record.DecodedRecord;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.SavedQuery;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SourceRegistration;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.activity.CausedRecording;
import com.caiatech.afdp.workers.activity.FailureTypes;
import com.caiatech.afdp.workers.activity.LedgerRecording;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.plan.DeploymentReadings;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Records reports, links and registrations. A link has to speak of an incident and of a
/// deployment, of ours or of another deployer, that the ledgers know; a registration has to have an
/// effect where it stands in the ledger; what another deployer did has to be told for the first
/// time, of a service and an environment of ours; what becomes of an incident has to fit what is
/// known of it.
public final class Recordings implements RecordingActivities {
  private final LedgerRecording ledger;
  private final LedgerReadings readings;
  private final KnownThings things;
  private final RegisteredPlatform platform;
  private final DeploymentReports reports;
  private final IncidentReports incidents;
  private final Annotations annotations;
  private final SavedQueries savedQueries;

  public Recordings(
      LedgerRecording ledger,
      LedgerReadings readings,
      DeploymentReadings deployments,
      RegisteredPlatform platform) {
    this.ledger = ledger;
    this.readings = readings;
    this.things = new KnownThings(readings, deployments);
    this.platform = platform;
    this.reports = new DeploymentReports(readings, platform);
    this.incidents = new IncidentReports(readings);
    this.annotations = new Annotations(readings, things, platform);
    this.savedQueries = new SavedQueries(readings);
  }

  @Override
  public RequestOutcome record(RecordToWrite record) {
    return recordAll(List.of(record)).ofEach().getFirst();
  }

  @Override
  public RequestOutcome recordAfter(RecordToWrite record, RecordRef after) {
    try {
      return RecordCodec.decode(record.bytes()) instanceof DecodedRecord.Valid(LedgerRecord it)
          ? incidents.overtaken(it.header(), after).orElseGet(() -> record(record))
          : record(record);
    } catch (WorkersException fault) {
      throw FailureTypes.of(fault);
    }
  }

  @Override
  public @Nullable Answer knownIncident(Header header) {
    try {
      return incidents
          .knownBefore(header.subject(), header.recordId())
          .map(
              known ->
                  new Answer(
                      RecordInput.of(known.report()),
                      new RequestOutcome.Recorded(
                          new Receipt(known.last(), known.last().index() + 1, true))))
          .orElse(null);
    } catch (WorkersException fault) {
      throw FailureTypes.of(fault);
    }
  }

  @Override
  public Outcomes recordAll(List<RecordToWrite> records) {
    try {
      Map<RecordToWrite, RequestOutcome> outcomes = new HashMap<>();
      records.forEach(
          record -> unknown(record).ifPresent(unknown -> outcomes.put(record, unknown)));
      List<RecordToWrite> known =
          records.stream().filter(record -> !outcomes.containsKey(record)).toList();
      Iterator<CausedRecording> made = ledger.writeEachCaused(known).iterator();
      known.forEach(record -> outcomes.put(record, outcome(made.next())));
      return new Outcomes(records.stream().map(outcomes::get).toList());
    } catch (WorkersException fault) {
      throw FailureTypes.of(fault);
    }
  }

  @Override
  public @Nullable Answer standing(Header header) {
    Series series = header.kind().series();
    try {
      return readings.about(series, header.subject()).stream()
          .flatMap(entry -> entry.standing().stream())
          .filter(it -> it.record().header().recordId().equals(header.recordId()))
          .findFirst()
          .map(Recordings::answer)
          .orElse(null);
    } catch (WorkersException fault) {
      throw FailureTypes.of(fault);
    }
  }

  private static Answer answer(StandingRecord standing) {
    RecordRef ref = standing.ref();
    return new Answer(
        RecordInput.of(standing.record()),
        new RequestOutcome.Recorded(new Receipt(ref, ref.index() + 1, true)));
  }

  private static RequestOutcome outcome(CausedRecording made) {
    return switch (made) {
      case CausedRecording.Recorded recorded -> new RequestOutcome.Recorded(recorded.receipt());
      case CausedRecording.Refused refused -> refused(refused.reason(), refused.message().text());
    };
  }

  private Optional<RequestOutcome> unknown(RecordToWrite record) {
    if (!(RecordCodec.decode(record.bytes()) instanceof DecodedRecord.Valid valid)) {
      return Optional.empty();
    }
    Header header = valid.record().header();
    SubjectId subject = header.subject();
    return switch (valid.record().body()) {
      case CausalLink link -> misplaced(header, link);
      case SourceRegistration registration -> withoutEffect(subject, registration);
      case AssertedDeployment asserted -> reports.answer(header, asserted);
      case Annotation annotation -> annotations.answer(header, annotation);
      case SavedQuery query -> savedQueries.answer(header, query);
      case IncidentReport report when report.phase() != IncidentPhase.OPENED ->
          incidents.answer(header, report);
      default -> Optional.empty();
    };
  }

  private Optional<RequestOutcome> misplaced(Header header, CausalLink link) {
    SubjectId incident = header.subject();
    Optional<RequestOutcome> unknown = things.unreported(new IncidentId(incident.uuid()));
    if (unknown.isPresent()) {
      return unknown;
    }
    String other = LogicalStep.otherLink(header.logicalStep());
    if (readings.about(Series.INCIDENTS, incident).stream()
        .flatMap(entry -> entry.trusted().stream())
        .anyMatch(it -> it.header().logicalStep().equals(other))) {
      return Optional.of(
          refused(
              RefusalReason.CONFLICT,
              "the id stands for a link of incident %s to another deployment already; make a new id"
                  .formatted(incident)));
    }
    return LogicalStep.isAssertedLink(header.logicalStep())
        ? things.unreported(link.deploymentId().subject())
        : things.unrequested(link.deploymentId());
  }

  /// One that stands already is not judged again; looking for it reads the ledger up to date.
  private Optional<RequestOutcome> withoutEffect(
      SubjectId subject, SourceRegistration registration) {
    boolean stands =
        readings.about(Series.DEPLOYMENT_MANIFESTS, subject).stream()
            .anyMatch(entry -> entry.trusted().isPresent());
    return stands
        ? Optional.empty()
        : platform
            .problem(registration)
            .map(leftOut -> refused(leftOut.why().reason(), leftOut.message()));
  }

  private static RequestOutcome refused(RefusalReason reason, String message) {
    return new RequestOutcome.Refused(reason, message);
  }
}
