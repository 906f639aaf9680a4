package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.Annotation;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.AssertedDeployment;
import com.caiatech.afdp.schemas.record.CausalLink;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.RootSigned;
import com.caiatech.afdp.schemas.record.SavedQuery;
import com.caiatech.afdp.schemas.record.SourceRegistration;
import java.util.List;

/// What a record says for itself, whatever else is said of its subject.
final class RecordFacts {
  private final SubjectRecord source;
  private final FactCollector collector = new FactCollector();

  private RecordFacts(SubjectRecord source) {
    this.source = source;
  }

  /// The facts of that record.
  static List<Fact> of(SubjectRecord source) {
    return new RecordFacts(source).facts();
  }

  private List<Fact> facts() {
    switch (source.record().body()) {
      case DeploymentRequest _, DeploymentManifestOpened _, DeploymentManifestClosed _ ->
          proveDeployment();
      case DeploymentStep step when step.saysGo() -> proveDeployment();
      case DeploymentStep step -> putStep(step);
      case CheckResult check -> putCheck(check);
      case ApprovalDecision decision -> putDecision(decision);
      case IncidentReport _, CausalLink _ -> proveIncident();
      case AssertedDeployment _ ->
          collector.evidence(
              EdgeKind.ASSERTED_EVIDENCE,
              Urns.assertedDeployment(source.record().header().subject()),
              source);
      case Annotation _ ->
          collector.evidence(
              EdgeKind.ANNOTATION_EVIDENCE,
              Urns.annotation(source.record().header().subject()),
              source);
      case SavedQuery _ ->
          collector.evidence(
              EdgeKind.SAVED_QUERY_EVIDENCE,
              Urns.savedQuery(source.record().header().subject()),
              source);
      case SourceRegistration _ ->
          collector.evidence(
              EdgeKind.REGISTRATION_EVIDENCE,
              Urns.registration(source.record().header().subject()),
              source);
      case RootSigned _ -> {}
    }
    return collector.facts();
  }

  private DeploymentId deployment() {
    return new DeploymentId(source.record().header().subject().uuid());
  }

  private IncidentId incident() {
    return new IncidentId(source.record().header().subject().uuid());
  }

  private void proveDeployment() {
    collector.evidence(EdgeKind.DEPLOYMENT_EVIDENCE, Urns.deployment(deployment()), source);
  }

  private void proveIncident() {
    collector.evidence(EdgeKind.INCIDENT_EVIDENCE, Urns.incident(incident()), source);
  }

  private void putStep(DeploymentStep step) {
    PropertyMap properties =
        FactCollector.stepIn(source)
            .with(Properties.NUMBER, step.number())
            .with(Properties.NAME, step.name())
            .with(Properties.RESULT, step.result())
            .with(Properties.STARTED_AT, step.startedAt())
            .with(Properties.ENDED_AT, step.endedAt())
            .with(Properties.DETAIL, step.detail())
            .with(Properties.CLOSING, false);
    collector.step(deployment(), source, properties, step.traffic());
  }

  private void putCheck(CheckResult check) {
    String node = Urns.check(source.recordId(), source.attempt());
    Sha256 output = check.outputSha256();
    PropertyMap properties =
        new PropertyMap()
            .with(Properties.NAME, check.name())
            .with(Properties.STAGE, check.stage())
            .with(Properties.TYPE, check.checkType())
            .with(Properties.STATUS, check.status())
            .with(Properties.REASON, check.reason())
            .with(Properties.QUERY, check.query())
            .with(Properties.OUTPUT_SHA256, output == null ? null : output.value())
            .with(Properties.OUTPUT_BYTES, check.outputBytes())
            .with(Properties.OUTPUT_LINES, check.outputLines())
            .with(Properties.STARTED_AT, check.startedAt())
            .with(Properties.ENDED_AT, check.endedAt())
            .with(Properties.CPU_USAGE_AVG, check.measurements().cpuUsageAvg())
            .with(Properties.MEMORY_PEAK, check.measurements().memoryPeak())
            .with(Properties.LATENCY_P50, check.measurements().latencyP50())
            .with(Properties.LATENCY_P95, check.measurements().latencyP95())
            .with(Properties.PASS_RATE, check.measurements().passRate())
            .with(Properties.SAMPLES, check.measurements().samples())
            .with(Properties.RECORDED_AT, source.recordedAt());
    collector.node(NodeKind.CHECK, node, properties);
    collector.deployment(EdgeKind.CHECKED, node, deployment(), source);
    collector.evidence(EdgeKind.CHECK_EVIDENCE, node, source);
  }

  private void putDecision(ApprovalDecision decision) {
    String node = Urns.approval(source.recordId(), source.attempt());
    PropertyMap properties =
        new PropertyMap()
            .with(Properties.DECISION, decision.decision())
            .with(Properties.ROLE, decision.role())
            .with(Properties.RULE, decision.rule())
            .with(Properties.REASON, decision.reason())
            .with(Properties.PLAN_SHA256, decision.planSha256().value())
            .with(Properties.DECIDED_AT, source.record().header().timestamp())
            .with(Properties.RECORDED_AT, source.recordedAt());
    collector.node(NodeKind.APPROVAL, node, properties);
    collector.deployment(EdgeKind.DECIDED, node, deployment(), source);
    collector.person(EdgeKind.DECIDED_BY, node, decision.decidedBy(), source);
    collector.evidence(EdgeKind.APPROVAL_EVIDENCE, node, source);
  }
}
