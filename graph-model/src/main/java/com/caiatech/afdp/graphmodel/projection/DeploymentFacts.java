package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.plan.CommitSet;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.Plan;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.record.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the manifests of a deployment say together.
final class DeploymentFacts {
  private final DeploymentId id;
  private final String urn;
  private final DeploymentState state;
  private final FactCollector collector = new FactCollector();

  private DeploymentFacts(DeploymentId id, DeploymentState state) {
    this.id = id;
    this.urn = Urns.deployment(id);
    this.state = state;
  }

  /// The facts of that state.
  static List<Fact> of(DeploymentId id, DeploymentState state) {
    return new DeploymentFacts(id, state).facts();
  }

  private List<Fact> facts() {
    SubjectRecord first = state.first();
    if (first != null) {
      collector.node(NodeKind.DEPLOYMENT, urn, state.properties(id));
      putScope(first);
      putRequester();
      putNamed();
    }
    DeploymentState.Stated<DeploymentManifestOpened> opened = state.opened();
    if (opened != null) {
      putPlan(opened.source(), opened.body());
    }
    DeploymentState.Stated<DeploymentManifestClosed> closed = state.closed();
    if (closed != null) {
      putOutcome(closed.source(), closed.body());
    }
    return collector.facts();
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

  private void putNamed() {
    DeploymentState.Stated<DeploymentRequest> request = state.request();
    DeploymentId of = request == null ? null : request.body().ofDeploymentId();
    if (request != null && of != null) {
      EdgeKind kind =
          request.body().action() == RequestedAction.ROLLBACK
              ? EdgeKind.UNDO_OF
              : EdgeKind.RETRY_OF;
      collector.deployment(kind, urn, of, request.source());
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
        FactCollector.statedOf(deployed.part(), source)
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

  private void putOutcome(SubjectRecord source, DeploymentManifestClosed closed) {
    DeploymentId restored = closed.restoredDeploymentId();
    if (restored != null) {
      collector.deployment(EdgeKind.RESTORED, urn, restored, source);
    }
    if (closed.openedRef() != null) {
      collector.closing(id, source, closed);
    }
  }

  private static @Nullable Long count(@Nullable CommitSet set) {
    return set == null ? null : set.count();
  }

  private static @Nullable String digest(@Nullable CommitSet set) {
    return set == null ? null : set.setSha256().value();
  }
}
