package com.caiatech.afdp.workers.plan;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.plan.PinnedSource;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.CurrentPlatform;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.QueueRule;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.RequestedAction;
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
import com.caiatech.afdp.workers.activity.Rollout;
import com.caiatech.afdp.workers.activity.StandingRefs;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.plan.DeploymentReadings.Standing;
import com.caiatech.afdp.workers.plan.Sources.Found;
import com.caiatech.afdp.workers.reason.Reason;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Judges requests against the platform's configuration, the repositories and the ledger. A request
/// that stands already is not judged again: what was true when it came does not change.
public final class Admissions implements AdmissionActivities {
  private static final Logger LOG = LoggerFactory.getLogger(Admissions.class);

  private final CurrentPlatform platform;
  private final Sources sources;
  private final AskedCommits asked;
  private final DeploymentReadings deployments;
  private final UnrecordedRollbacks unrecorded;
  private final LedgerActivities ledger;
  private final CourseLimits limits;

  public Admissions(
      CurrentPlatform platform,
      Sources sources,
      RollbackEvidence evidence,
      DeploymentReadings deployments,
      UnrecordedRollbacks unrecorded,
      LedgerActivities ledger,
      CourseLimits limits) {
    this.platform = platform;
    this.sources = sources;
    this.asked = new AskedCommits(sources, evidence, deployments);
    this.deployments = deployments;
    this.unrecorded = unrecorded;
    this.ledger = ledger;
    this.limits = limits;
  }

  @Override
  public AdmissionReading admit(DeploymentStart start, RecordToWrite request) {
    try {
      return judged(start, request);
    } catch (WorkersException fault) {
      throw FailureTypes.of(fault);
    }
  }

  @Override
  public AdmissionReading.@Nullable Unrecorded unrecorded(
      DeploymentStart start, RecordToWrite request) {
    try {
      return LedgerReadings.asLastSeen(() -> needsNoLedger(start, request))
          ? new AdmissionReading.Unrecorded(request, limits)
          : null;
    } catch (WorkersException fault) {
      LOG.info("rollback {} waits for the ledgers: {}", start.deploymentId(), fault.getMessage());
      return null;
    }
  }

  private boolean needsNoLedger(DeploymentStart start, RecordToWrite request) {
    if (deployments.request(start.deploymentId()).isPresent()) {
      return false;
    }
    Optional<Reason> problem =
        refusal(start)
            .map(AdmissionReading.Refused::message)
            .or(() -> unrecorded.problem(start, request));
    problem.ifPresent(
        why -> LOG.info("rollback {} waits for the ledgers: {}", start.deploymentId(), why));
    return problem.isEmpty();
  }

  private AdmissionReading judged(DeploymentStart start, RecordToWrite request) {
    if (deployments.request(start.deploymentId()).isEmpty()) {
      Optional<AdmissionReading.Refused> refused = refusal(start);
      if (refused.isPresent()) {
        return refused.get();
      }
    }
    return switch (ledger.writeCaused(request)) {
      case CausedRecording.Refused(RefusalReason reason, Reason message) ->
          new AdmissionReading.Refused(reason, message);
      case CausedRecording.Recorded(Receipt receipt) ->
          receipt.standing() ? standing(start, receipt) : open(start, receipt);
    };
  }

  /// What became of a request that stands already. An earlier run of it that vanished is gone back
  /// to only as long as nothing was found or decided, which a run that begins anew would pass over.
  private AdmissionReading standing(DeploymentStart start, Receipt receipt) {
    DeploymentId deployment = start.deploymentId();
    Optional<Standing<DeploymentManifestClosed>> closed = deployments.closed(deployment);
    if (closed.isPresent()) {
      return new AdmissionReading.Closed(receipt, closed.get().body().status());
    }
    Optional<Standing<DeploymentManifestOpened>> opened = deployments.opened(deployment);
    return deployments.isUnderWay(deployment) || opened.filter(this::isOvertaken).isPresent()
        ? new AdmissionReading.Abandoned(
            receipt,
            StandingRefs.of(deployments.standing(deployment)),
            opened
                .map(it -> Rollout.of(deployment, start.service(), start.environment(), it.body()))
                .orElse(null))
        : open(start, receipt);
  }

  private AdmissionReading open(DeploymentStart start, Receipt receipt) {
    return new AdmissionReading.Open(
        receipt,
        limits,
        platform
            .current()
            .environment(start.environment())
            .map(Platform.Environment::queue)
            .orElse(QueueRule.FIFO));
  }

  /// Whether a later deployment had its turn since.
  private boolean isOvertaken(Standing<DeploymentManifestOpened> opened) {
    return deployments
        .lastOpened(opened.header().scope())
        .filter(last -> last.sequence() > opened.body().sequence())
        .isPresent();
  }

  private Optional<AdmissionReading.Refused> refusal(DeploymentStart start) {
    Platform current = platform.current();
    Optional<Platform.Service> service = current.service(start.service());
    if (service.isEmpty()) {
      return refused(
          RefusalReason.UNKNOWN_SERVICE,
          Reason.of("no service '{}' is registered; registered are {}")
              .with(start.service())
              .withServices(current.services().stream().map(Platform.Service::name).toList()));
    }
    if (current.environment(start.environment()).isEmpty()) {
      return refused(
          RefusalReason.UNKNOWN_ENVIRONMENT,
          Reason.of("there is no environment '{}'; there are {}")
              .with(start.environment())
              .withEnvironments(
                  current.environments().stream().map(Platform.Environment::name).toList()));
    }
    return start.request().action() == RequestedAction.ROLLBACK
        ? rollbackRefusal(start)
        : deployRefusal(start, service.get());
  }

  private Optional<AdmissionReading.Refused> deployRefusal(
      DeploymentStart start, Platform.Service service) {
    return switch (asked.deployed(start, service)) {
      case Found.Not<Map<SourceRole, PinnedSource>>(RefusalReason reason, Reason message) ->
          refused(reason, message);
      case Found.Here<Map<SourceRole, PinnedSource>>(Map<SourceRole, PinnedSource> pinned) ->
          refused(sources.descriptor(start.service(), pinned));
    };
  }

  private Optional<AdmissionReading.Refused> rollbackRefusal(DeploymentStart start) {
    @Nullable DeploymentId target = start.request().rollbackTargetId();
    if (target == null) {
      return refused(
          RefusalReason.NO_ROLLBACK_TARGET,
          Reason.of("a rollback names the deployment to go back to"));
    }
    return refused(asked.goneBackTo(start, target));
  }

  private static <T> Optional<AdmissionReading.Refused> refused(Found<T> found) {
    return found instanceof Found.Not<T>(RefusalReason reason, Reason message)
        ? refused(reason, message)
        : Optional.empty();
  }

  private static Optional<AdmissionReading.Refused> refused(RefusalReason reason, Reason message) {
    return Optional.of(new AdmissionReading.Refused(reason, message));
  }
}
