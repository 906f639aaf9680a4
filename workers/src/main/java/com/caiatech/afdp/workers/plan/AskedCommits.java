package com.caiatech.afdp.workers.plan;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.plan.PinnedSource;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.plan.DeploymentReadings.Standing;
import com.caiatech.afdp.workers.plan.Sources.Found;
import com.caiatech.afdp.workers.reason.Reason;
import java.util.Map;
import java.util.Optional;

/// Finds the commits that a request means: by its refs, by the deployment that it repeats, or by
/// the one that it goes back to.
final class AskedCommits {
  private final Sources sources;
  private final RollbackEvidence evidence;
  private final DeploymentReadings deployments;
  private final EndedDeployments ended;

  AskedCommits(Sources sources, RollbackEvidence evidence, DeploymentReadings deployments) {
    this.sources = sources;
    this.evidence = evidence;
    this.deployments = deployments;
    this.ended = new EndedDeployments(deployments);
  }

  /// What a deployment ships: what the refs name now, or exactly what the one had pinned that it
  /// repeats.
  Found<Map<SourceRole, PinnedSource>> deployed(DeploymentStart start, Platform.Service service) {
    DeploymentId repeated = start.request().ofDeploymentId();
    if (repeated == null) {
      return sources.resolve(service, start.request().sources());
    }
    if (!start.request().sources().isEmpty()) {
      return new Found.Not<>(
          RefusalReason.INVALID_INPUT,
          Reason.of("what repeats deployment {} takes its commits: expected no sources, found some")
              .with(repeated));
    }
    return switch (ended.retried(scope(start), repeated)) {
      case Found.Not<DeploymentManifestOpened>(RefusalReason reason, Reason message) ->
          new Found.Not<>(reason, message);
      case Found.Here<DeploymentManifestOpened>(DeploymentManifestOpened opened) ->
          sources.again(service, opened.plan().pinned());
    };
  }

  /// The manifest of the deployment that a rollback goes back to, once its evidence is verified,
  /// and where another is to be undone, that one served after it.
  Found<DeploymentManifestOpened> goneBackTo(DeploymentStart start, DeploymentId target) {
    DeploymentId undone = start.request().ofDeploymentId();
    if (undone != null
        && ended.undone(scope(start), undone, target)
            instanceof Found.Not<DeploymentManifestOpened>(RefusalReason reason, Reason message)) {
      return new Found.Not<>(reason, message);
    }
    return evidence.verify(scope(start), target);
  }

  /// Where the closed manifest stands of the deployment that is repeated or undone.
  Optional<RecordRef> closedRef(DeploymentStart start) {
    return Optional.ofNullable(start.request().ofDeploymentId())
        .flatMap(deployments::closed)
        .map(Standing::ref);
  }

  private static Scope scope(DeploymentStart start) {
    return Scope.of(start.environment(), start.service());
  }
}
