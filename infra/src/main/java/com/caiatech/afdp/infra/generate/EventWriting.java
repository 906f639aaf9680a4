package com.caiatech.afdp.infra.generate;

import com.caiatech.afdp.infra.generate.model.Event;
import com.caiatech.afdp.infra.generate.model.Event.Environment;
import com.caiatech.afdp.infra.generate.model.Organisation.Service;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.id.TeamName;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.SourceRegistration;
import com.caiatech.afdp.schemas.record.SourceRegistration.RegisteredService;
import com.caiatech.afdp.schemas.record.SourceRegistration.RegisteredSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Writes each event where it belongs.
final class EventWriting implements Consumer<Event> {
  private final Names names;
  private final List<SourceHistory> histories;
  private final ProvenRecords proven;
  private final WaitingRecords waiting;
  private final DeploymentRecords deployments;
  private final IncidentRecords incidents;
  private final TruthFile truth;

  EventWriting(
      Names names,
      List<SourceHistory> histories,
      ProvenRecords proven,
      WaitingRecords waiting,
      TruthFile truth) {
    this.names = names;
    this.histories = histories;
    this.proven = proven;
    this.waiting = waiting;
    this.deployments = new DeploymentRecords(names, histories, proven, waiting);
    this.incidents = new IncidentRecords(names, histories, proven, waiting);
    this.truth = truth;
  }

  @Override
  public void accept(Event event) {
    if (!(event instanceof Event.Committed)) {
      waiting.until(event.at());
    }
    switch (event) {
      case Event.Committed committed ->
          histories.get(committed.repository()).add(committed, names.somebody(committed.author()));
      case Event.Registered registered -> register(registered);
      case Event.Requested requested -> deployments.requested(requested);
      case Event.Opened opened -> {
        waiting.write();
        deployments.opened(opened);
      }
      case Event.Checked checked -> deployments.checked(checked);
      case Event.Decided decided -> deployments.decided(decided);
      case Event.Went went -> {
        waiting.write();
        deployments.went(went);
        waiting.write();
      }
      case Event.Stepped stepped -> deployments.stepped(stepped);
      case Event.Closed closed -> {
        waiting.write();
        deployments.closed(closed);
      }
      case Event.IncidentTold told -> {
        incidents.told(told);
        truth.told(told.incident(), incidents.id(told.incident()));
      }
      case Event.CauseClaimed claimed -> incidents.claimed(claimed);
      case Event.FaultMade made -> truth.made(made);
      case Event.FaultEnded ended -> truth.ended(ended);
      case Event.CheckFailed failed ->
          truth.failed(failed, deployments.running(failed.deployment()));
      case Event.IncidentCaused caused -> caused(caused);
    }
  }

  private void caused(Event.IncidentCaused caused) {
    Integer number = caused.deployment();
    DeploymentId deployment =
        number == null ? null : deployments.id(caused.service(), Environment.PRODUCTION, number);
    incidents.causedBy(caused.incident(), deployment);
    truth.caused(caused, deployment);
  }

  private void register(Event.Registered registered) {
    Service service = names.service(registered.service());
    Map<SourceRole, RegisteredSource> sources = new TreeMap<>();
    sources.put(SourceRole.APPLICATION, source(service, service.repository()));
    if (service.settings() != null) {
      sources.put(SourceRole.CONFIGURATION, source(service, names.settings()));
    }
    SubjectId subject = names.registration(registered.service(), registered.at());
    Header header =
        new Header(
            RecordKind.REGISTRATION,
            subject,
            proven.step(Action.REGISTER_SERVICE, registered.at()),
            Scope.global(),
            registered.at());
    waiting.add(
        proven.record(
            header,
            SourceRegistration.of(
                new RegisteredService(
                    names.serviceName(registered.service()),
                    sources,
                    new TeamName(names.team(registered.service()))),
                names.person(registered.person()),
                null),
            registered.person(),
            "admin"),
        _ -> {});
  }

  private RegisteredSource source(Service service, int repository) {
    return new RegisteredSource(names.repository(repository), names.part(service, repository));
  }
}
