package com.caiatech.afdp.infra.generate;

import com.caiatech.afdp.infra.generate.model.Event;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.record.CausalLink;
import com.caiatech.afdp.schemas.record.CausalMethod;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Severity;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The records of incidents, in the environment in which all of them are.
final class IncidentRecords {
  private static final EnvironmentName PRODUCTION = Names.environment(Event.Environment.PRODUCTION);

  private final Names names;
  private final List<SourceHistory> histories;
  private final ProvenRecords proven;
  private final WaitingRecords waiting;
  private final Map<Integer, IncidentId> ids = new HashMap<>();
  private final Map<Integer, DeploymentId> causes = new HashMap<>();

  IncidentRecords(
      Names names, List<SourceHistory> histories, ProvenRecords proven, WaitingRecords waiting) {
    this.names = names;
    this.histories = histories;
    this.proven = proven;
    this.waiting = waiting;
  }

  /// Notes what will be named once the cause is claimed.
  void causedBy(int incident, @Nullable DeploymentId deployment) {
    if (deployment != null) {
      causes.put(incident, deployment);
    }
  }

  /// The id of one that was told.
  IncidentId id(int incident) {
    return Objects.requireNonNull(ids.get(incident), () -> "no incident " + incident);
  }

  void told(Event.IncidentTold event) {
    IncidentId id =
        ids.computeIfAbsent(event.incident(), number -> names.incident(number, event.at()));
    boolean first = event.phase() == Event.Phase.OPENED;
    IncidentReport report =
        new IncidentReport(
            phase(event.phase()),
            severity(event.severity()),
            event.title(),
            event.services().stream().map(names::serviceName).toList(),
            PRODUCTION,
            event.components(),
            event.startedAt(),
            event.detectedAt(),
            event.resolvedAt(),
            names.person(event.person()),
            null,
            null);
    Action action = first ? Action.REPORT_INCIDENT : Action.UPDATE_INCIDENT;
    waiting.add(
        proven.record(
            header(RecordKind.INCIDENT_REPORT, id, action, event.at()),
            report,
            event.person(),
            "incident-manager"),
        _ -> {});
  }

  private Header header(RecordKind kind, IncidentId id, Action action, Instant at) {
    return new Header(kind, id.subject(), proven.step(action, at), Scope.global(), at);
  }

  private static Severity severity(int severity) {
    return switch (severity) {
      case 1 -> Severity.SEV1;
      case 2 -> Severity.SEV2;
      case 3 -> Severity.SEV3;
      default -> Severity.SEV4;
    };
  }

  private static IncidentPhase phase(Event.Phase phase) {
    return switch (phase) {
      case OPENED -> IncidentPhase.OPENED;
      case UPDATED -> IncidentPhase.UPDATED;
      case MITIGATED -> IncidentPhase.MITIGATED;
      case RESOLVED -> IncidentPhase.RESOLVED;
    };
  }

  void claimed(Event.CauseClaimed event) {
    Event.Place commit = event.commit();
    CommitId hash =
        commit == null ? null : histories.get(commit.repository()).commit(commit.position());
    CausalLink link =
        new CausalLink(
            Objects.requireNonNull(causes.remove(event.incident())),
            commit == null ? null : names.repository(commit.repository()),
            hash,
            CausalMethod.DECLARED,
            event.confidence(),
            names.person(event.person()).value(),
            event.reason(),
            null);
    waiting.add(
        proven.record(
            header(RecordKind.CAUSAL_LINK, id(event.incident()), Action.LINK_INCIDENT, event.at()),
            link,
            event.person(),
            "incident-manager"),
        _ -> {});
  }
}
