package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.plan.PreviousDeployment;
import com.caiatech.afdp.schemas.platform.QueueRule;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.CheckType;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.Measurements;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.StepResult;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.activity.AdmissionActivities;
import com.caiatech.afdp.workers.activity.AdmissionReading;
import com.caiatech.afdp.workers.activity.ApprovalActivities;
import com.caiatech.afdp.workers.activity.ApprovalCount;
import com.caiatech.afdp.workers.activity.CausedRecording;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.activity.FailureTypes;
import com.caiatech.afdp.workers.activity.LedgerActivities;
import com.caiatech.afdp.workers.activity.PlanActivities;
import com.caiatech.afdp.workers.activity.Planning;
import com.caiatech.afdp.workers.activity.Rollout;
import com.caiatech.afdp.workers.activity.StandingRefs;
import com.caiatech.afdp.workers.activity.StepOutcome;
import com.caiatech.afdp.workers.activity.TargetActivities;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.reason.Reason;
import com.caiatech.afdp.workers.strategy.Rolling;
import com.caiatech.afdp.workers.strategy.Strategy;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Everything outside the workflows, in memory and told what to do: ledger, repositories, checks
/// and a target. Tests of the parts together use the real ones.
final class ScriptedWorld
    implements AdmissionActivities,
        ApprovalActivities,
        LedgerActivities,
        PlanActivities,
        TargetActivities {
  private static final Set<String> OPENING = Set.of(LogicalStep.REQUEST, LogicalStep.OPENED);

  /// The approval rule of every plan.
  static final String RULE = "four-eyes";

  /// What stands, by its path.
  final Map<String, Standing> ledger = Collections.synchronizedMap(new LinkedHashMap<>());

  /// Steps that wait until they are taken out of this set.
  final Set<String> held = ConcurrentHashMap.newKeySet();

  /// Steps and checks that fail.
  final Set<String> failing = ConcurrentHashMap.newKeySet();

  /// Held by it is the writing of what a person caused.
  static final String CAUSED = "what a person caused";

  /// What was done, in order.
  final List<String> done = Collections.synchronizedList(new ArrayList<>());

  /// Steps that fail once by a fault that nobody foresaw, with what it says.
  final Map<String, String> faults = new ConcurrentHashMap<>();

  /// Steps that fail at each attempt by a fault that nobody foresaw.
  final Set<String> broken = ConcurrentHashMap.newKeySet();

  /// Whose the person ids are that are not their own owners.
  final Map<PersonId, String> owners = new ConcurrentHashMap<>();

  final AtomicInteger outages = new AtomicInteger();

  /// How often a ledger was asked in vain.
  final AtomicInteger attempts = new AtomicInteger();

  volatile boolean ledgerStopped;
  volatile boolean ledgerAway;
  volatile @Nullable QueueRule queue;
  volatile boolean keepsWhatIsGoneBackTo = true;
  volatile boolean takesNothingCaused;
  volatile int requiredApprovals;
  volatile int replicas = 1;
  volatile int preChecks;
  volatile int postChecks;
  volatile Strategy strategy = new Rolling(Map.of());
  volatile CourseLimits limits = CourseLimits.DEFAULT;
  volatile AdmissionReading.@Nullable Refused refusal;
  volatile Planning.@Nullable Refused noPlan;
  volatile @Nullable DeploymentId serving;

  /// A record that stands in its series' first volume.
  record Standing(RecordToWrite written, RecordRef ref) {
    LedgerRecord record() {
      return written.decoded();
    }
  }

  @Override
  public AdmissionReading admit(DeploymentStart start, RecordToWrite request) {
    hold("admit");
    AdmissionReading.Refused refused = refusal;
    if (refused != null) {
      return refused;
    }
    Receipt receipt = write(List.of(request)).getFirst();
    Optional<LedgerRecord> closed = record(start.deploymentId(), RecordKind.MANIFEST_CLOSED);
    if (closed.isPresent() && closed.get().body() instanceof DeploymentManifestClosed manifest) {
      return new AdmissionReading.Closed(receipt, manifest.status());
    }
    return records(start.deploymentId()).stream()
            .map(record -> record.header().logicalStep())
            .anyMatch(step -> !OPENING.contains(step))
        ? new AdmissionReading.Abandoned(
            receipt,
            StandingRefs.of(standing(start.deploymentId())),
            record(start.deploymentId(), RecordKind.MANIFEST_OPENED)
                .map(LedgerRecord::body)
                .map(DeploymentManifestOpened.class::cast)
                .map(
                    it ->
                        Rollout.of(start.deploymentId(), start.service(), start.environment(), it))
                .orElse(null))
        : new AdmissionReading.Open(receipt, limits, queue);
  }

  @Override
  public AdmissionReading.@Nullable Unrecorded unrecorded(
      DeploymentStart start, RecordToWrite request) {
    return keepsWhatIsGoneBackTo && refusal(request) == null
        ? new AdmissionReading.Unrecorded(request, limits)
        : null;
  }

  @Override
  public List<Receipt> write(List<RecordToWrite> records) {
    if (ledgerStopped) {
      throw FailureTypes.of(new WorkersException.LedgerStopped("the volume has ended"));
    }
    if (ledgerAway || outages.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      attempts.incrementAndGet();
      throw FailureTypes.of(new WorkersException.LedgerUnavailable("no disk"));
    }
    synchronized (ledger) {
      Map<RecordToWrite, Receipt> receipts = new LinkedHashMap<>();
      // a commit's entries stand in the order of their paths
      for (RecordToWrite record :
          records.stream().sorted((a, b) -> a.path().compareTo(b.path())).toList()) {
        boolean standing = ledger.containsKey(record.path());
        Standing entry = ledger.computeIfAbsent(record.path(), _ -> appended(record));
        receipts.put(record, new Receipt(entry.ref(), size(record.series()), standing));
      }
      return records.stream().map(receipts::get).toList();
    }
  }

  private Standing appended(RecordToWrite record) {
    return new Standing(record, next(record));
  }

  private long size(Series series) {
    return ledger.values().stream().filter(it -> it.written().series() == series).count();
  }

  @Override
  public CausedRecording.@Nullable Refused refusal(RecordToWrite record) {
    return record.json().contains("\"reason\":\"unproven\"")
        ? new CausedRecording.Refused(RefusalReason.INTENT_NOT_PROVEN, Reason.of("no proof"))
        : null;
  }

  @Override
  public CausedRecording writeCaused(RecordToWrite record) {
    while (held.contains(CAUSED)) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    if (ledgerStopped) {
      return new CausedRecording.Refused(
          RefusalReason.LEDGER_STOPPED, Reason.of("the volume has ended"));
    }
    if (takesNothingCaused) {
      return new CausedRecording.Refused(
          RefusalReason.INTENT_NOT_PROVEN, Reason.of("no proof by now"));
    }
    CausedRecording.Refused unproven = refusal(record);
    return unproven != null
        ? unproven
        : new CausedRecording.Recorded(write(List.of(record)).getFirst());
  }

  @Override
  public ApprovalCount count(DeploymentId deployment, List<RecordRef> decisions) {
    Set<String> approvers = new HashSet<>();
    synchronized (ledger) {
      for (Standing it : ledger.values()) {
        if (decisions.contains(it.ref())
            && it.record().body() instanceof ApprovalDecision decision) {
          PersonId person = decision.decidedBy();
          approvers.add(owners.getOrDefault(person, person.value()));
        }
      }
    }
    return new ApprovalCount(approvers.size(), requiredApprovals);
  }

  @Override
  public Planning pin(DeploymentStart start, RecordRef requestRef, Instant openedAt) {
    hold("pin");
    Planning.Refused refused = noPlan;
    if (refused != null) {
      return refused;
    }
    List<RecordRef> before = opened();
    Header header =
        new Header(
            RecordKind.MANIFEST_OPENED,
            start.deploymentId().subject(),
            LogicalStep.OPENED,
            Scope.of(start.environment(), start.service()),
            openedAt);
    return new Planning.Pinned(
        RecordToWrite.of(
            LedgerRecord.of(
                header,
                DeploymentManifestOpened.of(
                    before.size() + 1,
                    ScriptedPlan.of(this, requestRef),
                    start.request().requestedBy(),
                    requestRef,
                    before.isEmpty() ? null : before.getLast()))));
  }

  @Override
  public Planning pinUnrecorded(DeploymentStart start, RecordToWrite request, Instant openedAt) {
    return pin(start, next(request), openedAt);
  }

  private RecordRef next(RecordToWrite record) {
    return new RecordRef(
        record.series().firstVolume(), size(record.series()), record.path(), record.sha256());
  }

  @Override
  public RecordToWrite referenced(
      DeploymentStart start, RecordToWrite provisional, RecordRef requestRef) {
    if (!isLastOpenedClosed()) {
      throw FailureTypes.toTryAgain(Reason.of("the manifest before it is not closed"));
    }
    DeploymentManifestOpened manifest = new Planning.Pinned(provisional).opened();
    return RecordToWrite.of(
        LedgerRecord.of(
            provisional.decoded().header(),
            DeploymentManifestOpened.of(
                manifest.sequence(),
                manifest.plan(),
                manifest.requestedBy(),
                requestRef,
                manifest.because())));
  }

  private boolean isLastOpenedClosed() {
    synchronized (ledger) {
      Map<RecordKind, SubjectId> last = new EnumMap<>(RecordKind.class);
      ledger.values().stream()
          .map(it -> it.record().header())
          .forEach(header -> last.put(header.kind(), header.subject()));
      return Objects.equals(
          last.get(RecordKind.MANIFEST_OPENED), last.get(RecordKind.MANIFEST_CLOSED));
    }
  }

  private List<RecordRef> opened() {
    synchronized (ledger) {
      return ledger.values().stream()
          .filter(it -> it.record().header().kind() == RecordKind.MANIFEST_OPENED)
          .map(Standing::ref)
          .toList();
    }
  }

  @Override
  public List<TrafficShare> observe(ServiceName service, EnvironmentName environment) {
    DeploymentId now = serving;
    return now == null ? List.of() : List.of(new TrafficShare(now, 100));
  }

  @Override
  public CheckResult check(Rollout rollout, PlanStep.Check check) {
    String step = "check-" + check.stage() + "-" + check.name();
    hold(step);
    boolean fails = failing.contains(step);
    return new CheckResult(
        check.name(),
        check.stage().equals(PlanStep.Check.PRE) ? CheckStage.PRE : CheckStage.POST,
        CheckType.HTTP,
        fails ? CheckStatus.FAILED : CheckStatus.PASSED,
        new Measurements(null, null, 1.0, 2.0, fails ? 0.5 : 1.0, 20L),
        "/",
        null,
        Instant.EPOCH,
        Instant.EPOCH,
        fails ? "half of them failed" : null,
        null,
        null);
  }

  @Override
  public StepOutcome start(Rollout rollout, PlanStep.Start start) {
    if (rollout.unrecorded() == null && step(rollout.deploymentId(), LogicalStep.GO).isEmpty()) {
      throw FailureTypes.targetRefused(Reason.of("nothing is started before `go` is durable"));
    }
    return outcome(rollout, "start-" + start.instances());
  }

  @Override
  public StepOutcome setWeights(Rollout rollout, PlanStep.SetWeights weights) {
    StepOutcome outcome = outcome(rollout, "set-weights-" + weights.weight());
    serving = outcome.result() == StepResult.FAILED ? serving : rollout.deploymentId();
    return outcome.result() == StepResult.FAILED ? outcome : succeeded(rollout);
  }

  @Override
  public StepOutcome bake(Rollout rollout, PlanStep.Bake bake, Instant until) {
    hold("bake", () -> Instant.now().isBefore(until) && !failing.contains("bake"));
    return told(rollout, "bake");
  }

  @Override
  public StepOutcome retire(Rollout rollout, PlanStep.Retire retire) {
    return outcome(rollout, "retire-" + retire.keep());
  }

  private StepOutcome outcome(Rollout rollout, String step) {
    hold(step);
    return told(rollout, step);
  }

  private StepOutcome told(Rollout rollout, String step) {
    return failing.contains(step)
        ? new StepOutcome(
            StepResult.FAILED,
            observe(rollout.service(), rollout.environment()),
            Reason.of("never became healthy"))
        : succeeded(rollout);
  }

  private StepOutcome succeeded(Rollout rollout) {
    return new StepOutcome(
        StepResult.SUCCEEDED, observe(rollout.service(), rollout.environment()), null);
  }

  @Override
  public StepOutcome restore(Rollout rollout) {
    hold("restore");
    if (failing.contains("restore")) {
      return new StepOutcome(
          StepResult.FAILED, List.of(), Reason.of("the old release does not start"));
    }
    PreviousDeployment previous = rollout.previous();
    serving = previous == null ? null : previous.deploymentId();
    return succeeded(rollout);
  }

  @Override
  public @Nullable StepOutcome restoreFromLost(Rollout lost) {
    return lost.deploymentId().equals(serving) ? restore(lost) : null;
  }

  /// The records of a deployment, in the order in which they became durable.
  List<LedgerRecord> records(DeploymentId deployment) {
    return standing(deployment).stream().map(StandingRecord::record).toList();
  }

  /// The same with where they stand.
  List<StandingRecord> standing(DeploymentId deployment) {
    synchronized (ledger) {
      return ledger.values().stream()
          .filter(it -> it.ref().path().contains("/" + deployment + "/"))
          .map(
              it ->
                  new StandingRecord(
                      it.ref().volume(),
                      it.ref().index(),
                      it.ref().path(),
                      it.record().header().timestamp(),
                      it.record()))
          .toList();
    }
  }

  Optional<LedgerRecord> record(DeploymentId deployment, RecordKind kind) {
    return records(deployment).stream().filter(it -> it.header().kind() == kind).findFirst();
  }

  /// What a deployment did in the step.
  Optional<DeploymentStep> step(DeploymentId deployment, String logicalStep) {
    return records(deployment).stream()
        .filter(it -> it.header().logicalStep().equals(logicalStep))
        .map(LedgerRecord::body)
        .filter(DeploymentStep.class::isInstance)
        .map(DeploymentStep.class::cast)
        .findFirst();
  }

  private void hold(String step) {
    hold(step, () -> false);
  }

  private void hold(String step, BooleanSupplier longer) {
    while (held.contains(step) || longer.getAsBoolean()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      ActivityExecutionContext context = Activity.getExecutionContext();
      if (!context.getInfo().isLocal()) {
        try {
          context.heartbeat(step);
        } catch (ActivityCompletionException cancelled) {
          done.add(step + " cancelled");
          throw cancelled;
        }
      }
    }
    if (broken.contains(step)) {
      throw new IllegalStateException(step);
    }
    String fault = faults.remove(step);
    if (fault != null) {
      throw new IllegalStateException(fault, new IOException(fault));
    }
    done.add(step);
  }

  @Override
  public void confirm(Rollout rollout) {
    if (broken.contains("confirm")) {
      throw new IllegalStateException("confirm");
    }
  }
}
