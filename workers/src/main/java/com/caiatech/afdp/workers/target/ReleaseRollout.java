package com.caiatech.afdp.workers.target;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.descriptor.DescriptorParser;
import com.caiatech.afdp.schemas.descriptor.DescriptorProblem;
import com.caiatech.afdp.schemas.descriptor.ParsedDescriptor;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.SourceRole;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.source.FileAtCommit;
import com.caiatech.afdp.schemas.source.SourceMirror;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.check.CheckContext;
import com.caiatech.afdp.workers.check.CheckOutcome;
import com.caiatech.afdp.workers.check.CheckRun;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Moves a service from one release to the next, instance by instance, on whatever target. Each
/// method may be called again with the same arguments. A release is confirmed as the last good one
/// once its post-deployment checks have passed, or with its last instance where it has none.
///
/// @param mirrors the mirror of a repository, which holds the release's commits
public record ReleaseRollout(Target target, Function<RepositoryName, SourceMirror> mirrors) {
  private static final int LONGEST_DETAIL = 1_000;

  /// Runs all checks of one stage in the descriptor's order. Before a deployment there is no
  /// address to ask; after it the service is asked where users reach it.
  ///
  /// @param heartbeat called before each check
  public List<CheckOutcome> check(
      Fence fence,
      DeploymentId deploymentId,
      Map<SourceRole, Release.Source> sources,
      CheckStage stage,
      Runnable heartbeat) {
    Descriptor descriptor = descriptor(sources);
    Release release = Release.of(deploymentId, sources, descriptor);
    boolean after = stage != CheckStage.PRE;
    List<Descriptor.Check> checks = after ? descriptor.checks().post() : descriptor.checks().pre();
    CheckContext context = context(fence, release, after);
    List<CheckOutcome> outcomes = new ArrayList<>();
    for (Descriptor.Check check : checks) {
      heartbeat.run();
      outcomes.add(CheckRun.run(check, stage, context));
    }
    if (after && outcomes.stream().allMatch(one -> one.status() == CheckStatus.PASSED)) {
      target.confirm(fence, deploymentId);
    }
    return List.copyOf(outcomes);
  }

  private CheckContext context(Fence fence, Release release, boolean after) {
    Preparation preparation = target.prepare(fence, release);
    return switch (preparation) {
      case Preparation.Prepared prepared ->
          new CheckContext(
              prepared.application(),
              prepared.environment(),
              after ? Optional.of(address(fence)) : Optional.empty(),
              after
                  ? target.processes(fence.service(), fence.environment(), release.deploymentId())
                  : List.of());
      case Preparation.Refused(String reason) ->
          throw new WorkersException.TargetUnavailable(
              "Preparing deployment %s for its checks failed: %s"
                  .formatted(release.deploymentId(), reason));
    };
  }

  /// Starts one instance of the new release, gives it its share of the traffic and retires one of
  /// what served before; the last one retires all the rest. When the instance does not become
  /// healthy, nothing has changed.
  ///
  /// @param instance counts from 1 to the descriptor's replicas
  public RolloutStep replace(
      Fence fence,
      DeploymentId deploymentId,
      Map<SourceRole, Release.Source> sources,
      int instance,
      Runnable heartbeat) {
    Descriptor descriptor = descriptor(sources);
    Release release = Release.of(deploymentId, sources, descriptor);
    int replicas = release.run().replicas();
    if (target.start(fence, release, instance, heartbeat)
        instanceof InstanceOutcome.Failed(String reason)) {
      return new RolloutStep(false, traffic(fence), shortened(reason));
    }
    boolean last = instance >= replicas;
    Optional<DeploymentId> before = servedBefore(fence, deploymentId);
    if (last || before.isEmpty()) {
      target.shift(fence, List.of(new TrafficShare(deploymentId, 100)));
    } else {
      int share = Math.max(1, 100 * instance / replicas);
      target.shift(
          fence,
          List.of(
              new TrafficShare(before.get(), 100 - share), new TrafficShare(deploymentId, share)));
    }
    if (before.isPresent()) {
      int running = target.processes(fence.service(), fence.environment(), before.get()).size();
      target.retire(
          fence, before.get(), last ? 0 : Math.max(1, Math.min(running, replicas - instance)));
    }
    if (last && descriptor.checks().post().isEmpty()) {
      target.confirm(fence, deploymentId);
    }
    return new RolloutStep(true, traffic(fence), null);
  }

  /// Gives all traffic back to the release that served before and removes the new one.
  ///
  /// @param previous null when nothing served before: then nothing serves after
  public RolloutStep restore(Fence fence, @Nullable DeploymentId previous, Runnable heartbeat) {
    return switch (target.restore(fence, previous, heartbeat)) {
      case RestoreOutcome.Restored _ -> new RolloutStep(true, traffic(fence), null);
      case RestoreOutcome.Nothing() ->
          new RolloutStep(true, traffic(fence), "nothing served before, so nothing serves now");
      case RestoreOutcome.Failed(String reason) ->
          new RolloutStep(false, traffic(fence), shortened(reason));
    };
  }

  private List<TrafficShare> traffic(Fence fence) {
    return target.observe(fence.service(), fence.environment());
  }

  private URI address(Fence fence) {
    return target.address(fence.service(), fence.environment());
  }

  /// What has most of the traffic besides the new release.
  private Optional<DeploymentId> servedBefore(Fence fence, DeploymentId deploymentId) {
    return traffic(fence).stream()
        .filter(share -> !share.deploymentId().equals(deploymentId) && share.weight() > 0)
        .max(Comparator.comparingInt(TrafficShare::weight))
        .map(TrafficShare::deploymentId);
  }

  /// The descriptor in the application's commit, or where it has none, in the configuration's.
  private Descriptor descriptor(Map<SourceRole, Release.Source> sources) {
    for (SourceRole role : List.of(SourceRole.APPLICATION, SourceRole.CONFIGURATION)) {
      Release.Source source = sources.get(role);
      if (source != null
          && mirrors
                  .apply(source.repository())
                  .read(source.commit(), Descriptor.FILE, DescriptorParser.MAX_BYTES)
              instanceof FileAtCommit.Found(byte[] content)) {
        return switch (DescriptorParser.parse(content)) {
          case ParsedDescriptor.Valid(Descriptor valid) -> valid;
          case ParsedDescriptor.Invalid(List<DescriptorProblem> problems) ->
              throw new WorkersException.TargetUnavailable(
                  "Reading %s at commit %s of %s failed: %s"
                      .formatted(Descriptor.FILE, source.commit(), source.repository(), problems));
        };
      }
    }
    throw new WorkersException.TargetUnavailable(
        "Reading %s of %s failed: the mirror holds none at these commits"
            .formatted(Descriptor.FILE, sources));
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_DETAIL
        ? text
        : text.substring(0, LONGEST_DETAIL / 2)
            + " … "
            + text.substring(text.length() - LONGEST_DETAIL / 2);
  }
}
