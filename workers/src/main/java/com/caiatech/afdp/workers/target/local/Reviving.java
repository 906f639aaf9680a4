package com.caiatech.afdp.workers.target.local;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.process.ProcessTree;
import com.caiatech.afdp.workers.reason.Reason;
import com.caiatech.afdp.workers.target.InstanceOutcome;
import com.caiatech.afdp.workers.target.Release;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Brings one service back when the target is opened: decides what should serve, adopts what
/// survived of it, and starts the rest.
final class Reviving {
  private final LocalService service;
  private final LocalTargetSettings.Continuation continuation;
  private final Survivors survivors;
  private final List<TrafficShare> goal;
  private final Set<DeploymentId> kept = new HashSet<>();
  private int adopted;
  private int started;
  private @Nullable Reason problem;

  Reviving(
      LocalService service, LocalTargetSettings.Continuation continuation, Survivors survivors) {
    this.service = service;
    this.continuation = continuation;
    this.survivors = survivors;
    goal = goal();
    goal.forEach(share -> kept.add(share.deploymentId()));
  }

  private List<TrafficShare> goal() {
    ServiceState state = service.state();
    return switch (continuation) {
      case AS_IT_WAS -> state.traffic();
      case LAST_GOOD ->
          state.lastGood() != null
              ? List.of(new TrafficShare(state.lastGood(), 100))
              : state.traffic().stream().filter(share -> share.weight() == 100).toList();
    };
  }

  /// Takes the survivors over that should run; the table forgets all others.
  List<ProcessHandle> adopt() {
    List<ProcessHandle> taken = new ArrayList<>();
    ServiceState before = service.state();
    service.put(before.withTraffic(goal));
    for (InstanceEntry entry : before.instances()) {
      Optional<ProcessHandle> survivor = survivors.find(entry);
      if (survivor.isPresent() && isWanted(entry)) {
        ProcessHandle handle = survivor.get();
        InstanceEntry known =
            entry.started(handle.pid(), handle.info().startInstant().orElse(null));
        service.take(new Instance(known, handle, Optional.empty(), service.logOf(entry)));
        taken.add(handle);
      } else {
        survivor.ifPresent(stray -> new ProcessTree(stray, entry.instance()).stop(Survivors.GRACE));
        service.logOf(entry).rotateIfLong();
        service.put(service.state().without(entry.instance()));
      }
    }
    return taken;
  }

  private boolean isWanted(InstanceEntry entry) {
    return kept.contains(entry.deploymentId())
        || continuation == LocalTargetSettings.Continuation.AS_IT_WAS;
  }

  /// Waits for those that were adopted, replaces those that are not healthy, starts what is
  /// missing.
  LocalTarget.Revival bringBack() {
    for (Instance instance : service.instances()) {
      if (awaitHealthy(instance)) {
        adopted++;
      }
    }
    for (TrafficShare share : goal) {
      service
          .release(share.deploymentId())
          .ifPresentOrElse(
              this::startMissing,
              () ->
                  problem =
                      Reason.of("the release folder of deployment {} is gone")
                          .with(share.deploymentId()));
    }
    return new LocalTarget.Revival(service.place(), service.observe(), adopted, started, problem);
  }

  private void startMissing(Release release) {
    Set<Integer> there = new HashSet<>();
    service.instances().stream()
        .map(Instance::entry)
        .filter(entry -> entry.deploymentId().equals(release.deploymentId()))
        .forEach(entry -> there.add(entry.replica()));
    for (int replica = 1; replica <= release.run().replicas(); replica++) {
      if (!there.contains(replica)) {
        try {
          if (awaitHealthy(service.launch(release, replica, 0))) {
            started++;
          }
        } catch (WorkersException.TargetUnavailable fault) {
          problem = fault.reason();
        }
      }
    }
  }

  private boolean awaitHealthy(Instance instance) {
    Optional<Release> release = service.release(instance.entry().deploymentId());
    if (release.isEmpty()) {
      service.stop(List.of(instance));
      return false;
    }
    return switch (service.health().await(instance, release.get().health(), () -> {})) {
      case InstanceOutcome.Healthy _ -> {
        service.markHealthy(instance);
        yield true;
      }
      case InstanceOutcome.Failed(Reason reason) -> {
        problem = reason;
        service.tryAgain(instance);
        yield false;
      }
    };
  }
}
