package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.CheckType;
import com.caiatech.afdp.schemas.record.DecodedRecord;
import com.caiatech.afdp.schemas.record.DeployedSource;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentType;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Measurements;
import com.caiatech.afdp.schemas.record.PlanDigest;
import com.caiatech.afdp.schemas.record.PreviousDeployment;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RecordRef;
import com.caiatech.afdp.schemas.record.SourceRole;
import com.caiatech.afdp.schemas.record.StepResult;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.activity.AdmissionActivities;
import com.caiatech.afdp.workers.activity.AdmissionReading;
import com.caiatech.afdp.workers.activity.CausedRecording;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.activity.FailureTypes;
import com.caiatech.afdp.workers.activity.LedgerActivities;
import com.caiatech.afdp.workers.activity.PlanActivities;
import com.caiatech.afdp.workers.activity.Planning;
import com.caiatech.afdp.workers.activity.Rollout;
import com.caiatech.afdp.workers.activity.StepOutcome;
import com.caiatech.afdp.workers.activity.TargetActivities;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Everything outside the workflows, in memory and told what to do: ledger, repositories, checks
/// and a target. Tests of the parts together use the real ones.
final class ScriptedWorld
    implements AdmissionActivities, LedgerActivities, PlanActivities, TargetActivities {
  final Map<String, RecordToWrite> ledger = Collections.synchronizedMap(new LinkedHashMap<>());

  /// Steps that wait until they are taken out of this set.
  final Set<String> held = ConcurrentHashMap.newKeySet();

  /// Steps and checks that fail.
  final Set<String> failing = ConcurrentHashMap.newKeySet();

  /// What was done, in order.
  final List<String> done = Collections.synchronizedList(new ArrayList<>());

  /// Steps that fail once by a fault that nobody foresaw, with what it says.
  final Map<String, String> faults = new ConcurrentHashMap<>();

  final AtomicInteger outages = new AtomicInteger();
  volatile boolean ledgerStopped;
  volatile int requiredApprovals;
  volatile int replicas = 1;
  volatile int preChecks;
  volatile int postChecks;
  volatile CourseLimits limits = CourseLimits.DEFAULT;
  volatile AdmissionReading.@Nullable Refused refusal;
  volatile Planning.@Nullable Refused noPlan;
  volatile @Nullable DeploymentId serving;
  private final AtomicInteger sequence = new AtomicInteger();

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
    return record(start.deploymentId(), RecordKind.MANIFEST_OPENED).isPresent()
        ? new AdmissionReading.Abandoned(receipt)
        : new AdmissionReading.Open(receipt, limits);
  }

  @Override
  public List<Receipt> write(List<RecordToWrite> records) {
    if (ledgerStopped) {
      throw FailureTypes.of(new WorkersException.LedgerStopped("the volume has ended"));
    }
    if (outages.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw FailureTypes.of(new WorkersException.LedgerUnavailable("no disk"));
    }
    List<Receipt> receipts = new ArrayList<>();
    for (RecordToWrite record : records) {
      RecordToWrite standing = ledger.putIfAbsent(record.ref().path(), record);
      receipts.add(
          new Receipt(
              standing == null ? record.ref() : standing.ref(),
              record.ref().series().firstVolume(),
              ledger.size() - 1,
              ledger.size(),
              standing != null));
    }
    return receipts;
  }

  @Override
  public CausedRecording writeCaused(RecordToWrite record) {
    if (record.json().contains("\"reason\":\"unproven\"")) {
      return new CausedRecording.Refused(RefusalReason.INTENT_NOT_PROVEN, Reason.of("no proof"));
    }
    return new CausedRecording.Recorded(write(List.of(record)).getFirst());
  }

  @Override
  public Planning pin(DeploymentStart start, RecordRef requestRef) {
    hold("pin");
    Planning.Refused refused = noPlan;
    if (refused != null) {
      return refused;
    }
    DeploymentId before = serving;
    CommitId commit = new CommitId("a".repeat(40));
    PreviousDeployment previous =
        before == null
            ? null
            : new PreviousDeployment(before, requestRef, Map.of(SourceRole.APPLICATION, commit));
    DeploymentManifestOpened body =
        new DeploymentManifestOpened(
            DeploymentType.DEPLOY,
            "rolling",
            sequence.incrementAndGet(),
            Map.of(
                SourceRole.APPLICATION,
                new DeployedSource(
                    new RepositoryName("cart"), commit, Sha256.ofUtf8("tree"), null, null, null)),
            List.of(),
            Sha256.ofUtf8("descriptor"),
            Sha256.ofUtf8(""),
            requiredApprovals,
            start.request().requestedBy(),
            requestRef,
            previous,
            before,
            null);
    return new Planning.Pinned(
        PlanDigest.withDigest(body), "four-eyes", replicas, preChecks, postChecks);
  }

  @Override
  public List<TrafficShare> observe(ServiceName service, EnvironmentName environment) {
    DeploymentId now = serving;
    return now == null ? List.of() : List.of(new TrafficShare(now, 100));
  }

  @Override
  public List<CheckResult> check(Rollout rollout, CheckStage stage) {
    hold("check-" + stage);
    List<CheckResult> results = new ArrayList<>();
    for (int i = 1; i <= (stage == CheckStage.PRE ? preChecks : postChecks); i++) {
      boolean fails = failing.contains("check-" + stage + "-" + i);
      results.add(
          new CheckResult(
              "c" + i,
              stage,
              CheckType.HTTP,
              fails ? CheckStatus.FAILED : CheckStatus.PASSED,
              new Measurements(null, null, 1.0, 2.0, fails ? 0.5 : 1.0, 20L),
              "/",
              null,
              Instant.EPOCH,
              Instant.EPOCH,
              fails ? "half of them failed" : null,
              null,
              null));
    }
    return results;
  }

  @Override
  public StepOutcome replace(Rollout rollout, int instance) {
    hold("replace-" + instance);
    if (failing.contains("replace-" + instance)) {
      return new StepOutcome(
          StepResult.FAILED,
          observe(rollout.service(), rollout.environment()),
          Reason.of("never became healthy"));
    }
    serving = rollout.deploymentId();
    return new StepOutcome(
        StepResult.SUCCEEDED, List.of(new TrafficShare(rollout.deploymentId(), 100)), null);
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
    return new StepOutcome(
        StepResult.SUCCEEDED, observe(rollout.service(), rollout.environment()), null);
  }

  /// The records of a deployment, in the order in which they became durable.
  List<LedgerRecord> records(DeploymentId deployment) {
    synchronized (ledger) {
      return ledger.values().stream()
          .filter(it -> it.ref().path().contains("/" + deployment + "/"))
          .map(it -> ((DecodedRecord.Valid) RecordCodec.decode(it.bytes())).record())
          .toList();
    }
  }

  Optional<LedgerRecord> record(DeploymentId deployment, RecordKind kind) {
    return records(deployment).stream().filter(it -> it.header().kind() == kind).findFirst();
  }

  private void hold(String step) {
    while (held.contains(step)) {
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
    String fault = faults.remove(step);
    if (fault != null) {
      throw new IllegalStateException(fault, new IOException(fault));
    }
    done.add(step);
  }

  @Override
  public void confirm(Rollout rollout) {}
}
