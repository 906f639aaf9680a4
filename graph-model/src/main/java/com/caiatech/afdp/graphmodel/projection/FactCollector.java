package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.SourcePath;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.id.TeamName;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.StepResult;
import com.caiatech.afdp.schemas.record.TrafficShare;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Collects the facts of one subject, so that each kind of reference is made in one way.
final class FactCollector {
  private final List<Fact> facts = new ArrayList<>();

  List<Fact> facts() {
    return List.copyOf(facts);
  }

  void node(NodeKind kind, String id, PropertyMap properties) {
    facts.add(new Fact.Node(kind, id, properties.with(Properties.ID, id).toMap()));
  }

  void service(EdgeKind kind, String from, ServiceName name, SubjectRecord source) {
    edge(kind, from, Urns.service(name), "", stated(source), named(name.value()));
  }

  void environment(EdgeKind kind, String from, EnvironmentName name, SubjectRecord source) {
    edge(kind, from, Urns.environment(name), "", stated(source), named(name.value()));
  }

  void person(EdgeKind kind, String from, PersonId id, SubjectRecord source) {
    PropertyMap target = new PropertyMap().with(Properties.PERSON_ID, id.value());
    edge(kind, from, Urns.person(id), "", stated(source), target);
  }

  void team(EdgeKind kind, String from, TeamName name, SubjectRecord source) {
    edge(kind, from, Urns.team(name), "", stated(source), named(name.value()));
  }

  void repository(
      EdgeKind kind, String from, RepositoryName name, String key, PropertyMap properties) {
    edge(kind, from, Urns.repository(name), key, properties, named(name.value()));
  }

  void deployment(EdgeKind kind, String from, DeploymentId id, SubjectRecord source) {
    deployment(kind, from, id, "", stated(source));
  }

  void deployment(EdgeKind kind, String from, DeploymentId id, String key, PropertyMap properties) {
    PropertyMap target = new PropertyMap().with(Properties.DEPLOYMENT_ID, id.value());
    edge(kind, from, Urns.deployment(id), key, properties, target);
  }

  /// What another deployer did, by the subject of its report.
  void assertedDeployment(EdgeKind kind, String from, SubjectId report, PropertyMap properties) {
    PropertyMap target = new PropertyMap().with(Properties.REPORT_ID, report.value());
    edge(kind, from, Urns.assertedDeployment(report), "", properties, target);
  }

  void incident(EdgeKind kind, String from, IncidentId id, PropertyMap properties) {
    PropertyMap target = new PropertyMap().with(Properties.INCIDENT_ID, id.value());
    edge(kind, from, Urns.incident(id), "", properties, target);
  }

  void commit(
      EdgeKind kind,
      String from,
      RepositoryName repository,
      CommitId commit,
      String key,
      PropertyMap properties) {
    PropertyMap target =
        new PropertyMap()
            .with(Properties.SHA, commit.value())
            .with(Properties.REPOSITORY, repository.value());
    edge(kind, from, Urns.commit(repository, commit), key, properties, target);
  }

  void evidence(EdgeKind kind, String from, SubjectRecord source) {
    String record = Urns.record(source.volume(), source.index());
    edge(kind, from, record, "", stated(source), new PropertyMap());
  }

  /// A step of a deployment and the traffic after it.
  void step(
      DeploymentId deployment,
      SubjectRecord source,
      PropertyMap properties,
      List<TrafficShare> traffic) {
    String step = Urns.step(source.recordId(), source.attempt());
    node(NodeKind.STEP, step, properties);
    deployment(EdgeKind.STEP_OF, step, deployment, source);
    evidence(EdgeKind.STEP_EVIDENCE, step, source);
    for (TrafficShare share : traffic) {
      deployment(
          EdgeKind.ROUTED,
          step,
          share.deploymentId(),
          "",
          stated(source).with(Properties.WEIGHT, share.weight()));
    }
  }

  /// What was found serving at the close, as a step of its own.
  void closing(DeploymentId deployment, SubjectRecord source, DeploymentManifestClosed closed) {
    PropertyMap properties =
        stepIn(source)
            .with(Properties.NAME, LogicalStep.CLOSED)
            .with(
                Properties.RESULT,
                closed.status() == DeploymentStatus.SUCCEEDED
                    ? StepResult.SUCCEEDED
                    : StepResult.FAILED)
            .with(Properties.STARTED_AT, source.record().header().timestamp())
            .with(Properties.ENDED_AT, source.record().header().timestamp())
            .with(Properties.CLOSING, true);
    step(deployment, source, properties, closed.serving());
  }

  /// What every step has: where it moved traffic, and its place in the ledger.
  static PropertyMap stepIn(SubjectRecord source) {
    Scope scope = source.record().header().scope();
    return new PropertyMap()
        .with(Properties.SERVICE, scope.serviceText())
        .with(Properties.ENVIRONMENT, scope.environmentText())
        .with(Properties.RECORDED_AT, source.recordedAt())
        .with(Properties.LEDGER_INDEX, source.index());
  }

  /// What every relationship carries: since when it is believed, and the record that states it.
  static PropertyMap stated(SubjectRecord source) {
    return new PropertyMap()
        .with(Properties.SINCE, source.recordedAt())
        .with(Properties.EVIDENCE, source.recordId().value());
  }

  /// The same of a relationship that is about a part of a repository.
  ///
  /// @param part absent where it is about all of it
  static PropertyMap statedOf(@Nullable RepositoryPart part, SubjectRecord source) {
    PropertyMap stated = stated(source);
    return part == null
        ? stated
        : stated
            .with(Properties.PATH, part.path().value())
            .with(Properties.SHARED, part.shared().stream().map(SourcePath::value).toList());
  }

  private void edge(
      EdgeKind kind,
      String from,
      String to,
      String key,
      PropertyMap properties,
      PropertyMap targetProperties) {
    String keyProperty = kind.keyProperty();
    PropertyMap keyed = keyProperty == null ? properties : properties.with(keyProperty, key);
    SortedMap<String, Object> target = targetProperties.with(Properties.ID, to).toMap();
    facts.add(new Fact.Edge(kind, from, to, key, keyed.toMap(), target));
  }

  private static PropertyMap named(String name) {
    return new PropertyMap().with(Properties.NAME, name);
  }
}
