package com.caiatech.afdp.workers.plan;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.CommitSet;
import com.caiatech.afdp.schemas.record.DeployedSource;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentType;
import com.caiatech.afdp.schemas.record.PlanDigest;
import com.caiatech.afdp.schemas.record.PreviousDeployment;
import com.caiatech.afdp.schemas.record.RecordRef;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.SourceRole;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.source.SourceMirror;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.activity.FailureTypes;
import com.caiatech.afdp.workers.activity.Heartbeats;
import com.caiatech.afdp.workers.activity.PlanActivities;
import com.caiatech.afdp.workers.activity.Planning;
import com.caiatech.afdp.workers.activity.TargetActivities;
import com.caiatech.afdp.workers.plan.DeploymentReadings.Standing;
import com.caiatech.afdp.workers.plan.Sources.Described;
import com.caiatech.afdp.workers.plan.Sources.Found;
import com.caiatech.afdp.workers.plan.Sources.Pinned;
import com.caiatech.afdp.workers.reason.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Pins what a deployment ships, against what serves at this moment.
public final class Planner implements PlanActivities {
  private static final Sha256 NO_DIGEST_YET = Sha256.ofUtf8("");

  private final PlatformFile platform;
  private final Sources sources;
  private final RollbackEvidence evidence;
  private final DeploymentReadings deployments;
  private final TargetActivities target;

  public Planner(
      PlatformFile platform,
      Sources sources,
      RollbackEvidence evidence,
      DeploymentReadings deployments,
      TargetActivities target) {
    this.platform = platform;
    this.sources = sources;
    this.evidence = evidence;
    this.deployments = deployments;
    this.target = target;
  }

  @Override
  public Planning pin(DeploymentStart start, RecordRef requestRef) {
    try {
      return Heartbeats.during(_ -> pinned(start, requestRef));
    } catch (WorkersException fault) {
      throw FailureTypes.of(fault);
    }
  }

  private Planning pinned(DeploymentStart start, RecordRef requestRef) {
    return switch (commits(start)) {
      case Found.Not<Map<SourceRole, Pinned>>(RefusalReason reason, Reason message) ->
          refused(reason, message);
      case Found.Here<Map<SourceRole, Pinned>>(Map<SourceRole, Pinned> pinned) ->
          described(start, requestRef, pinned);
    };
  }

  private Found<Map<SourceRole, Pinned>> commits(DeploymentStart start) {
    if (start.request().action() != RequestedAction.ROLLBACK) {
      return platform
          .current()
          .service(start.service())
          .map(service -> sources.resolve(service, start.request().sources()))
          .orElseGet(
              () ->
                  new Found.Not<>(
                      RefusalReason.UNKNOWN_SERVICE,
                      Reason.of("service '{}' is no longer registered").with(start.service())));
    }
    DeploymentId goneBackTo = Optional.ofNullable(start.request().rollbackTargetId()).orElseThrow();
    return switch (evidence.verify(Scope.of(start.environment(), start.service()), goneBackTo)) {
      case Found.Not<DeploymentManifestOpened>(RefusalReason reason, Reason message) ->
          new Found.Not<>(reason, message);
      case Found.Here<DeploymentManifestOpened>(DeploymentManifestOpened opened) -> {
        Map<SourceRole, Pinned> pinned = new TreeMap<>();
        opened
            .sources()
            .forEach((role, it) -> pinned.put(role, new Pinned(it.repository(), it.commitHash())));
        yield new Found.Here<>(pinned);
      }
    };
  }

  private Planning described(
      DeploymentStart start, RecordRef requestRef, Map<SourceRole, Pinned> pinned) {
    Optional<Platform.Environment> environment =
        platform.current().environment(start.environment());
    if (environment.isEmpty()) {
      return refused(
          RefusalReason.UNKNOWN_ENVIRONMENT,
          Reason.of("there is no longer an environment '{}'").with(start.environment()));
    }
    return switch (sources.descriptor(start.service(), pinned)) {
      case Found.Not<Described>(RefusalReason reason, Reason message) -> refused(reason, message);
      case Found.Here<Described>(Described described) ->
          new Planning.Pinned(
              opened(start, requestRef, pinned, described, environment.get()),
              environment.get().approvalRule(),
              described.descriptor().run().replicas(),
              described.descriptor().checks().pre().size(),
              described.descriptor().checks().post().size());
    };
  }

  private DeploymentManifestOpened opened(
      DeploymentStart start,
      RecordRef requestRef,
      Map<SourceRole, Pinned> pinned,
      Described described,
      Platform.Environment environment) {
    boolean rollback = start.request().action() == RequestedAction.ROLLBACK;
    Scope scope = Scope.of(start.environment(), start.service());
    Optional<PreviousDeployment> previous = previous(start);
    @Nullable DeploymentId previousId = previous.map(PreviousDeployment::deploymentId).orElse(null);
    Map<SourceRole, DeployedSource> deployed = new TreeMap<>();
    pinned.forEach((role, it) -> deployed.put(role, deployed(role, it, previous)));
    return PlanDigest.withDigest(
        new DeploymentManifestOpened(
            rollback ? DeploymentType.ROLLBACK : DeploymentType.DEPLOY,
            described.descriptor().strategy().kind(),
            deployments.lastSequence(scope) + 1,
            deployed,
            List.of(),
            described.sha256(),
            NO_DIGEST_YET,
            rollback ? 0 : environment.requiredApprovals(),
            start.request().requestedBy(),
            requestRef,
            previous.orElse(null),
            previousId,
            rollback ? previousId : null));
  }

  private DeployedSource deployed(
      SourceRole role, Pinned pinned, Optional<PreviousDeployment> previous) {
    SourceMirror mirror = sources.mirror(pinned.repository());
    mirror.pin(pinned.commit());
    @Nullable CommitId before =
        previous
            .flatMap(it -> Optional.ofNullable(it.commits().get(role)))
            .filter(mirror::contains)
            .orElse(null);
    CommitSet shipped = CommitSets.between(mirror, before, pinned.commit());
    CommitSet withdrew =
        before == null ? null : CommitSets.between(mirror, pinned.commit(), before);
    return new DeployedSource(
        pinned.repository(),
        pinned.commit(),
        mirror.treeDigest(pinned.commit()),
        before,
        shipped,
        withdrew);
  }

  /// What most of the traffic goes to, as the target shows it, with its manifest.
  private Optional<PreviousDeployment> previous(DeploymentStart start) {
    return target.observe(start.service(), start.environment()).stream()
        .filter(it -> it.weight() > 0)
        .max(Comparator.comparingInt(TrafficShare::weight))
        .map(TrafficShare::deploymentId)
        .flatMap(
            id ->
                deployments
                    .opened(id)
                    .map(it -> new PreviousDeployment(id, it.ref(), commits(it))));
  }

  private static Map<SourceRole, CommitId> commits(Standing<DeploymentManifestOpened> opened) {
    Map<SourceRole, CommitId> commits = new TreeMap<>();
    opened.body().sources().forEach((role, source) -> commits.put(role, source.commitHash()));
    return commits;
  }

  /// A repository that does not answer is waited for; everything else is final.
  private static Planning refused(RefusalReason reason, Reason message) {
    if (reason == RefusalReason.UNAVAILABLE) {
      throw FailureTypes.toTryAgain(message);
    }
    return new Planning.Refused(reason, message);
  }
}
