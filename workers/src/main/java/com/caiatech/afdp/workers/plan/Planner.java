package com.caiatech.afdp.workers.plan;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.plan.CommitSet;
import com.caiatech.afdp.schemas.plan.CommitSets;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.PinnedSource;
import com.caiatech.afdp.schemas.plan.Plan;
import com.caiatech.afdp.schemas.plan.PlanRule;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.plan.PreviousDeployment;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.CurrentPlatform;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.source.SourceMirror;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.activity.FailureTypes;
import com.caiatech.afdp.workers.activity.Heartbeats;
import com.caiatech.afdp.workers.activity.PlanActivities;
import com.caiatech.afdp.workers.activity.Planning;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.plan.DeploymentReadings.Standing;
import com.caiatech.afdp.workers.plan.Sources.Described;
import com.caiatech.afdp.workers.plan.Sources.Found;
import com.caiatech.afdp.workers.reason.Reason;
import com.caiatech.afdp.workers.strategy.Strategy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Pins what a deployment ships, against what serves at this moment.
public final class Planner implements PlanActivities {
  private final CurrentPlatform platform;
  private final Sources sources;
  private final AskedCommits asking;
  private final DeploymentReadings deployments;
  private final BiFunction<ServiceName, EnvironmentName, List<TrafficShare>> intended;
  private final CourseLimits limits;

  /// @param intended how traffic was divided last, whether or not what it goes to is healthy
  /// @param limits the deadlines that the steps of a plan get
  public Planner(
      CurrentPlatform platform,
      Sources sources,
      RollbackEvidence evidence,
      DeploymentReadings deployments,
      BiFunction<ServiceName, EnvironmentName, List<TrafficShare>> intended,
      CourseLimits limits) {
    this.platform = platform;
    this.sources = sources;
    this.asking = new AskedCommits(sources, evidence, deployments);
    this.deployments = deployments;
    this.intended = intended;
    this.limits = limits;
  }

  @Override
  public Planning pin(DeploymentStart start, RecordRef requestRef, Instant openedAt) {
    try {
      return Heartbeats.during(_ -> pinned(new Asked(start, requestRef, openedAt)));
    } catch (WorkersException fault) {
      throw FailureTypes.of(fault);
    }
  }

  @Override
  public Planning pinUnrecorded(DeploymentStart start, RecordToWrite request, Instant openedAt) {
    try {
      return Heartbeats.during(
          _ ->
              LedgerReadings.asLastSeen(
                  () -> pinned(new Asked(start, deployments.next(request), openedAt))));
    } catch (WorkersException fault) {
      throw FailureTypes.of(fault);
    }
  }

  @Override
  public RecordToWrite referenced(
      DeploymentStart start, RecordToWrite provisional, RecordRef requestRef) {
    try {
      return referenced(
          new Asked(start, requestRef, provisional.decoded().header().timestamp()),
          new Planning.Pinned(provisional).opened().plan());
    } catch (WorkersException fault) {
      throw FailureTypes.of(fault);
    }
  }

  private RecordToWrite referenced(Asked asked, Plan plan) {
    return standing(asked)
        .map(Planning.Pinned::record)
        .orElseGet(
            () -> {
              requireClosed(asked.scope());
              return RecordToWrite.of(opened(asked, plan));
            });
  }

  /// The manifests of a service in an environment stand in the order of what was done there.
  private void requireClosed(Scope scope) {
    Optional<DeploymentId> open =
        deployments
            .lastOpened(scope)
            .map(DeploymentReadings.Sequenced::deployment)
            .filter(before -> deployments.closed(before).isEmpty());
    if (open.isPresent()) {
      throw FailureTypes.toTryAgain(
          Reason.of("its manifest is opened once the one of deployment {} before it is closed")
              .with(open.get()));
    }
  }

  /// What a plan is asked for.
  ///
  /// @param openedAt the workflow's time
  private record Asked(DeploymentStart start, RecordRef requestRef, Instant openedAt) {
    Scope scope() {
      return Scope.of(start.environment(), start.service());
    }

    boolean rollback() {
      return start.request().action() == RequestedAction.ROLLBACK;
    }

    /// Whether an undo goes back from what serves; nothing else has to.
    boolean undoes(Optional<PreviousDeployment> serving) {
      DeploymentId undone = start.request().ofDeploymentId();
      return undone == null
          || !rollback()
          || serving.filter(it -> it.deploymentId().equals(undone)).isPresent();
    }
  }

  /// What an earlier run opened for the same request, in the bytes in which it stands.
  private Optional<Planning.Pinned> standing(Asked asked) {
    return deployments
        .opened(asked.start.deploymentId())
        .filter(opened -> opened.body().requestRef().equals(asked.requestRef))
        .map(opened -> new Planning.Pinned(RecordToWrite.of(opened.record())));
  }

  private Planning pinned(Asked asked) {
    return switch (commits(asked.start)) {
      case Found.Not<Map<SourceRole, PinnedSource>>(RefusalReason reason, Reason message) ->
          refused(reason, message);
      case Found.Here<Map<SourceRole, PinnedSource>>(Map<SourceRole, PinnedSource> pinned) ->
          standing(asked).<Planning>map(it -> it).orElseGet(() -> described(asked, pinned));
    };
  }

  private Found<Map<SourceRole, PinnedSource>> commits(DeploymentStart start) {
    if (start.request().action() != RequestedAction.ROLLBACK) {
      return platform
          .current()
          .service(start.service())
          .map(service -> asking.deployed(start, service))
          .orElseGet(
              () ->
                  new Found.Not<>(
                      RefusalReason.UNKNOWN_SERVICE,
                      Reason.of("service '{}' is no longer registered").with(start.service())));
    }
    DeploymentId goneBackTo = Optional.ofNullable(start.request().rollbackTargetId()).orElseThrow();
    return switch (asking.goneBackTo(start, goneBackTo)) {
      case Found.Not<DeploymentManifestOpened>(RefusalReason reason, Reason message) ->
          new Found.Not<>(reason, message);
      case Found.Here<DeploymentManifestOpened>(DeploymentManifestOpened opened) ->
          new Found.Here<>(opened.plan().pinned());
    };
  }

  private Planning described(Asked asked, Map<SourceRole, PinnedSource> pinned) {
    Optional<Platform.Environment> environment =
        platform.current().environment(asked.start.environment());
    if (environment.isEmpty()) {
      return refused(
          RefusalReason.UNKNOWN_ENVIRONMENT,
          Reason.of("there is no longer an environment '{}'").with(asked.start.environment()));
    }
    Optional<PreviousDeployment> previous = previous(asked.start);
    if (!asked.undoes(previous)) {
      return refused(
          RefusalReason.WRONG_STATE,
          Reason.of("deployment {} cannot be undone: it no longer serves; what serves is {}")
              .with(Optional.ofNullable(asked.start.request().ofDeploymentId()).orElseThrow())
              .with(
                  previous
                      .map(it -> Reason.of("{}").with(it.deploymentId()))
                      .orElse(Reason.of("nothing"))));
    }
    return switch (sources.descriptor(asked.start.service(), pinned)) {
      case Found.Not<Described>(RefusalReason reason, Reason message) -> refused(reason, message);
      case Found.Here<Described>(Described described) ->
          new Planning.Pinned(
              RecordToWrite.of(
                  opened(asked, plan(asked, pinned, described, environment.get(), previous))));
    };
  }

  private LedgerRecord opened(Asked asked, Plan plan) {
    Optional<DeploymentReadings.Sequenced> last = deployments.lastOpened(asked.scope());
    Header header =
        new Header(
            RecordKind.MANIFEST_OPENED,
            asked.start.deploymentId().subject(),
            LogicalStep.OPENED,
            asked.scope(),
            asked.openedAt);
    return LedgerRecord.of(
        header,
        DeploymentManifestOpened.of(
                last.map(DeploymentReadings.Sequenced::sequence).orElse(0L) + 1,
                plan,
                asked.start.request().requestedBy(),
                asked.requestRef,
                last.map(DeploymentReadings.Sequenced::opened).orElse(null))
            .about(asking.closedRef(asked.start).orElse(null)));
  }

  private Plan plan(
      Asked asked,
      Map<SourceRole, PinnedSource> pinned,
      Described described,
      Platform.Environment environment,
      Optional<PreviousDeployment> previous) {
    Map<SourceRole, DeployedSource> deployed = new TreeMap<>();
    pinned.forEach((role, it) -> deployed.put(role, deployed(it, role, previous)));
    DeploymentType type = asked.rollback() ? DeploymentType.ROLLBACK : DeploymentType.DEPLOY;
    int configured = asked.rollback() ? 0 : environment.requiredApprovals();
    PlanRule rule =
        new PlanRule(
            environment.approvalRule(),
            Math.max(configured, deployments.approvals(type, asked.scope())));
    return new Plan(
        Plan.VERSION,
        type,
        described.descriptor().strategy().kind(),
        deployed,
        List.of(),
        described.sha256(),
        previous.orElse(null),
        asked.rollback() ? previous.map(PreviousDeployment::deploymentId).orElse(null) : null,
        List.of(rule),
        steps(described.descriptor(), type, rule, limits));
  }

  /// A rollback has no checks before it: they passed before its target ran, and what they built is
  /// kept with it.
  private static List<PlanStep> steps(
      Descriptor descriptor, DeploymentType type, PlanRule rule, CourseLimits limits) {
    long within = limits.stepWithinMillis();
    List<PlanStep> steps = new ArrayList<>();
    if (type != DeploymentType.ROLLBACK) {
      steps.addAll(checks(PlanStep.Check.PRE, descriptor.checks().pre(), within));
    }
    if (rule.minimum() > 0) {
      steps.add(new PlanStep.Approve(rule.name(), limits.decideWithinMillis()));
    }
    steps.addAll(
        Strategy.of(descriptor.strategy(), type)
            .steps(
                descriptor.run().replicas(),
                checks(PlanStep.Check.POST, descriptor.checks().post(), within),
                new Strategy.Deadlines(within, limits.pauseWithinMillis())));
    steps.add(new PlanStep.Confirm(within));
    steps.add(new PlanStep.Restore(within));
    steps.add(new PlanStep.Close(within));
    return steps;
  }

  private static List<PlanStep.Check> checks(
      String stage, List<Descriptor.Check> checks, long withinMillis) {
    return checks.stream()
        .map(check -> new PlanStep.Check(stage, check.name(), withinMillis))
        .toList();
  }

  private DeployedSource deployed(
      PinnedSource pinned, SourceRole role, Optional<PreviousDeployment> previous) {
    SourceMirror mirror = sources.mirror(pinned.repository());
    mirror.pin(pinned.commitHash());
    @Nullable CommitId before =
        previous
            .flatMap(it -> Optional.ofNullable(it.commits().get(role)))
            .filter(mirror::contains)
            .orElse(null);
    CommitSet shipped = set(mirror, before, pinned.commitHash());
    CommitSet withdrew = before == null ? null : set(mirror, pinned.commitHash(), before);
    return new DeployedSource(
        pinned.repository(),
        pinned.part(),
        pinned.commitHash(),
        mirror.treeDigest(pinned.commitHash()),
        before,
        shipped,
        withdrew);
  }

  private static CommitSet set(SourceMirror mirror, @Nullable CommitId base, CommitId head) {
    return switch (CommitSets.between(mirror, base, head)) {
      case CommitSets.Complete(CommitSet set) -> set;
      case CommitSets.Lacking(CommitId missing) ->
          throw FailureTypes.toTryAgain(
              Reason.of("the commits that lead to {}: the mirror lacks {}; it is fetched again")
                  .with(head)
                  .with(missing));
    };
  }

  /// What most of the traffic was given to, with its manifest: also where it crashes at this moment
  /// and is started again.
  private Optional<PreviousDeployment> previous(DeploymentStart start) {
    return intended.apply(start.service(), start.environment()).stream()
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
    opened
        .body()
        .plan()
        .sources()
        .forEach((role, source) -> commits.put(role, source.commitHash()));
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
