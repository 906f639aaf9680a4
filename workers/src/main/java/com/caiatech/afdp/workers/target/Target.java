package com.caiatech.afdp.workers.target;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.plan.PinnedSource;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.workers.router.SideStatistics;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs releases and divides traffic among them. Every operation that changes something is
/// idempotent, may be tried again, and takes a {@link Fence}: it throws {@link
/// com.caiatech.afdp.workers.WorkersException.TargetFenced} once a newer deployment has been seen,
/// and {@link com.caiatech.afdp.workers.WorkersException.TargetUnavailable} for faults of the
/// target. Safe for use by several threads.
public interface Target extends AutoCloseable {
  /// What serves the service in the environment right now, by share; shares add up to 100 or there
  /// are none. Instances that are away do not count.
  List<TrafficShare> observe(ServiceName service, EnvironmentName environment);

  /// How traffic was divided last, whether or not what it goes to is healthy at this moment: what
  /// crashes and is started again is still what serves.
  List<TrafficShare> intended(ServiceName service, EnvironmentName environment);

  /// The release that was confirmed last, whether or not it serves at this moment.
  Optional<Release> lastGood(ServiceName service, EnvironmentName environment);

  /// Whether an earlier release of these commits is kept, every file of it as it was when it was
  /// first started: whether a release that names it ({@link Release#keptFrom}) would run in it.
  boolean keeps(
      ServiceName service,
      EnvironmentName environment,
      DeploymentId earlier,
      Map<SourceRole, PinnedSource> sources);

  /// Where users reach the service; the address stays while releases come and go.
  URI address(ServiceName service, EnvironmentName environment);

  /// Where the healthy instances of a deployment answer, whether or not they have traffic: for
  /// looking at it before its users do.
  List<URI> addresses(ServiceName service, EnvironmentName environment, DeploymentId deploymentId);

  /// Asks each healthy instance of a deployment now, once: whether all of them say that they are
  /// healthy. What {@link #addresses} tells was true when they were last asked.
  boolean answers(ServiceName service, EnvironmentName environment, DeploymentId deploymentId);

  /// What was answered of a deployment's traffic; absent where none was given to it.
  Optional<SideStatistics> statistics(
      ServiceName service, EnvironmentName environment, DeploymentId deploymentId);

  /// The deployments that have instances, whether or not they have traffic.
  List<DeploymentId> running(ServiceName service, EnvironmentName environment);

  /// The processes of a deployment on this machine, for measuring; empty where they run elsewhere.
  List<ProcessHandle> processes(
      ServiceName service, EnvironmentName environment, DeploymentId deploymentId);

  /// Checks the release's commits out, or takes what is kept of them ({@link Release#keptFrom}).
  Preparation prepare(Fence fence, Release release);

  /// Has so many instances of the release run, prepared if need be, and waits until each is
  /// healthy. Those that run already are taken; the others are started together, and stopped again
  /// where one of them fails.
  ///
  /// @param instances at least 1
  /// @param heartbeat called at every attempt; what it throws ends the wait
  InstanceOutcome start(Fence fence, Release release, int instances, Runnable heartbeat);

  /// Divides new requests so from now on; each deployment needs a healthy instance.
  ///
  /// @param shares add up to 100
  ShiftOutcome shift(Fence fence, List<TrafficShare> shares);

  /// Stops all instances of the deployment but the first so many: takes them out of the routing,
  /// waits until their requests have ended or the release's drain time is up, and ends them.
  void retire(Fence fence, DeploymentId deploymentId, int keep);

  /// Says that the deployment succeeded: after a restart of the runner it is what comes back.
  void confirm(Fence fence, DeploymentId deploymentId);

  /// Gives all traffic to an earlier release, started again where it was stopped, and stops every
  /// other. Only what was started here before is gone back to.
  RestoreOutcome restore(Fence fence, DeploymentId deploymentId, Runnable heartbeat);

  /// Ends the target; what it runs ends with it, unless it runs elsewhere.
  @Override
  void close();
}
