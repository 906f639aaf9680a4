package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.soundness.NamedRecords;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A deployment as its manifests tell it so far; the first record of each kind counts. A request to
/// abort it is no part of it.
///
/// @param first the record that first told of the deployment
record DeploymentState(
    @Nullable SubjectRecord first,
    @Nullable Stated<DeploymentRequest> request,
    @Nullable Stated<DeploymentManifestOpened> opened,
    @Nullable Stated<DeploymentManifestClosed> closed)
    implements EntityState {
  private static final String FIRST = "FIRST";
  private static final String REQUEST = "REQUEST";
  private static final String OPENED = "OPENED";
  private static final String CLOSED = "CLOSED";

  /// The status of a deployment that is not closed.
  static final String RUNNING = "RUNNING";

  /// A body and the record that states it.
  record Stated<T>(SubjectRecord source, T body) {
    Instant timestamp() {
      return source.record().header().timestamp();
    }
  }

  static boolean isFedBy(RecordBody body) {
    return switch (body) {
      case DeploymentRequest request -> request.action().begins();
      case DeploymentManifestOpened _, DeploymentManifestClosed _ -> true;
      default -> false;
    };
  }

  static DeploymentState restored(Map<String, SubjectRecord> madeOf) {
    return new DeploymentState(
        madeOf.get(FIRST),
        stated(madeOf.get(REQUEST), DeploymentRequest.class),
        stated(madeOf.get(OPENED), DeploymentManifestOpened.class),
        stated(madeOf.get(CLOSED), DeploymentManifestClosed.class));
  }

  @Override
  public DeploymentState after(SubjectRecord source) {
    SubjectRecord earliest = first == null ? source : first;
    return switch (source.record().body()) {
      case DeploymentRequest body when request == null && isFedBy(body) ->
          new DeploymentState(earliest, new Stated<>(source, body), opened, closed);
      case DeploymentManifestOpened body when opened == null ->
          new DeploymentState(earliest, request, new Stated<>(source, body), closed);
      case DeploymentManifestClosed body when closed == null ->
          new DeploymentState(earliest, request, opened, new Stated<>(source, body));
      default -> this;
    };
  }

  @Override
  public List<Fact> facts(SubjectId subject) {
    return DeploymentFacts.of(new DeploymentId(subject.uuid()), this);
  }

  @Override
  public SortedMap<String, SubjectRecord> madeOf() {
    SortedMap<String, SubjectRecord> madeOf = new TreeMap<>();
    put(madeOf, FIRST, first);
    put(madeOf, REQUEST, request == null ? null : request.source());
    put(madeOf, OPENED, opened == null ? null : opened.source());
    put(madeOf, CLOSED, closed == null ? null : closed.source());
    return madeOf;
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
      map.with(Properties.REASON, request.body().reason())
          .with(
              Properties.ROLLBACK_TARGET_ID,
              NamedRecords.target(request.body()).map(DeploymentId::value).orElse(null))
          .with(
              Properties.OF_DEPLOYMENT_ID,
              Optional.ofNullable(request.body().ofDeploymentId())
                  .map(DeploymentId::value)
                  .orElse(null));
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
        .with(Properties.DURATION_SECONDS, closed.body().durationSeconds())
        .with(Properties.SERVED_AFTER_MILLIS, closed.body().servedAfterMillis());
    if (closed.body().reason() != null) {
      map.with(Properties.REASON, closed.body().reason());
    }
  }

  private static <T extends RecordBody> @Nullable Stated<T> stated(
      @Nullable SubjectRecord source, Class<T> type) {
    return source == null ? null : new Stated<>(source, type.cast(source.record().body()));
  }

  private static void put(
      Map<String, SubjectRecord> madeOf, String part, @Nullable SubjectRecord source) {
    if (source != null) {
      madeOf.put(part, source);
    }
  }
}
