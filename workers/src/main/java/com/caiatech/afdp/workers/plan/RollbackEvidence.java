package com.caiatech.afdp.workers.plan;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.source.SourceMirror;
import com.caiatech.afdp.schemas.verify.SourceComparison;
import com.caiatech.afdp.schemas.verify.SourcesVerdict;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import com.caiatech.afdp.workers.plan.DeploymentReadings.Standing;
import com.caiatech.afdp.workers.plan.Sources.Found;
import com.caiatech.afdp.workers.reason.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Verifies the evidence of an earlier deployment before it is gone back to: it succeeded, its
/// records are sound, and the repositories still hold its commits and contradict nothing that its
/// manifest says of them.
public final class RollbackEvidence {
  private final LedgerReadings readings;
  private final DeploymentReadings sequences;
  private final Sources sources;

  public RollbackEvidence(LedgerReadings readings, DeploymentReadings sequences, Sources sources) {
    this.readings = readings;
    this.sequences = sequences;
    this.sources = sources;
  }

  /// The opened manifest of the deployment, once all of its evidence is verified.
  public Found<DeploymentManifestOpened> verify(Scope scope, DeploymentId target) {
    Found<DeploymentManifestOpened> recorded = recorded(readings.forOneDecision(), scope, target);
    return recorded instanceof Found.Here<DeploymentManifestOpened>(DeploymentManifestOpened opened)
        ? sourcesOf(target, opened)
        : recorded;
  }

  /// The same by its records alone.
  Found<DeploymentManifestOpened> recorded(
      LedgerReadings ledger, Scope scope, DeploymentId target) {
    List<StandingRecord> records = ledger.standingAbout(target.subject());
    Optional<Standing<DeploymentManifestOpened>> opened =
        DeploymentReadings.first(records, DeploymentManifestOpened.class);
    Optional<Standing<DeploymentManifestClosed>> closed =
        DeploymentReadings.first(records, DeploymentManifestClosed.class);
    if (opened.isEmpty() || closed.isEmpty()) {
      return not(target, Reason.of("it has no opened and closed manifest that count"));
    }
    if (!opened.get().header().scope().equals(scope)) {
      return not(target, Reason.of("it is of {}").with(opened.get().header().scope()));
    }
    if (closed.get().body().status() != DeploymentStatus.SUCCEEDED) {
      return not(
          target,
          Reason.of("it did not succeed; it ended as {}").with(closed.get().body().status()));
    }
    return new Soundness(ledger, sequences)
        .problem(records)
        .map(problem -> not(target, problem))
        .orElseGet(() -> new Found.Here<>(opened.get().body()));
  }

  private Found<DeploymentManifestOpened> sourcesOf(
      DeploymentId target, DeploymentManifestOpened opened) {
    Map<RepositoryName, SourceMirror> mirrors = new HashMap<>();
    for (DeployedSource source : opened.plan().sources().values()) {
      if (sources.commit(source.repository(), source.commitHash())
          instanceof Found.Not<CommitId>(RefusalReason reason, Reason message)) {
        return reason == RefusalReason.UNAVAILABLE
            ? new Found.Not<>(reason, message)
            : not(target, message);
      }
      mirrors.put(source.repository(), sources.mirror(source.repository()));
    }
    SourcesVerdict verdict = SourceComparison.compare(opened.plan(), mirrors);
    return verdict.state() == SourcesVerdict.State.CONTRADICT
        ? not(target, Reason.of("its repositories against its manifest: {}").with(verdict))
        : new Found.Here<>(opened);
  }

  private static Found<DeploymentManifestOpened> not(DeploymentId target, Reason why) {
    return new Found.Not<>(
        RefusalReason.NO_ROLLBACK_TARGET,
        Reason.of(
                "deployment {} cannot be gone back to; choose another, or deploy its commits anew: {}")
            .with(target)
            .with(why));
  }
}
