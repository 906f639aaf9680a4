package com.caiatech.afdp.schemas.soundness;

import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.record.RequestedSource;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Judges a deployment by its trusted records: each record has to name what it needs, and name it
/// rightly. What has not happened yet is no finding. Pure: records, their surroundings and a policy
/// in, a verdict out.
///
/// Inside the deployment what is named has to be trusted; into another one it only has to exist.
public final class SubjectVerifier {
  private final Map<RecordRef, StandingRecord> records = new HashMap<>();
  private final Surroundings surroundings;
  private final TrustPolicy policy;
  private final List<SubjectVerdict.Finding> findings = new ArrayList<>();
  private final Set<RecordRef> pending = new LinkedHashSet<>();

  private SubjectVerifier(
      Collection<StandingRecord> records, Surroundings surroundings, TrustPolicy policy) {
    records.forEach(record -> this.records.put(record.ref(), record));
    this.surroundings = surroundings;
    this.policy = policy;
  }

  /// The verdict on a deployment.
  ///
  /// @param records its standing records of all series
  public static SubjectVerdict judge(
      Collection<StandingRecord> records, Surroundings surroundings, TrustPolicy policy) {
    SubjectVerifier verifier = new SubjectVerifier(records, surroundings, policy);
    Optional<StandingRecord> opened = verifier.first(DeploymentManifestOpened.class);
    opened.ifPresent(verifier::checkOpened);
    verifier.checkTraffic(opened);
    verifier.first(DeploymentManifestClosed.class).ifPresent(verifier::checkClosed);
    return new SubjectVerdict(verifier.findings, List.copyOf(verifier.pending));
  }

  private void checkOpened(StandingRecord at) {
    DeploymentManifestOpened opened = (DeploymentManifestOpened) at.record().body();
    Optional<Sha256> plan = at.record().tree().planSha256();
    if (!plan.equals(Optional.of(opened.planSha256()))) {
      find(
          FindingKind.PLAN_MISMATCH,
          at,
          "plan_sha256: expected "
              + plan.map(Sha256::value).orElse("a plan")
              + ", found "
              + opened.planSha256());
    }
    checkRequest(at, opened);
    checkSequence(at, opened);
  }

  private void checkRequest(StandingRecord at, DeploymentManifestOpened opened) {
    Optional<StandingRecord> named = own(at, opened.requestRef());
    if (named.isEmpty()) {
      return;
    }
    if (!(named.get().record().body() instanceof DeploymentRequest request)) {
      find(
          FindingKind.NO_REQUEST,
          at,
          "request_ref: expected a request, found " + named.get().record().header().kind());
      return;
    }
    RequestedAction expected =
        opened.plan().deploymentType() == DeploymentType.ROLLBACK
            ? RequestedAction.ROLLBACK
            : RequestedAction.DEPLOY;
    if (request.action() != expected) {
      find(
          FindingKind.NO_REQUEST,
          at,
          "expected a request to " + expected + ", found one to " + request.action());
    }
    if (!request.requestedBy().equals(opened.requestedBy())) {
      find(
          FindingKind.NO_REQUEST,
          at,
          "requested_by: expected the request's "
              + request.requestedBy()
              + ", found "
              + opened.requestedBy());
    }
    checkSources(at, opened, request);
    new EarlierDeployments(at, opened, request, surroundings, findings, pending).check();
  }

  /// A request for a deployment names the repository of each role, but for one that repeats
  /// another.
  private void checkSources(
      StandingRecord at, DeploymentManifestOpened opened, DeploymentRequest request) {
    if (request.action() != RequestedAction.DEPLOY || request.ofDeploymentId() != null) {
      return;
    }
    opened
        .plan()
        .sources()
        .forEach(
            (role, source) -> {
              RequestedSource asked = request.sources().get(role);
              if (asked == null || !asked.repository().equals(source.repository())) {
                find(
                    FindingKind.NO_REQUEST,
                    at,
                    "plan.sources."
                        + role
                        + ": expected the requested repository "
                        + (asked == null ? "none" : asked.repository())
                        + ", found "
                        + source.repository());
              }
            });
  }

  private void checkSequence(StandingRecord at, DeploymentManifestOpened opened) {
    Scope scope = scope(at);
    Optional<RecordRef> first = surroundings.firstOpened(scope, opened.sequence());
    if (first.isPresent() && !first.get().equals(at.ref())) {
      find(
          FindingKind.SEQUENCE_REPEATED,
          at,
          "sequence " + opened.sequence() + " was opened before at " + first.get().path());
    }
    RecordRef because = opened.because();
    if (because == null) {
      return;
    }
    switch (surroundings.at(because)) {
      case Surroundings.Place.Unread _ -> pending.add(because);
      case Surroundings.Place.Other _ -> dangling(at, because);
      case Surroundings.Place.Exists exists -> {
        boolean precedes =
            exists.record().body() instanceof DeploymentManifestOpened before
                && before.sequence() == opened.sequence() - 1
                && exists.record().header().scope().equals(scope);
        if (!precedes) {
          find(
              FindingKind.SEQUENCE_BROKEN,
              at,
              "because: expected the opened manifest of sequence "
                  + (opened.sequence() - 1)
                  + " in the same environment and service, found "
                  + because.path());
        }
      }
    }
  }

  /// Traffic that a step of the deployment gave it needs what was relied on; what gives it back
  /// needs nothing.
  private void checkTraffic(Optional<StandingRecord> opened) {
    Optional<StandingRecord> go = firstStep(step -> step.saysGo());
    Optional<StandingRecord> moved = firstStep(step -> !step.saysGo() && gives(step));
    if (opened.isPresent() && go.isPresent()) {
      checkGo(go.get(), opened.get());
    }
    if (moved.isPresent() && go.filter(it -> before(it, moved.get())).isEmpty()) {
      find(
          FindingKind.NO_GO,
          moved.get(),
          "expected a step 'go' before the first traffic, found "
              + (go.isPresent() ? "one after it" : "none"));
    }
  }

  private boolean gives(DeploymentStep step) {
    return records.values().stream()
        .findAny()
        .filter(any -> step.gives(any.record().header().subject()))
        .isPresent();
  }

  private static boolean before(StandingRecord first, StandingRecord second) {
    return first.volume().equals(second.volume())
        ? first.index() < second.index()
        : first.recordedAt().isBefore(second.recordedAt());
  }

  private void checkGo(StandingRecord go, StandingRecord at) {
    DeploymentManifestOpened opened = (DeploymentManifestOpened) at.record().body();
    List<StandingRecord> reliedOn = new ArrayList<>();
    for (RecordRef ref : ((DeploymentStep) go.record().body()).because()) {
      own(go, ref).ifPresent(reliedOn::add);
    }
    if (!pending.isEmpty()) {
      return;
    }
    checkPreChecks(go, opened, reliedOn);
    if (ApprovalTally.policyRules(at, policy).isEmpty()) {
      find(
          FindingKind.NO_RULE,
          at,
          "policy "
              + policy.version()
              + " has no approval rule for a "
              + opened.plan().deploymentType()
              + " of "
              + scope(at).serviceText()
              + " in "
              + scope(at).environmentText());
    }
    Sha256 plan = at.record().tree().planSha256().orElse(opened.planSha256());
    for (ApprovalTally tally : ApprovalTally.of(at, reliedOn, policy)) {
      if (!tally.isMet()) {
        find(
            FindingKind.MISSING_APPROVAL,
            go,
            "because: rule "
                + tally.rule().name()
                + " asks for approvals of the plan "
                + plan
                + " by "
                + tally.rule().minimum()
                + " distinct people other than the requester, found "
                + tally.found());
      }
    }
  }

  private void checkPreChecks(
      StandingRecord go, DeploymentManifestOpened opened, List<StandingRecord> reliedOn) {
    for (PlanStep.Check check : opened.plan().steps(PlanStep.Check.class)) {
      boolean passed =
          !check.stage().equals(PlanStep.Check.PRE)
              || reliedOn.stream()
                  .map(it -> it.record().body())
                  .anyMatch(
                      body ->
                          body instanceof CheckResult result
                              && result.stage() == CheckStage.PRE
                              && result.name().equals(check.name())
                              && result.status() == CheckStatus.PASSED);
      if (!passed) {
        find(
            FindingKind.MISSING_CHECK,
            go,
            "because: expected the passed pre-deployment check " + check.name());
      }
    }
  }

  private void checkClosed(StandingRecord at) {
    DeploymentManifestClosed closed = (DeploymentManifestClosed) at.record().body();
    closed.records().forEach(ref -> own(at, ref));
    Set<RecordRef> named = new HashSet<>(closed.records());
    for (StandingRecord record : records.values()) {
      if (record.recordedAt().isBefore(at.recordedAt()) && !named.contains(record.ref())) {
        find(FindingKind.UNNAMED_RECORD, at, FindingKind.UNNAMED.formatted(record.path()));
      }
    }
  }

  /// The record that a reference inside the deployment names. It has to be one of its trusted ones
  /// in the same environment and service, unless its volume was not read so far.
  private Optional<StandingRecord> own(StandingRecord from, RecordRef ref) {
    Optional<StandingRecord> record =
        Optional.ofNullable(records.get(ref)).filter(it -> scope(it).equals(scope(from)));
    if (record.isEmpty()) {
      if (surroundings.at(ref) instanceof Surroundings.Place.Unread) {
        pending.add(ref);
      } else {
        dangling(from, ref);
      }
    }
    return record;
  }

  private static Scope scope(StandingRecord record) {
    return record.record().header().scope();
  }

  private void dangling(StandingRecord from, RecordRef ref) {
    find(
        FindingKind.DANGLING_REFERENCE,
        from,
        "expected a trusted record of the same environment and service at entry "
            + ref.index()
            + " of "
            + ref.volume()
            + " ("
            + ref.path()
            + ") with SHA-256 "
            + ref.sha256());
  }

  private Optional<StandingRecord> first(Class<? extends RecordBody> type) {
    return records.values().stream()
        .filter(record -> type.isInstance(record.record().body()))
        .min(SubjectVerifier::compare);
  }

  private Optional<StandingRecord> firstStep(Predicate<DeploymentStep> wanted) {
    return records.values().stream()
        .filter(
            record -> record.record().body() instanceof DeploymentStep step && wanted.test(step))
        .min(SubjectVerifier::compare);
  }

  private static int compare(StandingRecord one, StandingRecord other) {
    int byVolume = one.volume().compareTo(other.volume());
    return byVolume != 0 ? byVolume : Long.compare(one.index(), other.index());
  }

  private void find(FindingKind kind, StandingRecord about, String reason) {
    findings.add(new SubjectVerdict.Finding(kind, about.ref(), reason));
  }
}
