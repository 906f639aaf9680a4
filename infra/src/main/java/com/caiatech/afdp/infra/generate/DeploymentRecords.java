package com.caiatech.afdp.infra.generate;

import com.caiatech.afdp.infra.generate.model.Event;
import com.caiatech.afdp.infra.generate.model.Event.Environment;
import com.caiatech.afdp.infra.generate.model.Event.Result;
import com.caiatech.afdp.infra.generate.model.Organisation.Service;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.plan.CommitSet;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.Plan;
import com.caiatech.afdp.schemas.plan.PlanRule;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.CheckType;
import com.caiatech.afdp.schemas.record.Decision;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.Measurements;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RequestedSource;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.StepResult;
import com.caiatech.afdp.schemas.source.CommitRange;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.strategy.BlueGreen;
import com.caiatech.afdp.workers.strategy.Rolling;
import com.caiatech.afdp.workers.strategy.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The records of deployments as workers leave them. Who calls writes what waits before the events
/// whose records have to name it: *opened*, `go` and *closed*.
final class DeploymentRecords {
  private static final CourseLimits LIMITS = CourseLimits.DEFAULT;
  private static final long KEPT_MILLIS = 60_000;

  /// How many deployments of a scope a later one may name.
  private static final int KNOWN = 200;

  private final Names names;
  private final List<SourceHistory> histories;
  private final ProvenRecords proven;
  private final WaitingRecords waiting;
  private final Map<Scope, Past> pasts = new HashMap<>();
  private final Map<Integer, GeneratedDeployment> running = new HashMap<>();

  DeploymentRecords(
      Names names, List<SourceHistory> histories, ProvenRecords proven, WaitingRecords waiting) {
    this.names = names;
    this.histories = histories;
    this.proven = proven;
    this.waiting = waiting;
  }

  /// What was deployed of a service in an environment.
  private static final class Past {
    private final Map<Integer, GeneratedDeployment> deployments =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Integer, GeneratedDeployment> eldest) {
            return size() > KNOWN;
          }
        };
    private @Nullable GeneratedDeployment last;
    private long sequence;

    GeneratedDeployment known(int number) {
      return Objects.requireNonNull(deployments.get(number), () -> "no deployment " + number);
    }
  }

  private Past past(GeneratedDeployment deployment) {
    return pasts.computeIfAbsent(deployment.scope(), _ -> new Past());
  }

  /// The id of one that was asked for not long ago.
  DeploymentId id(int service, Environment environment, int number) {
    Past past = pasts.get(names.scope(service, environment));
    return Objects.requireNonNull(past, "a scope with deployments").known(number).id();
  }

  /// The id of one that runs.
  DeploymentId running(int number) {
    return deployment(number).id();
  }

  private GeneratedDeployment deployment(int number) {
    return Objects.requireNonNull(running.get(number), () -> "no deployment " + number);
  }

  void requested(Event.Requested event) {
    GeneratedDeployment deployment =
        new GeneratedDeployment(
            event,
            names.deployment(event.deployment(), event.at()),
            names.scope(event.service(), event.environment()));
    running.put(event.deployment(), deployment);
    Past past = past(deployment);
    past.deployments.put(event.deployment(), deployment);
    if (event.environment() == Environment.STAGING) {
      repositories(names.service(event.service()))
          .values()
          .forEach(repository -> histories.get(repository).keepTree());
    }
    waiting.add(
        proven.record(
            deployment.header(RecordKind.DEPLOYMENT_REQUEST, LogicalStep.REQUEST, event.at()),
            request(event, past),
            event.person(),
            "deployer"),
        deployment::wroteRequest);
  }

  private SortedMap<SourceRole, Integer> repositories(Service service) {
    SortedMap<SourceRole, Integer> repositories = new TreeMap<>();
    repositories.put(SourceRole.APPLICATION, service.repository());
    if (service.settings() != null) {
      repositories.put(SourceRole.CONFIGURATION, names.settings());
    }
    return repositories;
  }

  private DeploymentRequest request(Event.Requested event, Past past) {
    Integer target = event.target();
    Integer repeats = event.repeats();
    if (target != null) {
      return DeploymentRequest.rollback(
          past.known(target).id(), names.person(event.person()), event.reason());
    }
    if (repeats != null) {
      return DeploymentRequest.retry(
          past.known(repeats).id(), names.person(event.person()), event.reason());
    }
    Map<SourceRole, RequestedSource> sources = new TreeMap<>();
    repositories(names.service(event.service()))
        .forEach(
            (role, repository) ->
                sources.put(role, new RequestedSource(names.repository(repository), "main")));
    return DeploymentRequest.deploy(sources, names.person(event.person()), event.reason());
  }

  void opened(Event.Opened event) {
    GeneratedDeployment deployment = deployment(event.deployment());
    Past past = past(deployment);
    Integer serving = event.previous();
    GeneratedDeployment previous = serving == null ? null : past.known(serving);
    GeneratedDeployment last = past.last;
    Event.Requested asked = deployment.asked();
    Integer repeats = asked.repeats();
    DeploymentManifestOpened manifest =
        DeploymentManifestOpened.of(
                ++past.sequence,
                plan(deployment, event, previous),
                names.person(asked.person()),
                deployment.request(),
                last == null ? null : last.opened())
            .about(repeats == null ? null : past.known(repeats).closed());
    deployment.plans(manifest, previous);
    past.last = deployment;
    waiting.add(
        LedgerRecord.of(
            deployment.header(RecordKind.MANIFEST_OPENED, LogicalStep.OPENED, event.at()),
            manifest),
        deployment::wroteOpened);
  }

  private Plan plan(
      GeneratedDeployment deployment, Event.Opened event, @Nullable GeneratedDeployment previous) {
    Event.Requested asked = deployment.asked();
    Service service = names.service(asked.service());
    Map<SourceRole, DeployedSource> sources = new TreeMap<>();
    repositories(service)
        .forEach(
            (role, repository) -> {
              int position = Objects.requireNonNull(event.commits().get(repository));
              SourceHistory history = histories.get(repository);
              deployment.positions().put(role, position);
              deployment.commits().put(role, history.commit(position));
              Integer before = previous == null ? null : previous.positions().get(role);
              sources.put(role, source(service, repository, history, position, before));
            });
    boolean rollback = asked.isRollback();
    Platform.Environment environment = GeneratedState.environment(asked.environment());
    PlanRule rule =
        new PlanRule(environment.approvalRule(), rollback ? 0 : environment.requiredApprovals());
    return new Plan(
        Plan.VERSION,
        rollback ? DeploymentType.ROLLBACK : DeploymentType.DEPLOY,
        service.blueGreen() ? "blue-green" : "rolling",
        sources,
        List.of(),
        Sha256.ofUtf8("afdp.yaml of " + service.name()),
        previous == null ? null : previous.asPrevious(),
        rollback && previous != null ? previous.id() : null,
        List.of(rule),
        steps(service, rule, rollback));
  }

  private DeployedSource source(
      Service service,
      int repository,
      SourceHistory history,
      int position,
      @Nullable Integer before) {
    int base = before == null ? -1 : before;
    return new DeployedSource(
        names.repository(repository),
        names.part(service, repository),
        history.commit(position),
        history.tree(position),
        before == null ? null : history.commit(before),
        set(position > base ? history.between(base, position) : List.of()),
        before == null ? null : set(base > position ? history.between(position, base) : List.of()));
  }

  private static CommitSet set(List<CommitId> commits) {
    return new CommitSet(commits.size(), CommitRange.digestOf(commits));
  }

  private static List<PlanStep> steps(Service service, PlanRule rule, boolean rollback) {
    long within = LIMITS.stepWithinMillis();
    List<PlanStep> steps = new ArrayList<>();
    if (!rollback) {
      steps.addAll(checks(service, true, within));
    }
    if (rule.minimum() > 0) {
      steps.add(new PlanStep.Approve(rule.name(), LIMITS.decideWithinMillis()));
    }
    Strategy strategy =
        service.blueGreen() ? new BlueGreen(KEPT_MILLIS, null) : new Rolling(Map.of());
    steps.addAll(
        strategy.steps(
            1,
            checks(service, false, within),
            new Strategy.Deadlines(within, LIMITS.pauseWithinMillis())));
    steps.add(new PlanStep.Confirm(within));
    steps.add(new PlanStep.Restore(within));
    steps.add(new PlanStep.Close(within));
    return steps;
  }

  private static List<PlanStep.Check> checks(Service service, boolean before, long within) {
    String stage = before ? PlanStep.Check.PRE : PlanStep.Check.POST;
    return service.checks().stream()
        .filter(check -> check.before() == before)
        .map(check -> new PlanStep.Check(stage, check.name(), within))
        .toList();
  }

  void checked(Event.Checked event) {
    GeneratedDeployment deployment = deployment(event.deployment());
    boolean before = event.check().before();
    CheckStage stage = before ? CheckStage.PRE : CheckStage.POST;
    boolean command = event.latency() == 0;
    CheckResult result =
        new CheckResult(
            event.check().name(),
            stage,
            type(event),
            event.passed() ? CheckStatus.PASSED : CheckStatus.FAILED,
            new Measurements(
                event.cpu(),
                event.memory(),
                command ? null : Math.round(event.latency() * 600) / 1000.0,
                command ? null : event.latency(),
                event.passRate(),
                command ? null : 20L),
            query(event),
            null,
            event.startedAt(),
            event.at(),
            event.passed() ? null : "the " + event.check().name() + " did not pass",
            null,
            null);
    waiting.add(
        LedgerRecord.of(
            deployment.header(
                RecordKind.CHECK_RESULT,
                LogicalStep.check(stage, event.check().name()),
                event.at()),
            result),
        ref -> deployment.wroteCheck(ref, before));
  }

  private static CheckType type(Event.Checked event) {
    return switch (event.check().kind()) {
      case COMMAND -> CheckType.COMMAND;
      case HTTP -> CheckType.HTTP;
      case METRIC -> CheckType.METRIC;
    };
  }

  private static String query(Event.Checked event) {
    return switch (event.check().kind()) {
      case COMMAND -> "make " + event.check().name();
      case HTTP -> "/" + event.check().name();
      case METRIC -> "share of requests that fail";
    };
  }

  void decided(Event.Decided event) {
    GeneratedDeployment deployment = deployment(event.deployment());
    Action action = event.approved() ? Action.APPROVE_DEPLOYMENT : Action.REJECT_DEPLOYMENT;
    ApprovalDecision decision =
        new ApprovalDecision(
            event.approved() ? Decision.APPROVED : Decision.REJECTED,
            names.person(event.person()),
            "approver",
            deployment.manifest().planSha256(),
            deployment.plan().rules().getFirst().name(),
            event.reason(),
            null);
    waiting.add(
        proven.record(
            deployment.header(
                RecordKind.APPROVAL_DECISION, proven.step(action, event.at()), event.at()),
            decision,
            event.person(),
            "approver"),
        event.approved() ? deployment::wroteApproval : deployment::wrote);
  }

  void went(Event.Went event) {
    GeneratedDeployment deployment = deployment(event.deployment());
    waiting.add(
        LedgerRecord.of(
            deployment.header(RecordKind.DEPLOYMENT_STEP, LogicalStep.GO, event.at()),
            DeploymentStep.go(deployment.reliedOn(), event.at())),
        deployment::wrote);
  }

  void stepped(Event.Stepped event) {
    GeneratedDeployment deployment = deployment(event.deployment());
    int number = deployment.number(planned(event.step()));
    if (event.step() == Event.Step.RESTORE) {
      deployment.restores();
    } else {
      deployment.takes(event.weight(), event.at());
    }
    waiting.add(
        LedgerRecord.of(
            deployment.header(RecordKind.DEPLOYMENT_STEP, LogicalStep.step(number), event.at()),
            new DeploymentStep(
                number,
                deployment.plan().steps().get(number - 1).title(),
                StepResult.SUCCEEDED,
                deployment.traffic(),
                List.of(),
                event.startedAt(),
                event.at(),
                null)),
        deployment::wrote);
  }

  private static Class<? extends PlanStep> planned(Event.Step step) {
    return switch (step) {
      case START -> PlanStep.Start.class;
      case SWITCH -> PlanStep.SetWeights.class;
      case BAKE -> PlanStep.Bake.class;
      case RETIRE -> PlanStep.Retire.class;
      case RESTORE -> PlanStep.Restore.class;
    };
  }

  void closed(Event.Closed event) {
    GeneratedDeployment deployment = deployment(event.deployment());
    DeploymentId restored = deployment.wasRestored() ? deployment.previousId() : null;
    DeploymentManifestClosed manifest =
        new DeploymentManifestClosed(
            status(event.result()),
            reason(event),
            Duration.between(deployment.asked().at(), event.at()).toSeconds(),
            deployment.servedAfterMillis(),
            deployment.traffic(),
            deployment.opened(),
            deployment.records(),
            deployment.preChecks(),
            deployment.postChecks(),
            restored);
    running.remove(event.deployment());
    waiting.add(
        LedgerRecord.of(
            deployment.header(RecordKind.MANIFEST_CLOSED, LogicalStep.CLOSED, event.at()),
            manifest),
        ref -> {
          deployment.wroteClosed(ref);
          deployment.forget();
        });
  }

  private static DeploymentStatus status(Result result) {
    return switch (result) {
      case SUCCEEDED -> DeploymentStatus.SUCCEEDED;
      case FAILED -> DeploymentStatus.FAILED;
      case REJECTED -> DeploymentStatus.REJECTED;
    };
  }

  private static @Nullable String reason(Event.Closed event) {
    return switch (event.result()) {
      case SUCCEEDED -> null;
      case FAILED -> "the check " + event.failedCheck() + " did not pass";
      case REJECTED -> "an approver decided against the plan";
    };
  }
}
