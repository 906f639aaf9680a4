package com.caiatech.afdp.workers.target.local;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.output.OutputLog;
import com.caiatech.afdp.workers.reason.Reason;
import com.caiatech.afdp.workers.router.Router;
import com.caiatech.afdp.workers.router.Side;
import com.caiatech.afdp.workers.target.Fence;
import com.caiatech.afdp.workers.target.InstanceOutcome;
import com.caiatech.afdp.workers.target.Preparation;
import com.caiatech.afdp.workers.target.Release;
import com.caiatech.afdp.workers.target.RestoreOutcome;
import com.caiatech.afdp.workers.target.ShiftOutcome;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One service in one environment: its router, its instances and what is remembered of both.
/// Changes are made under the monitor and are on disk before they are visible; what takes long
/// (waiting for health, for requests to end, for a process to die) happens outside it.
final class LocalService {
  private static final Duration STOP_GRACE = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(LocalService.class);

  private final LocalTargetSettings.Place place;
  private final Path folder;
  private final Shared shared;
  private final JsonFile<ServiceState> file;
  private final InstanceLauncher launcher;
  private final Router router;
  private final List<Instance> instances = new ArrayList<>();
  private ServiceState state;
  private boolean closed;

  /// @param wantedPort of the router; 0 for the one it had, where it is free
  LocalService(LocalTargetSettings.Place place, Path folder, Shared shared, int wantedPort) {
    this.place = place;
    this.folder = folder;
    this.shared = shared;
    file = ServiceState.remembered(folder);
    launcher = new InstanceLauncher(place.service(), place.environment(), shared.mark());
    state = file.read().orElse(ServiceState.NEW);
    router =
        Router.open(
            wantedPort, state.port(), place.service(), place.environment(), shared.limits());
    save(state.withPort(router.port()));
  }

  LocalTargetSettings.Place place() {
    return place;
  }

  URI address() {
    return router.baseUri();
  }

  Router router() {
    return router;
  }

  /// Stops an instance that should serve and did not become healthy, and tries again later.
  void tryAgain(Instance failed) {
    stop(List.of(failed));
    shared.supervision().again(this, Replica.of(failed), failed.entry().restarts());
  }

  HealthProbe health() {
    return shared.health();
  }

  List<TrafficShare> observe() {
    return router.traffic();
  }

  List<TrafficShare> intended() {
    return state().traffic();
  }

  synchronized ServiceState state() {
    return state;
  }

  synchronized List<Instance> instances() {
    return List.copyOf(instances);
  }

  List<DeploymentId> running() {
    return instances().stream().map(it -> it.entry().deploymentId()).distinct().toList();
  }

  Optional<Release> release(DeploymentId deploymentId) {
    return releaseFolder(deploymentId).release();
  }

  synchronized void guard(Fence fence) {
    if (closed) {
      throw new WorkersException.TargetUnavailable(
          Reason.of(
                  "Changing {} in {} failed: the local target is closed; a retry after its restart is safe")
              .with(place.service())
              .with(place.environment()));
    }
    if (fence.sequence() < state.sequence()) {
      throw new WorkersException.TargetFenced(
          Reason.of(
                  "Changing {} in {} by the deployment of sequence {} was refused: sequence {} has been seen there. Nothing was changed")
              .with(place.service())
              .with(place.environment())
              .with(fence.sequence())
              .with(state.sequence()));
    }
    if (fence.sequence() > state.sequence()) {
      save(state.withSequence(fence.sequence()));
    }
  }

  Preparation prepare(Fence fence, Release release) {
    guard(fence);
    ReleaseFolder releaseFolder = releaseFolder(release.deploymentId());
    if (!Files.exists(releaseFolder.path())) {
      prune(release);
    }
    Release placed = releaseFolder.placed(release);
    Optional<Reason> refusal = releaseFolder.fill(placed, shared.mirrors());
    if (refusal.isPresent()) {
      return new Preparation.Refused(refusal.get());
    }
    return new Preparation.Prepared(
        releaseFolder.home(placed, SourceRole.APPLICATION),
        launcher.environment(placed, releaseFolder),
        releaseFolder.output());
  }

  InstanceOutcome start(Fence fence, Release asked, int wanted, Runnable heartbeat) {
    if (prepare(fence, asked) instanceof Preparation.Refused(Reason reason)) {
      return new InstanceOutcome.Failed(reason);
    }
    Release release = release(asked.deploymentId()).orElse(asked);
    releaseFolder(release.deploymentId()).markStarted(release);
    return ReleaseFolder.sayingWhatIsMissing(
        startPlaced(fence, release, wanted, heartbeat), asked, release);
  }

  /// @param release as it is made here
  private InstanceOutcome startPlaced(
      Fence fence, Release release, int wanted, Runnable heartbeat) {
    List<Instance> started = new ArrayList<>();
    try {
      synchronized (this) {
        guard(fence);
        for (int replica = 1; replica <= wanted; replica++) {
          started.add(runningOrLaunched(release, replica));
        }
      }
    } catch (WorkersException.TargetUnavailable fault) {
      stopUnhealthy(started);
      return new InstanceOutcome.Failed(fault.reason());
    }
    for (Instance instance : started) {
      InstanceOutcome outcome = shared.health().await(instance, release.health(), heartbeat);
      if (outcome instanceof InstanceOutcome.Failed) {
        stop(List.of(instance));
        stopUnhealthy(started);
        return outcome;
      }
      admit(fence, instance);
    }
    return new InstanceOutcome.Healthy();
  }

  private Instance runningOrLaunched(Release release, int replica) {
    return running(release.deploymentId(), replica).orElseGet(() -> launch(release, replica, 0));
  }

  private void stopUnhealthy(List<Instance> started) {
    List<Instance> unhealthy;
    synchronized (this) {
      unhealthy = started.stream().filter(it -> !it.isHealthy() && !it.isStopping()).toList();
    }
    stop(unhealthy);
  }

  private void admit(Fence fence, Instance instance) {
    try {
      synchronized (this) {
        guard(fence);
        markHealthy(instance);
      }
    } catch (WorkersException.TargetFenced overtaken) {
      stop(List.of(instance));
      throw overtaken;
    }
  }

  synchronized ShiftOutcome shift(Fence fence, List<TrafficShare> shares) {
    guard(fence);
    int total = shares.stream().mapToInt(TrafficShare::weight).sum();
    if (total != 100) {
      throw new IllegalArgumentException(
          "Shifting traffic of %s: expected shares that add up to 100, found %s"
              .formatted(place, shares));
    }
    for (TrafficShare share : shares) {
      if (share.weight() > 0 && healthy(share.deploymentId()).isEmpty()) {
        return new ShiftOutcome.Refused(
            Reason.of(
                    "shifting {} % of {} in {} to deployment {} failed: no instance of it is healthy; traffic flows as before")
                .with(share.weight())
                .with(place.service())
                .with(place.environment())
                .with(share.deploymentId()));
      }
    }
    save(state.withTraffic(shares.stream().filter(share -> share.weight() > 0).toList()));
    reroute();
    return new ShiftOutcome.Shifted();
  }

  /// An abort meanwhile cuts no request: the drain goes on to its limit, and what follows does not
  /// wait for it.
  void retire(Fence fence, DeploymentId deploymentId, int keep) {
    List<Instance> leaving =
        AtOnce.map(List.of(keep), most -> routedAway(fence, deploymentId, most)).getFirst();
    AtOnce.toTheEnd(() -> drained(deploymentId, leaving));
  }

  private synchronized List<Instance> routedAway(Fence fence, DeploymentId deploymentId, int keep) {
    guard(fence);
    List<Instance> all =
        instances.stream()
            .filter(instance -> instance.entry().deploymentId().equals(deploymentId))
            .sorted(Comparator.comparingInt(instance -> instance.entry().replica()))
            .toList();
    List<Instance> leaving = all.subList(Math.min(keep, all.size()), all.size());
    leaving.forEach(Instance::markStopping);
    if (keep == 0) {
      save(
          state.withTraffic(
              state.traffic().stream()
                  .filter(share -> !share.deploymentId().equals(deploymentId))
                  .toList()));
    }
    reroute();
    return leaving;
  }

  private void drained(DeploymentId deploymentId, List<Instance> leaving) {
    Duration drain = Duration.ofSeconds(release(deploymentId).map(Release::drainSeconds).orElse(0));
    if (!leaving.isEmpty() && !router.drain(deploymentId, drain)) {
      LOG.info("requests to {} of {} were in flight after {}", deploymentId, place, drain);
    }
    stop(leaving);
  }

  void confirm(Fence fence, DeploymentId deploymentId) {
    List<Instance> strays;
    synchronized (this) {
      guard(fence);
      if (!hasTraffic(deploymentId)) {
        throw new WorkersException.TargetUnavailable(
            Reason.of(
                    "Confirming deployment {} of {} in {} failed: expected it to serve, and it has no traffic")
                .with(deploymentId)
                .with(place.service())
                .with(place.environment()));
      }
      save(state.withLastGood(deploymentId));
      strays =
          instances.stream()
              .filter(instance -> !hasTraffic(instance.entry().deploymentId()))
              .filter(instance -> !instance.isStopping()) // it may be draining
              .toList();
    }
    stop(strays);
  }

  /// Before a release is added, so that releases that never succeed do not pile up, nor their logs.
  private void prune(Release next) {
    Set<DeploymentId> used = new HashSet<>();
    synchronized (this) {
      instances.forEach(instance -> used.add(instance.entry().deploymentId()));
      state.traffic().forEach(share -> used.add(share.deploymentId()));
      Optional.ofNullable(state.lastGood()).ifPresent(used::add);
    }
    Optional.ofNullable(next.keptFrom()).ifPresent(used::add);
    new OldReleases(folder).prune(used);
  }

  private boolean hasTraffic(DeploymentId deploymentId) {
    return state.traffic().stream().anyMatch(share -> share.deploymentId().equals(deploymentId));
  }

  RestoreOutcome restore(Fence fence, DeploymentId deploymentId, Runnable heartbeat) {
    guard(fence);
    Optional<Release> release = release(deploymentId);
    if (release.isPresent() && !releaseFolder(deploymentId).wasStarted()) {
      return new RestoreOutcome.Failed(
          Reason.of("deployment {} was prepared and never started here").with(deploymentId));
    }
    if (release.isEmpty()) {
      return new RestoreOutcome.Failed(
          Reason.of("the release folder of deployment {} is gone; deploy its commits again")
              .with(deploymentId));
    }
    if (start(fence, release.get(), release.get().run().replicas(), heartbeat)
        instanceof InstanceOutcome.Failed(Reason reason)) {
      return new RestoreOutcome.Failed(
          comesBack(fence, release.get())
              ? Reason.of("{}; nothing else is healthy, so it is started again until it is")
                  .with(reason)
              : reason);
    }
    if (shift(fence, List.of(new TrafficShare(deploymentId, 100)))
        instanceof ShiftOutcome.Refused(Reason reason)) {
      return new RestoreOutcome.Failed(reason);
    }
    retireOthers(fence, deploymentId);
    return new RestoreOutcome.Restored(deploymentId);
  }

  private void retireOthers(Fence fence, DeploymentId kept) {
    running().stream()
        .filter(other -> !other.equals(kept))
        .forEach(other -> retire(fence, other, 0));
  }

  /// Where nothing is healthy, what is to serve is what served before: it is started again until it
  /// is healthy, as if nothing had been deployed meanwhile.
  ///
  /// @return whether that is so; what is healthy goes on serving
  private boolean comesBack(Fence fence, Release release) {
    DeploymentId deploymentId = release.deploymentId();
    synchronized (this) {
      guard(fence);
      if (running().stream().anyMatch(other -> !healthy(other).isEmpty())) {
        return false;
      }
      save(state.withTraffic(List.of(new TrafficShare(deploymentId, 100))));
      reroute();
    }
    retireOthers(fence, deploymentId);
    for (int number = 1; number <= release.run().replicas(); number++) {
      shared.supervision().again(this, new Replica(deploymentId, number), 0);
    }
    return true;
  }

  /// Writes the process into the table before it is started and again when its pid is known.
  synchronized Instance launch(Release release, int replica, int restarts) {
    InstanceEntry entry = launcher.entry(release, replica, shared.ports().next(), restarts);
    save(state.with(entry));
    Instance instance;
    try {
      instance = launcher.start(release, releaseFolder(release.deploymentId()), entry);
    } catch (WorkersException.TargetUnavailable fault) {
      save(state.without(entry.instance()));
      throw fault;
    }
    take(instance);
    return instance;
  }

  /// Takes a process into the table and watches over it.
  synchronized void take(Instance instance) {
    instances.add(instance);
    save(state.with(instance.entry()));
    shared.supervision().watch(this, instance);
  }

  synchronized void drop(Instance instance) {
    instances.remove(instance);
    save(state.without(instance.entry().instance()));
    reroute();
    instance.log().rotateIfLong(); // nobody looks after it any more
  }

  /// What is to run although it does not: a replica of a deployment that has traffic.
  synchronized boolean isMissed(Replica replica) {
    return !closed
        && hasTraffic(replica.deployment())
        && running(replica.deployment(), replica.number()).isEmpty();
  }

  synchronized void markHealthy(Instance instance) {
    if (instance.markHealthy()) {
      reroute();
      shared.supervision().watchHealth(this, instance);
    }
  }

  synchronized boolean isHealthy(Instance instance) {
    return instance.isHealthy();
  }

  /// Routes away from an instance that is about to be stopped.
  ///
  /// @return false where that is so already
  synchronized boolean leave(Instance instance) {
    boolean news = !instance.isStopping();
    instance.markStopping();
    reroute();
    return news;
  }

  synchronized void put(ServiceState next) {
    save(next);
    reroute();
  }

  OutputLog logOf(InstanceEntry entry) {
    return releaseFolder(entry.deploymentId()).output().ofInstance(entry.replica());
  }

  void stop(List<Instance> leaving) {
    leaving.forEach(Instance::markStopping);
    AtOnce.run(
        leaving,
        instance -> {
          instance.tree().stop(STOP_GRACE);
          drop(instance);
        });
  }

  /// Ends the instances and the router; what served is remembered.
  void close(Duration grace) {
    List<Instance> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(instances);
      all.forEach(Instance::markStopping);
    }
    AtOnce.run(all, instance -> instance.tree().stop(grace));
    synchronized (this) {
      router.close();
      instances.clear();
      all.forEach(instance -> save(state.without(instance.entry().instance())));
    }
  }

  private Optional<Instance> running(DeploymentId deploymentId, int replica) {
    return instances.stream()
        .filter(instance -> instance.entry().deploymentId().equals(deploymentId))
        .filter(instance -> instance.entry().replica() == replica)
        .filter(instance -> !instance.isStopping() && instance.handle().isAlive())
        .findFirst();
  }

  synchronized List<URI> healthy(DeploymentId deploymentId) {
    return instances.stream()
        .filter(instance -> instance.entry().deploymentId().equals(deploymentId))
        .filter(instance -> instance.isHealthy() && instance.handle().isAlive())
        .map(Instance::address)
        .toList();
  }

  /// Routes to the healthy instances of what has traffic.
  private void reroute() {
    if (closed) {
      return;
    }
    List<Side> sides = new ArrayList<>();
    for (TrafficShare share : state.traffic()) {
      List<URI> addresses = healthy(share.deploymentId());
      if (!addresses.isEmpty()) {
        sides.add(new Side(share.deploymentId(), addresses, share.weight()));
      }
    }
    router.route(sides);
  }

  private synchronized void save(ServiceState next) {
    if (!next.equals(state)) {
      file.write(next);
      state = next;
    }
  }

  private ReleaseFolder releaseFolder(DeploymentId deploymentId) {
    return ReleaseFolder.of(folder, deploymentId);
  }
}
