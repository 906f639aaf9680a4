package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.record.Scope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A deployment as its manifests tell it so far; the first record of each kind counts.
///
/// @param first the record that first told of the deployment
record DeploymentState(
    @Nullable SubjectRecord first,
    @Nullable Stated<DeploymentRequest> request,
    @Nullable Stated<DeploymentManifestOpened> opened,
    @Nullable Stated<DeploymentManifestClosed> closed) {
  static final DeploymentState EMPTY = new DeploymentState(null, null, null, null);

  /// The status of a deployment that is not closed.
  static final String RUNNING = "RUNNING";

  /// A body and the record that states it.
  record Stated<T>(SubjectRecord source, T body) {
    Instant timestamp() {
      return source.record().header().timestamp();
    }
  }

  DeploymentState after(SubjectRecord source, DeploymentRequest body) {
    return request != null || body.action() == RequestedAction.ABORT
        ? this
        : new DeploymentState(firstOr(source), new Stated<>(source, body), opened, closed);
  }

  DeploymentState after(SubjectRecord source, DeploymentManifestOpened body) {
    return opened != null
        ? this
        : new DeploymentState(firstOr(source), request, new Stated<>(source, body), closed);
  }

  DeploymentState after(SubjectRecord source, DeploymentManifestClosed body) {
    return closed != null
        ? this
        : new DeploymentState(firstOr(source), request, opened, new Stated<>(source, body));
  }

  @Nullable Scope scope() {
    return first == null ? null : first.record().header().scope();
  }

  /// The properties of the deployment's node; those of a bare reference when no manifest tells of
  /// it.
  PropertyMap properties(DeploymentId id) {
    PropertyMap map = new PropertyMap().with(Properties.DEPLOYMENT_ID, id.value());
    if (first == null) {
      return map;
    }
    Scope scope = first.record().header().scope();
    ServiceName service = scope.service();
    EnvironmentName environment = scope.environment();
    map.with(Properties.SERVICE, service == null ? null : service.value())
        .with(Properties.ENVIRONMENT, environment == null ? null : environment.value())
        .with(Properties.TYPE, type())
        .with(Properties.STATUS, RUNNING)
        .with(Properties.REQUESTED_AT, requestedAt(first))
        .with(Properties.STARTED_ORDER, requestedAt(first));
    if (request != null) {
      map.with(Properties.REASON, request.body().reason());
    }
    if (opened != null) {
      putOpened(map, opened);
    }
    if (closed != null) {
      putClosed(map, closed);
    }
    return map;
  }

  private DeploymentType type() {
    if (opened != null) {
      return opened.body().plan().deploymentType();
    }
    return request != null && request.body().action() == RequestedAction.ROLLBACK
        ? DeploymentType.ROLLBACK
        : DeploymentType.DEPLOY;
  }

  private Instant requestedAt(SubjectRecord earliest) {
    return request != null ? request.timestamp() : earliest.record().header().timestamp();
  }

  private static void putOpened(PropertyMap map, Stated<DeploymentManifestOpened> opened) {
    map.with(Properties.OPENED_AT, opened.timestamp())
        .with(Properties.STARTED_ORDER, opened.timestamp())
        .with(Properties.STRATEGY, opened.body().plan().strategy())
        .with(Properties.SEQUENCE, opened.body().sequence())
        .with(Properties.PLAN_SHA256, opened.body().planSha256().value())
        .with(Properties.REQUIRED_APPROVALS, opened.body().plan().requiredApprovals());
  }

  private static void putClosed(PropertyMap map, Stated<DeploymentManifestClosed> closed) {
    map.with(Properties.STATUS, closed.body().status())
        .with(Properties.CLOSED_AT, closed.timestamp())
        .with(Properties.DURATION_SECONDS, closed.body().durationSeconds());
    if (closed.body().reason() != null) {
      map.with(Properties.REASON, closed.body().reason());
    }
  }

  private SubjectRecord firstOr(SubjectRecord source) {
    return first == null ? source : first;
  }
}
