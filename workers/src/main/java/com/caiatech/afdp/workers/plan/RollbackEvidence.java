package com.caiatech.afdp.workers.plan;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.soundness.SubjectVerdict;
import com.caiatech.afdp.schemas.soundness.SubjectVerifier;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import com.caiatech.afdp.workers.reason.Reason;
import java.util.Map;
import java.util.Optional;

/// Verifies the evidence of an earlier deployment before it is gone back to: it succeeded, its
/// records are sound, and the repositories still hold the very sources. Entries that do not count
/// take nothing away.
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
  public Sources.Found<DeploymentManifestOpened> verify(Scope scope, DeploymentId target) {
    LedgerReadings ledger = readings.forOneDecision();
    DeploymentReadings deployments = new DeploymentReadings(ledger);
    Optional<DeploymentReadings.Standing<DeploymentManifestOpened>> opened =
        deployments.opened(target);
    Optional<DeploymentReadings.Standing<DeploymentManifestClosed>> closed =
        deployments.closed(target);
    if (opened.isEmpty() || closed.isEmpty()) {
      return not(Reason.of("deployment {} has no manifest that counts").with(target));
    }
    if (!opened.get().header().scope().equals(scope)) {
      return not(
          Reason.of("deployment {} is of {}").with(target).with(opened.get().header().scope()));
    }
    if (closed.get().body().status() != DeploymentStatus.SUCCEEDED) {
      return not(
          Reason.of("deployment {} did not succeed; it ended as {}")
              .with(target)
              .with(closed.get().body().status()));
    }
    return problem(ledger, target)
        .<Sources.Found<DeploymentManifestOpened>>map(RollbackEvidence::not)
        .orElseGet(() -> sourcesOf(target, opened.get().body()));
  }

  private Optional<Reason> problem(LedgerReadings ledger, DeploymentId target) {
    SubjectVerdict verdict =
        SubjectVerifier.judge(
            ledger.standingAbout(target.subject()),
            new LedgerSurroundings(ledger, sequences),
            ledger.policy());
    return switch (verdict.records()) {
      case SOUND -> Optional.empty();
      case UNSOUND ->
          Optional.of(
              Reason.of("the records of deployment {} are not sound: {} at {}")
                  .with(target)
                  .with(verdict.findings().getFirst().kind())
                  .with(verdict.findings().getFirst().about()));
      case PENDING ->
          Optional.of(
              Reason.of("the records of deployment {} name {}, which does not stand yet")
                  .with(target)
                  .with(verdict.pending().getFirst()));
    };
  }

  private Sources.Found<DeploymentManifestOpened> sourcesOf(
      DeploymentId target, DeploymentManifestOpened opened) {
    for (Map.Entry<SourceRole, DeployedSource> entry : opened.plan().sources().entrySet()) {
      DeployedSource source = entry.getValue();
      switch (sources.commit(source.repository(), source.commitHash())) {
        case Sources.Found.Not<CommitId>(RefusalReason reason, Reason message) -> {
          return reason == RefusalReason.UNAVAILABLE
              ? new Sources.Found.Not<>(reason, message)
              : not(message);
        }
        case Sources.Found.Here<CommitId>(CommitId commit) -> {
          Sha256 found = sources.mirror(source.repository()).treeDigest(commit);
          if (!found.equals(source.sourceSha256())) {
            return not(
                Reason.of(
                        "the {} source of deployment {}: expected SHA-256 {} of commit {}, found {}")
                    .with(entry.getKey())
                    .with(target)
                    .with(source.sourceSha256())
                    .with(commit)
                    .with(found));
          }
        }
      }
    }
    return new Sources.Found.Here<>(opened);
  }

  private static Sources.Found<DeploymentManifestOpened> not(Reason message) {
    return new Sources.Found.Not<>(RefusalReason.NO_ROLLBACK_TARGET, message);
  }
}
