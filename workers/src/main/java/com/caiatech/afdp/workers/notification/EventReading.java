package com.caiatech.afdp.workers.notification;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.Annotation;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.AssertedDeployment;
import com.caiatech.afdp.schemas.record.CausalLink;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.MarkLowered;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.SavedQuery;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SourceRegistration;
import com.caiatech.afdp.schemas.record.SuccessorVolume;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import com.caiatech.afdp.workers.ledger.ReadEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What entries of the ledgers tell. Only what counts tells anything, and of several attempts at a
/// record the first that counts.
///
/// No record says that a plan waits for approvals. It does once every check before it has passed,
/// so the last of their results tells it, or *opened* where there are none.
final class EventReading {
  /// The series that tell events.
  static final List<Series> SERIES =
      List.of(Series.DEPLOYMENT_MANIFESTS, Series.CHECKS, Series.INCIDENTS);

  private final LedgerReadings ledger;
  private final Platform platform;
  private final @Nullable String gateway;

  /// @param platform where repositories are
  /// @param gateway the gateway's address, for people; absent where none is configured
  EventReading(LedgerReadings ledger, Platform platform, @Nullable String gateway) {
    this.ledger = ledger;
    this.platform = platform;
    this.gateway = gateway;
  }

  /// What the entry tells, as things stand now: a deployment that has ended begins no more, and
  /// waits for nobody.
  List<Event> events(ReadEntry entry) {
    Optional<StandingRecord> told = entry.standing().filter(this::stands);
    if (told.isEmpty()) {
      return List.of();
    }
    StandingRecord record = told.get();
    return switch (record.record().body()) {
      case DeploymentManifestOpened _ -> {
        Story story = new Story(record.record().header().subject());
        List<Event> events = new ArrayList<>();
        if (story.closed.isEmpty()) {
          events.add(story.event(EventKind.OPENED, record));
        }
        story.approvalWanted(record).ifPresent(events::add);
        yield List.copyOf(events);
      }
      case CheckResult check when check.stage() == CheckStage.PRE ->
          new Story(record.record().header().subject()).approvalWanted(record).stream().toList();
      case DeploymentManifestClosed closed ->
          List.of(new Story(record.record().header().subject()).ending(record, closed));
      case IncidentReport report -> incident(record, report).stream().toList();
      case CheckResult _,
          DeploymentRequest _,
          DeploymentStep _,
          SourceRegistration _,
          AssertedDeployment _,
          Annotation _,
          SavedQuery _,
          ApprovalDecision _,
          CausalLink _,
          Policy _,
          SuccessorVolume _,
          MarkLowered _ ->
          List.of();
    };
  }

  private boolean stands(StandingRecord record) {
    RecordId id = record.record().header().recordId();
    SubjectId subject = record.record().header().subject();
    return standing(record.record().header().kind().series(), subject).stream()
        .filter(it -> it.record().header().recordId().equals(id))
        .allMatch(it -> it.ref().equals(record.ref()));
  }

  /// The first of each id that counts.
  private List<StandingRecord> standing(Series series, SubjectId subject) {
    Set<RecordId> seen = new HashSet<>();
    return ledger.about(series, subject).stream()
        .flatMap(entry -> entry.standing().stream())
        .filter(record -> seen.add(record.record().header().recordId()))
        .toList();
  }

  /// What the ledgers hold of one deployment.
  private final class Story {
    private final SubjectId subject;
    private final Optional<DeploymentRequest> request;
    private final Optional<DeploymentManifestOpened> opened;
    private final Optional<DeploymentManifestClosed> closed;
    private final boolean underWay;

    private Story(SubjectId subject) {
      this.subject = subject;
      List<LedgerRecord> records =
          standing(Series.DEPLOYMENT_MANIFESTS, subject).stream()
              .map(StandingRecord::record)
              .toList();
      this.request =
          body(
              records.stream()
                  .filter(it -> it.header().logicalStep().equals(LogicalStep.REQUEST))
                  .toList(),
              DeploymentRequest.class);
      this.opened = body(records, DeploymentManifestOpened.class);
      this.closed = body(records, DeploymentManifestClosed.class);
      this.underWay = body(records, DeploymentStep.class).isPresent();
    }

    private Optional<Event> approvalWanted(StandingRecord trigger) {
      Optional<PlanStep.Approve> step =
          opened.flatMap(it -> it.plan().steps(PlanStep.Approve.class).stream().findFirst());
      if (closed.isPresent() || underWay || step.isEmpty() || !isLastBeforeApprovals(trigger)) {
        return Optional.empty();
      }
      Event event = event(EventKind.APPROVAL_WANTED, trigger);
      Map<Place, String> values = new EnumMap<>(event.values());
      values.put(Place.RULE, step.get().rule());
      values.put(Place.APPROVALS, String.valueOf(opened.orElseThrow().plan().requiredApprovals()));
      values.put(
          Place.UNTIL, trigger.recordedAt().plusMillis(step.get().withinMillis()).toString());
      values.put(Place.COMMAND, "afdp approve " + subject);
      return Optional.of(with(event, values));
    }

    private boolean isLastBeforeApprovals(StandingRecord trigger) {
      Set<String> planned =
          opened.stream()
              .flatMap(it -> it.plan().steps(PlanStep.Check.class).stream())
              .filter(check -> check.stage().equals(PlanStep.Check.PRE))
              .map(PlanStep.Check::name)
              .collect(Collectors.toSet());
      if (planned.isEmpty()) {
        return trigger.record().body() instanceof DeploymentManifestOpened;
      }
      List<StandingRecord> passed =
          standing(Series.CHECKS, subject).stream()
              .filter(
                  it ->
                      it.record().body() instanceof CheckResult check
                          && check.stage() == CheckStage.PRE
                          && check.status() == CheckStatus.PASSED
                          && planned.contains(check.name()))
              .toList();
      return passed.size() == planned.size() && passed.getLast().ref().equals(trigger.ref());
    }

    private Event ending(StandingRecord record, DeploymentManifestClosed end) {
      EventKind kind =
          switch (end.status()) {
            case SUCCEEDED ->
                opened
                        .filter(it -> it.plan().deploymentType() == DeploymentType.ROLLBACK)
                        .isPresent()
                    ? EventKind.ROLLED_BACK
                    : EventKind.SUCCEEDED;
            case FAILED, ABORTED, REJECTED, REFUSED, EXPIRED, LOST -> EventKind.FAILED;
            case SUPERSEDED -> EventKind.SUPERSEDED;
          };
      Event event = event(kind, record);
      Map<Place, String> values = new EnumMap<>(event.values());
      values.put(Place.STATUS, text(end.status()));
      put(values, Place.REASON, end.reason());
      put(values, Place.RESTORED, end.restoredDeploymentId());
      return with(event, values);
    }

    /// Whether one of the commits has been deployed there again since.
    private boolean isOvertaken(Scope scope) {
      Set<CommitId> commits = commits(opened);
      return closed.isPresent()
          && ledger.deployments(scope).stream()
              .filter(later -> later.subject().compareTo(subject) > 0)
              .map(
                  later ->
                      body(
                          standing(Series.DEPLOYMENT_MANIFESTS, later.subject()).stream()
                              .map(StandingRecord::record)
                              .toList(),
                          DeploymentManifestOpened.class))
              .anyMatch(later -> !Collections.disjoint(commits, commits(later)));
    }

    private static Set<CommitId> commits(Optional<DeploymentManifestOpened> manifest) {
      return manifest.stream()
          .flatMap(it -> it.plan().sources().values().stream())
          .map(DeployedSource::commitHash)
          .collect(Collectors.toSet());
    }

    private Event with(Event event, Map<Place, String> values) {
      return new Event(
          event.kind(),
          subject,
          closed.map(DeploymentManifestClosed::restoredDeploymentId).isPresent(),
          event.happenedAt(),
          event.services(),
          event.environment(),
          values,
          event.sources(),
          event.overtaken());
    }

    private Event event(EventKind kind, StandingRecord record) {
      Scope scope = record.record().header().scope();
      Map<Place, String> values = common(record);
      put(values, Place.SERVICE, scope.service());
      put(values, Place.ENVIRONMENT, scope.environment());
      values.put(Place.DEPLOYMENT, subject.value());
      request.ifPresent(
          it -> {
            values.put(Place.REQUESTED_BY, it.requestedBy().value());
            put(values, Place.REQUEST_REASON, it.reason());
          });
      Map<SourceRole, DeployedSource> sources =
          opened.map(it -> it.plan().sources()).orElse(Map.of());
      opened.ifPresent(
          it -> {
            values.put(Place.TYPE, text(it.plan().deploymentType()));
            values.put(Place.PLAN, it.planSha256().value());
          });
      DeployedSource application = sources.get(SourceRole.APPLICATION);
      if (application != null) {
        values.put(Place.COMMIT, application.commitHash().value());
      }
      return new Event(
          kind,
          subject,
          false,
          record.record().header().timestamp(),
          Optional.ofNullable(scope.service()).stream().toList(),
          scope.environment(),
          values,
          sources.values().stream().flatMap(source -> placed(source).stream()).toList(),
          () -> isOvertaken(scope));
    }
  }

  /// Where the commit's repository is, as far as the platform still knows it.
  private Optional<Event.Source> placed(DeployedSource source) {
    return platform
        .repository(source.repository())
        .map(repository -> new Event.Source(repository, source.commitHash()));
  }

  private Optional<Event> incident(StandingRecord record, IncidentReport report) {
    Optional<EventKind> kind =
        switch (report.phase()) {
          case OPENED -> Optional.of(EventKind.INCIDENT_OPENED);
          case RESOLVED ->
              firstResolved(record)
                  ? Optional.of(EventKind.INCIDENT_CLOSED)
                  : Optional.<EventKind>empty();
          case UPDATED, MITIGATED, POST_MORTEM -> Optional.empty();
        };
    return kind.map(
        it -> {
          SubjectId subject = record.record().header().subject();
          EnvironmentName environment = report.affectedEnvironment();
          Map<Place, String> values = common(record);
          if (!report.services().isEmpty()) {
            values.put(
                Place.SERVICE,
                report.services().stream()
                    .map(ServiceName::value)
                    .collect(Collectors.joining(", ")));
          }
          put(values, Place.ENVIRONMENT, environment);
          values.put(Place.INCIDENT, subject.value());
          values.put(Place.TITLE, report.title());
          values.put(Place.SEVERITY, text(report.severity()));
          values.put(Place.REPORTED_BY, report.reportedBy().value());
          Instant moment = record.record().header().timestamp();
          return new Event(
              it,
              subject,
              false,
              moment,
              report.services(),
              environment,
              values,
              List.of(),
              () -> false);
        });
  }

  /// People may say more than once that an incident is resolved.
  private boolean firstResolved(StandingRecord record) {
    return standing(Series.INCIDENTS, record.record().header().subject()).stream()
        .filter(
            it ->
                it.record().body() instanceof IncidentReport report
                    && report.phase() == IncidentPhase.RESOLVED)
        .findFirst()
        .filter(first -> first.ref().equals(record.ref()))
        .isPresent();
  }

  private Map<Place, String> common(StandingRecord record) {
    Map<Place, String> values = new EnumMap<>(Place.class);
    values.put(Place.RECORD, record.volume() + ":" + record.index());
    put(values, Place.GATEWAY, gateway);
    return values;
  }

  private static <B extends RecordBody> Optional<B> body(
      List<LedgerRecord> records, Class<B> type) {
    return records.stream()
        .map(LedgerRecord::body)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }

  private static void put(Map<Place, String> values, Place place, @Nullable Object value) {
    if (value != null) {
      values.put(place, value.toString());
    }
  }

  private static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
