package com.caiatech.afdp.workers.plan;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.ledger.Verdict;
import com.caiatech.afdp.schemas.record.DeployedSource;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.PlanDigest;
import com.caiatech.afdp.schemas.record.RecordRef;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SourceRole;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import com.caiatech.afdp.workers.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Verifies the evidence of an earlier deployment before it is gone back to: every record about it
/// counts, every reference in its closed manifest leads to exactly those bytes, it succeeded, its
/// plan has the digest that it states, and the repositories still hold the very sources.
public final class RollbackEvidence {
  private final LedgerReadings readings;
  private final Sources sources;

  public RollbackEvidence(LedgerReadings readings, Sources sources) {
    this.readings = readings;
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
    return problem(ledger, target, opened.get().body(), closed.get().body())
        .<Sources.Found<DeploymentManifestOpened>>map(RollbackEvidence::not)
        .orElseGet(() -> sourcesOf(target, opened.get().body()));
  }

  private static Optional<Reason> problem(
      LedgerReadings ledger,
      DeploymentId target,
      DeploymentManifestOpened opened,
      DeploymentManifestClosed closed) {
    for (Series series : Series.values()) {
      for (LedgerReadings.ReadEntry entry : ledger.about(series, target.subject())) {
        if (entry.judged().verdict() instanceof Verdict.Violated violated) {
          return Optional.of(
              Reason.of("the record {} of deployment {} does not count: {}")
                  .with(entry.ref())
                  .with(target)
                  .with(violated.first().kind()));
        }
      }
    }
    List<RecordRef> references = new ArrayList<>(closed.records());
    Optional.ofNullable(closed.openedRef()).ifPresent(references::add);
    for (RecordRef reference : references) {
      boolean stands =
          ledger
              .at(reference)
              .map(it -> it.ref().sha256().equals(reference.sha256()))
              .orElse(false);
      if (!stands) {
        return Optional.of(
            Reason.of("the record {} that deployment {} refers to does not stand with SHA-256 {}")
                .with(reference)
                .with(target)
                .with(reference.sha256()));
      }
    }
    Sha256 plan = PlanDigest.of(opened);
    return plan.equals(opened.planSha256())
        ? Optional.empty()
        : Optional.of(
            Reason.of("the plan of deployment {}: expected digest {}, found {}")
                .with(target)
                .with(opened.planSha256())
                .with(plan));
  }

  private Sources.Found<DeploymentManifestOpened> sourcesOf(
      DeploymentId target, DeploymentManifestOpened opened) {
    for (Map.Entry<SourceRole, DeployedSource> entry : opened.sources().entrySet()) {
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
