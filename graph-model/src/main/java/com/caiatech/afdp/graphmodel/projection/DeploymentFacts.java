package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.plan.CommitSet;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.Plan;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.CausalLink;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.StepResult;
import com.caiatech.afdp.schemas.record.TrafficShare;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the records of a deployment say.
final class DeploymentFacts {
  private final DeploymentId id;
  private final String urn;
  private final List<SubjectRecord> records;
  private final FactCollector collector = new FactCollector();
  private final List<SubjectRecord> goAheads = new ArrayList<>();
  private DeploymentState state = DeploymentState.EMPTY;
  private int steps;

  DeploymentFacts(DeploymentId id, List<SubjectRecord> sortedRecords) {
    this.id = id;
    this.urn = Urns.deployment(id);
    this.records = sortedRecords;
  }

  List<Fact> facts() {
    records.forEach(this::read);
    if (state.first() != null) {
      collector.node(NodeKind.DEPLOYMENT, urn, state.properties(id));
      putScope(state.first());
      putRequester();
      goAheads.forEach(go -> collector.evidence(EdgeKind.DEPLOYMENT_EVIDENCE, urn, go));
    }
    return collector.facts();
  }

  private void read(SubjectRecord source) {
    switch (source.record().body()) {
      case DeploymentRequest request -> advance(source, state.after(source, request));
      case DeploymentManifestOpened opened -> {
        boolean counts = state.opened() == null;
        advance(source, state.after(source, opened));
        if (counts) {
          putPlan(source, opened);
        }
      }
      case DeploymentManifestClosed closed -> {
        boolean counts = state.closed() == null;
        advance(source, state.after(source, closed));
        if (counts) {
          putOutcome(source, closed);
        }
      }
      case DeploymentStep step when step.saysGo() -> goAheads.add(source);
      case DeploymentStep step -> putStep(source, step);
      case CheckResult check -> putCheck(source, check);
      case ApprovalDecision decision -> putDecision(source, decision);
      case IncidentReport ignored -> refuse(source);
      case CausalLink ignored -> refuse(source);
      case Policy ignored -> refuse(source);
    }
  }

  private void refuse(SubjectRecord source) {
    throw new IllegalArgumentException(
        "Facts of deployment "
            + id
            + ": expected records about a deployment, found "
            + source.record().header().kind());
  }

  private void advance(SubjectRecord source, DeploymentState next) {
    if (!next.equals(state)) {
      collector.version(EdgeKind.DEPLOYMENT_VERSION, urn, source, next.properties(id));
      state = next;
    }
    collector.evidence(EdgeKind.DEPLOYMENT_EVIDENCE, urn, source);
  }

  private void putScope(SubjectRecord source) {
    Scope scope = source.record().header().scope();
    ServiceName service = scope.service();
    EnvironmentName environment = scope.environment();
    if (service != null) {
      collector.service(EdgeKind.OF, urn, service, source);
    }
    if (environment != null) {
      collector.environment(EdgeKind.TO, urn, environment, source);
    }
  }

  private void putRequester() {
    DeploymentState.Stated<DeploymentRequest> request = state.request();
    DeploymentState.Stated<DeploymentManifestOpened> opened = state.opened();
    if (request != null) {
      collector.person(EdgeKind.REQUESTED_BY, urn, request.body().requestedBy(), request.source());
    } else if (opened != null) {
      collector.person(EdgeKind.REQUESTED_BY, urn, opened.body().requestedBy(), opened.source());
    }
  }

  private void putPlan(SubjectRecord source, DeploymentManifestOpened opened) {
    Plan plan = opened.plan();
    plan.sources().forEach((role, deployed) -> putSource(source, role, deployed));
    plan.previousDeploymentId()
        .ifPresent(previous -> collector.deployment(EdgeKind.PREVIOUS, urn, previous, source));
    DeploymentId rolledBack = plan.rollbackOfDeploymentId();
    if (rolledBack != null) {
      collector.deployment(EdgeKind.ROLLBACK_OF, urn, rolledBack, source);
    }
  }

  private void putSource(SubjectRecord source, SourceRole role, DeployedSource deployed) {
    CommitId previous = deployed.previousCommitHash();
    PropertyMap properties =
        FactCollector.stated(source)
            .with(Properties.SOURCE_SHA256, deployed.sourceSha256().value())
            .with(Properties.PREVIOUS_COMMIT_SHA, previous == null ? null : previous.value())
            .with(Properties.SHIPPED_COUNT, count(deployed.shipped()))
            .with(Properties.SHIPPED_SET_SHA256, digest(deployed.shipped()))
            .with(Properties.WITHDREW_COUNT, count(deployed.withdrew()))
            .with(Properties.WITHDREW_SET_SHA256, digest(deployed.withdrew()))
            .with(Properties.RANGE_STATE, RangeState.PENDING);
    collector.commit(
        EdgeKind.DEPLOYED,
        urn,
        deployed.repository(),
        deployed.commitHash(),
        role.name(),
        properties);
  }

  private void putStep(SubjectRecord source, DeploymentStep step) {
    steps++;
    PropertyMap properties =
        stepIn(source)
            .with(Properties.NUMBER, step.number())
            .with(Properties.NAME, step.name())
            .with(Properties.RESULT, step.result())
            .with(Properties.STARTED_AT, step.startedAt())
            .with(Properties.ENDED_AT, step.endedAt())
            .with(Properties.DETAIL, step.detail())
            .with(Properties.CLOSING, false);
    putTraffic(source, properties, step.traffic());
  }

  private void putOutcome(SubjectRecord source, DeploymentManifestClosed closed) {
    DeploymentId restored = closed.restoredDeploymentId();
    if (restored != null) {
      collector.deployment(EdgeKind.RESTORED, urn, restored, source);
    }
    if (closed.openedRef() != null) {
      PropertyMap properties =
          stepIn(source)
              .with(Properties.NUMBER, steps + 1)
              .with(Properties.NAME, LogicalStep.CLOSED)
              .with(
                  Properties.RESULT,
                  closed.status() == DeploymentStatus.SUCCEEDED
                      ? StepResult.SUCCEEDED
                      : StepResult.FAILED)
              .with(Properties.STARTED_AT, source.record().header().timestamp())
              .with(Properties.ENDED_AT, source.record().header().timestamp())
              .with(Properties.CLOSING, true);
      putTraffic(source, properties, closed.serving());
    }
  }

  private PropertyMap stepIn(SubjectRecord source) {
    Scope scope = source.record().header().scope();
    return new PropertyMap()
        .with(Properties.SERVICE, scope.serviceText())
        .with(Properties.ENVIRONMENT, scope.environmentText())
        .with(Properties.RECORDED_AT, source.recordedAt())
        .with(Properties.LEDGER_INDEX, source.index());
  }

  private void putTraffic(
      SubjectRecord source, PropertyMap properties, List<TrafficShare> traffic) {
    String step = Urns.step(source.recordId());
    collector.node(NodeKind.STEP, step, properties);
    collector.deployment(EdgeKind.STEP_OF, step, id, source);
    collector.evidence(EdgeKind.STEP_EVIDENCE, step, source);
    for (TrafficShare share : traffic) {
      collector.deployment(
          EdgeKind.ROUTED,
          step,
          share.deploymentId(),
          "",
          FactCollector.stated(source).with(Properties.WEIGHT, share.weight()));
    }
  }

  private void putCheck(SubjectRecord source, CheckResult check) {
    String node = Urns.check(source.recordId());
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
    collector.deployment(EdgeKind.CHECKED, node, id, source);
    collector.evidence(EdgeKind.CHECK_EVIDENCE, node, source);
  }

  private void putDecision(SubjectRecord source, ApprovalDecision decision) {
    String node = Urns.approval(source.recordId());
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
    collector.deployment(EdgeKind.DECIDED, node, id, source);
    collector.person(EdgeKind.DECIDED_BY, node, decision.decidedBy(), source);
    collector.evidence(EdgeKind.APPROVAL_EVIDENCE, node, source);
  }

  private static @Nullable Long count(@Nullable CommitSet set) {
    return set == null ? null : set.count();
  }

  private static @Nullable String digest(@Nullable CommitSet set) {
    return set == null ? null : set.setSha256().value();
  }
}
