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
      return not("deployment %s has no manifest that counts".formatted(target));
    }
    if (!opened.get().header().scope().equals(scope)) {
      return not(
          "deployment %s is of %s in %s"
              .formatted(
                  target,
                  opened.get().header().scope().serviceText(),
                  opened.get().header().scope().environmentText()));
    }
    if (closed.get().body().status() != DeploymentStatus.SUCCEEDED) {
      return not(
          "deployment %s did not succeed; it ended as %s"
              .formatted(target, closed.get().body().status()));
    }
    return problem(ledger, target, opened.get().body(), closed.get().body())
        .<Sources.Found<DeploymentManifestOpened>>map(RollbackEvidence::not)
        .orElseGet(() -> sourcesOf(target, opened.get().body()));
  }

  private static Optional<String> problem(
      LedgerReadings ledger,
      DeploymentId target,
      DeploymentManifestOpened opened,
      DeploymentManifestClosed closed) {
    for (Series series : Series.values()) {
      for (LedgerReadings.ReadEntry entry : ledger.about(series, target.subject())) {
        if (entry.judged().verdict() instanceof Verdict.Violated violated) {
          return Optional.of(
              "the record %s of deployment %s does not count: %s"
                  .formatted(entry.ref().path(), target, violated.first()));
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
            "the record %s that deployment %s refers to does not stand with SHA-256 %s"
                .formatted(reference.path(), target, reference.sha256()));
      }
    }
    Sha256 plan = PlanDigest.of(opened);
    return plan.equals(opened.planSha256())
        ? Optional.empty()
        : Optional.of(
            "the plan of deployment %s: expected digest %s, found %s"
                .formatted(target, opened.planSha256(), plan));
  }

  private Sources.Found<DeploymentManifestOpened> sourcesOf(
      DeploymentId target, DeploymentManifestOpened opened) {
    for (Map.Entry<SourceRole, DeployedSource> entry : opened.sources().entrySet()) {
      DeployedSource source = entry.getValue();
      switch (sources.commit(source.repository(), source.commitHash())) {
        case Sources.Found.Not<CommitId>(RefusalReason reason, String message) -> {
          return reason == RefusalReason.UNAVAILABLE
              ? new Sources.Found.Not<>(reason, message)
              : not(message);
        }
        case Sources.Found.Here<CommitId>(CommitId commit) -> {
          Sha256 found = sources.mirror(source.repository()).treeDigest(commit);
          if (!found.equals(source.sourceSha256())) {
            return not(
                "the %s source of deployment %s: expected SHA-256 %s of commit %s, found %s"
                    .formatted(entry.getKey(), target, source.sourceSha256(), commit, found));
          }
        }
      }
    }
    return new Sources.Found.Here<>(opened);
  }

  private static Sources.Found<DeploymentManifestOpened> not(String message) {
    return new Sources.Found.Not<>(RefusalReason.NO_ROLLBACK_TARGET, message);
  }
}
