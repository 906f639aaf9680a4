package com.caiatech.afdp.workers.target.local;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.plan.PinnedSource;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.output.OutputFolder;
import com.caiatech.afdp.workers.reason.Reason;
import com.caiatech.afdp.workers.router.Router;
import com.caiatech.afdp.workers.router.SideStatistics;
import com.caiatech.afdp.workers.target.Fence;
import com.caiatech.afdp.workers.target.InstanceOutcome;
import com.caiatech.afdp.workers.target.Preparation;
import com.caiatech.afdp.workers.target.Release;
import com.caiatech.afdp.workers.target.RestoreOutcome;
import com.caiatech.afdp.workers.target.ShiftOutcome;
import com.caiatech.afdp.workers.target.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs releases as processes of this machine: `<folder>/<environment>/<service>/<deployment id>`
/// holds the checkouts of a release, its logs and how it is run. Opening brings back what should
/// serve, adopts processes that outlived a killed runner if they belong to it, and stops all
/// others; closing stops every process.
public final class LocalTarget implements Target {
  private static final Duration GRACE_AT_CLOSE = Duration.ofSeconds(3);

  private final LocalTargetSettings settings;
  private final FileChannel lock;
  private final Shared shared;
  private final Map<LocalTargetSettings.Place, LocalService> services = new ConcurrentHashMap<>();
  private volatile List<Revival> revivals = List.of();

  private LocalTarget(LocalTargetSettings settings, FileChannel lock, Shared shared) {
    this.settings = settings;
    this.lock = lock;
    this.shared = shared;
  }

  /// Where the output of a deployment's checks and instances is kept, whether or not it is open.
  ///
  /// @param folder of the target
  public static OutputFolder output(
      Path folder, ServiceName service, EnvironmentName environment, DeploymentId deployment) {
    return ReleaseFolder.of(serviceFolder(folder, service, environment), deployment).output();
  }

  /// Where a service is reached of which something serves in the environment, whether or not the
  /// target is open.
  ///
  /// @param folder of the target
  public static Optional<URI> address(
      Path folder, ServiceName service, EnvironmentName environment) {
    return ServiceState.remembered(serviceFolder(folder, service, environment))
        .read()
        .filter(state -> !state.traffic().isEmpty())
        .map(state -> Router.address(state.port()));
  }

  /// What opening brought back.
  ///
  /// @param problem why not everything that should serve does; supervision goes on trying where a
  ///   process could be started
  public record Revival(
      LocalTargetSettings.Place place,
      List<TrafficShare> serving,
      int adopted,
      int started,
      @Nullable Reason problem) {
    public Revival {
      serving = List.copyOf(serving);
    }
  }

  /// One instance as supervision sees it.
  ///
  /// @param restarts how often this replica has been started again after crashes
  public record InstanceStatus(
      DeploymentId deploymentId,
      int replica,
      URI address,
      long pid,
      boolean healthy,
      int restarts) {}

  /// Opens the target and waits until what should serve is healthy, or cannot be.
  ///
  /// @throws WorkersException.TargetUnavailable when another runner holds the folder, or a port
  ///   that was asked for is taken
  public static LocalTarget open(LocalTargetSettings settings) {
    FileChannel lock = lock(settings.folder());
    Shared shared =
        new Shared(
            mark(settings.folder()),
            settings.mirrors(),
            settings.limits(),
            new FreePorts(),
            new HealthProbe(),
            new Supervision(settings.liveness()));
    LocalTarget target = new LocalTarget(settings, lock, shared);
    try {
      target.revive();
    } catch (RuntimeException fault) {
      target.close();
      throw fault;
    }
    return target;
  }

  private void revive() {
    Survivors survivors = Survivors.of(shared.mark());
    List<LocalService> known = new ArrayList<>();
    places().forEach(place -> known.add(service(place.service(), place.environment())));
    List<Reviving> work =
        known.stream()
            .map(service -> new Reviving(service, settings.continuation(), survivors))
            .toList();
    List<ProcessHandle> adopted = work.stream().flatMap(one -> one.adopt().stream()).toList();
    survivors.stopAllBut(adopted);
    revivals = AtOnce.map(work, Reviving::bringBack);
  }

  /// What the opening of this target brought back.
  public List<Revival> revivals() {
    return revivals;
  }

  /// The instances of a service in an environment.
  public List<InstanceStatus> instances(ServiceName service, EnvironmentName environment) {
    return service(service, environment).instances().stream()
        .map(
            instance ->
                new InstanceStatus(
                    instance.entry().deploymentId(),
                    instance.entry().replica(),
                    instance.address(),
                    instance.handle().pid(),
                    instance.isHealthy(),
                    instance.entry().restarts()))
        .toList();
  }

  @Override
  public Optional<SideStatistics> statistics(
      ServiceName service, EnvironmentName environment, DeploymentId deploymentId) {
    return service(service, environment).router().statistics(deploymentId);
  }

  /// The services and environments that were ever deployed here.
  public List<LocalTargetSettings.Place> places() {
    List<LocalTargetSettings.Place> places = new ArrayList<>();
    for (Path environment : folders(settings.folder())) {
      for (Path service : folders(environment)) {
        if (Files.exists(service.resolve(ServiceState.FILE))) {
          places.add(
              new LocalTargetSettings.Place(
                  new ServiceName(service.getFileName().toString()),
                  new EnvironmentName(environment.getFileName().toString())));
        }
      }
    }
    return places;
  }

  @Override
  public List<TrafficShare> observe(ServiceName service, EnvironmentName environment) {
    return service(service, environment).observe();
  }

  @Override
  public List<TrafficShare> intended(ServiceName service, EnvironmentName environment) {
    return service(service, environment).intended();
  }

  @Override
  public Optional<Release> lastGood(ServiceName service, EnvironmentName environment) {
    LocalService local = service(service, environment);
    return Optional.ofNullable(local.state().lastGood()).flatMap(local::release);
  }

  @Override
  public boolean keeps(
      ServiceName service,
      EnvironmentName environment,
      DeploymentId earlier,
      Map<SourceRole, PinnedSource> sources) {
    return ReleaseFolder.of(serviceFolder(settings.folder(), service, environment), earlier)
        .kept(sources)
        .isPresent();
  }

  @Override
  public URI address(ServiceName service, EnvironmentName environment) {
    return service(service, environment).address();
  }

  @Override
  public List<URI> addresses(
      ServiceName service, EnvironmentName environment, DeploymentId deploymentId) {
    return service(service, environment).healthy(deploymentId);
  }

  @Override
  public boolean answers(
      ServiceName service, EnvironmentName environment, DeploymentId deploymentId) {
    LocalService local = service(service, environment);
    Optional<Release> release = local.release(deploymentId);
    List<Instance> asked =
        local.instances().stream()
            .filter(instance -> instance.entry().deploymentId().equals(deploymentId))
            .filter(local::isHealthy)
            .toList();
    return release.isPresent()
        && AtOnce.map(asked, it -> answers(local, it, release.get().health())).stream()
            .allMatch(answered -> answered);
  }

  private boolean answers(LocalService local, Instance instance, Descriptor.Health health) {
    try {
      return local.health().look(instance, health, settings.liveness().within())
          instanceof HealthProbe.Look.Healthy;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public List<DeploymentId> running(ServiceName service, EnvironmentName environment) {
    return service(service, environment).running();
  }

  @Override
  public List<ProcessHandle> processes(
      ServiceName service, EnvironmentName environment, DeploymentId deploymentId) {
    return service(service, environment).instances().stream()
        .filter(instance -> instance.entry().deploymentId().equals(deploymentId))
        .map(Instance::handle)
        .toList();
  }

  @Override
  public Preparation prepare(Fence fence, Release release) {
    return service(fence).prepare(fence, release);
  }

  @Override
  public InstanceOutcome start(Fence fence, Release release, int instances, Runnable heartbeat) {
    return service(fence).start(fence, release, instances, heartbeat);
  }

  @Override
  public ShiftOutcome shift(Fence fence, List<TrafficShare> shares) {
    return service(fence).shift(fence, shares);
  }

  @Override
  public void retire(Fence fence, DeploymentId deploymentId, int keep) {
    service(fence).retire(fence, deploymentId, keep);
  }

  @Override
  public void confirm(Fence fence, DeploymentId deploymentId) {
    service(fence).confirm(fence, deploymentId);
  }

  @Override
  public RestoreOutcome restore(Fence fence, DeploymentId deploymentId, Runnable heartbeat) {
    return service(fence).restore(fence, deploymentId, heartbeat);
  }

  @Override
  public void close() {
    shared.supervision().close();
    AtOnce.run(List.copyOf(services.values()), service -> service.close(GRACE_AT_CLOSE));
    Survivors.of(shared.mark()).stopAllBut(List.of()); // checks that still run
    shared.health().close();
    try {
      lock.close();
    } catch (IOException fault) {
      throw new WorkersException.TargetUnavailable(
          Reason.of("Releasing the lock of the local target failed; it ends with this process"),
          settings.folder(),
          fault);
    }
  }

  private LocalService service(Fence fence) {
    return service(fence.service(), fence.environment());
  }

  private LocalService service(ServiceName name, EnvironmentName environment) {
    return services.computeIfAbsent(
        new LocalTargetSettings.Place(name, environment),
        place -> {
          Path folder = serviceFolder(settings.folder(), name, environment);
          int port = Optional.ofNullable(settings.routerPorts().get(place)).orElse(0);
          LocalService service = new LocalService(place, folder, shared, port);
          new OldReleases(folder).clean();
          shared.supervision().keepLogsBounded(service);
          return service;
        });
  }

  private static Path serviceFolder(Path folder, ServiceName service, EnvironmentName environment) {
    return folder.resolve(environment.value()).resolve(service.value());
  }

  private static List<Path> folders(Path parent) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(parent)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    } catch (IOException fault) {
      throw new WorkersException.TargetUnavailable(
          Reason.of("Listing a folder of the local target failed"), parent, fault);
    }
  }

  private static String mark(Path folder) {
    try {
      return Sha256.ofUtf8(folder.toRealPath().toString()).value().substring(0, 32);
    } catch (IOException fault) {
      throw new WorkersException.TargetUnavailable(
          Reason.of("Opening the local target failed"), folder, fault);
    }
  }

  private static FileChannel lock(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock held = tryLock(channel);
      if (held == null) {
        channel.close();
        throw new WorkersException.TargetUnavailable(
            Reason.of(
                "Opening the local target failed: another runner holds the folder; stop it, or choose another"));
      }
      return channel;
    } catch (IOException fault) {
      throw new WorkersException.TargetUnavailable(
          Reason.of("Opening the local target failed"), folder, fault);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException inThisProcess) {
      return null;
    }
  }
}
