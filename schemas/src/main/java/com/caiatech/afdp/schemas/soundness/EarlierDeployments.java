package com.caiatech.afdp.schemas.soundness;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.plan.PinnedSource;
import com.caiatech.afdp.schemas.plan.Plan;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.record.Scope;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Judges a manifest by the earlier deployments that its request names: the one that a rollback
/// goes back to, the one that a deployment repeats, the one that a rollback undoes.
///
/// @param at the opened manifest
/// @param findings takes what does not hold
/// @param pending takes the references to where nothing was read
record EarlierDeployments(
    StandingRecord at,
    DeploymentManifestOpened opened,
    DeploymentRequest request,
    Surroundings surroundings,
    Collection<SubjectVerdict.Finding> findings,
    Collection<RecordRef> pending) {
  void check() {
    checkTarget();
    DeploymentId of = request.ofDeploymentId();
    RecordRef closed = opened.ofClosedRef();
    if (of == null && closed != null) {
      find(
          FindingKind.OTHER_DEPLOYMENT,
          "of_closed_ref: expected none, since the request repeats and undoes nothing, found "
              + closed.path());
    } else if (of != null && closed == null) {
      find(
          FindingKind.OTHER_DEPLOYMENT,
          "of_closed_ref: expected the closed manifest of deployment "
              + of
              + ", which the request names, found none");
    } else if (of != null && closed != null) {
      checkEnded(of, closed);
    }
  }

  /// A rollback takes the commits of its target, in the same environment and service. Whether what
  /// the target says of itself holds is for its own verdict to say; while no manifest of it counts,
  /// nothing is compared.
  private void checkTarget() {
    if (request.action() == RequestedAction.ROLLBACK) {
      NamedRecords.target(request)
          .ifPresent(
              target ->
                  surroundings.opened(target).ifPresent(named -> compareCommits(target, named)));
    }
  }

  private void compareCommits(DeploymentId deployment, LedgerRecord named) {
    String wanted = commits(named);
    String found = commits(at.record());
    if (!wanted.equals(found)) {
      find(
          FindingKind.OTHER_COMMITS,
          "plan.sources: expected the commits of deployment "
              + deployment
              + ", which was asked for, "
              + wanted
              + ", found "
              + found);
    }
  }

  /// What is repeated ended before without success, and what is undone with it, in the same
  /// environment and service.
  private void checkEnded(DeploymentId of, RecordRef ref) {
    switch (surroundings.at(ref)) {
      case Surroundings.Place.Unread _ -> pending.add(ref);
      case Surroundings.Place.Other _ -> findNotEnded(of, ref);
      case Surroundings.Place.Exists(LedgerRecord record) -> {
        if (!endedBefore(of, ref, record)) {
          findNotEnded(of, ref);
        } else {
          checkNamed(of);
        }
      }
    }
  }

  private boolean endedBefore(DeploymentId of, RecordRef ref, LedgerRecord record) {
    Scope scope = at.record().header().scope();
    return record.body() instanceof DeploymentManifestClosed closed
        && record.header().subject().equals(of.subject())
        && record.header().scope().equals(scope)
        && (closed.status() == DeploymentStatus.SUCCEEDED) == isUndo()
        && !(ref.volume().equals(at.volume()) && ref.index() >= at.index());
  }

  private boolean isUndo() {
    return request.action() == RequestedAction.ROLLBACK;
  }

  private void findNotEnded(DeploymentId of, RecordRef ref) {
    find(
        FindingKind.OTHER_DEPLOYMENT,
        "of_closed_ref: expected an earlier entry by which deployment "
            + of
            + " of the same environment and service ended "
            + (isUndo() ? "with" : "without")
            + " success, found "
            + ref.path());
  }

  /// What ended was opened before: so a manifest of it that does not count never will without
  /// another policy.
  private void checkNamed(DeploymentId of) {
    Optional<LedgerRecord> named = surroundings.opened(of);
    if (named.isEmpty()) {
      find(
          FindingKind.OTHER_DEPLOYMENT,
          "request: expected an opened manifest of deployment "
              + of
              + ", which it names, that counts, found none");
    } else if (isUndo()) {
      checkUndone(of, ((DeploymentManifestOpened) named.get().body()).plan());
    } else {
      compareCommits(of, named.get());
    }
  }

  /// What is undone served when the plan was made, and what is gone back to served before it.
  private void checkUndone(DeploymentId of, Plan undone) {
    DeploymentId before = undone.previousDeploymentId().orElse(null);
    if (before == null || !before.equals(request.rollbackTargetId())) {
      find(
          FindingKind.OTHER_DEPLOYMENT,
          "request: expected to go back to what served before deployment "
              + of
              + ", which is to be undone, "
              + before
              + ", found "
              + request.rollbackTargetId());
    }
    if (!Objects.equals(opened.plan().rollbackOfDeploymentId(), of)) {
      find(
          FindingKind.OTHER_DEPLOYMENT,
          "plan.rollback_of_deployment_id: expected "
              + of
              + ", which is to be undone, found "
              + opened.plan().rollbackOfDeploymentId());
    }
  }

  /// What an opened manifest deploys and where, as a text.
  private static String commits(LedgerRecord opened) {
    Plan plan = ((DeploymentManifestOpened) opened.body()).plan();
    Map<SourceRole, String> commits = new EnumMap<>(SourceRole.class);
    plan.sources().forEach((role, source) -> commits.put(role, text(source.pinned())));
    Scope scope = opened.header().scope();
    return commits + " of " + scope.serviceText() + " in " + scope.environmentText();
  }

  private static String text(PinnedSource source) {
    RepositoryPart part = source.part();
    return source.repository()
        + "@"
        + source.commitHash()
        + (part == null ? "" : " at " + part.paths());
  }

  private void find(FindingKind kind, String reason) {
    findings.add(new SubjectVerdict.Finding(kind, at.ref(), reason));
  }
}
