package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.soundness.NamedRecords;
import com.caiatech.afdp.schemas.soundness.SubjectVerdict;
import com.caiatech.afdp.schemas.soundness.SubjectVerifier;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Whether the records of a deployment hold together, and what does not, from when until when in
/// recorded time. A pure function of the records, of when each counts, of what they name and of the
/// trust policies, whatever the order in which they arrived.
///
/// It is judged at each moment from which on another verdict may follow, by what was recorded and
/// believed then and the policy that was in force. There is a verdict once a record counts that
/// needs others, and none while one that is named was not read.
final class SoundnessTimeline {
  private final SubjectId deployment;
  private final List<Held> records;
  private final SoundnessBasis basis;
  private final PolicyHistory policies;
  private final List<Verdict> verdicts = new ArrayList<>();
  private final List<Found> findings = new ArrayList<>();
  private final Set<RecordRef> awaited = new LinkedHashSet<>();
  private final Map<Claim, Instant> open = new LinkedHashMap<>();
  private @Nullable Verdict last;

  private SoundnessTimeline(
      SubjectId deployment,
      Collection<BelievedRecord> believed,
      SoundnessBasis basis,
      PolicyHistory policies) {
    this.deployment = deployment;
    this.basis = basis;
    this.policies = policies;
    this.records =
        BelievedRecord.standing(believed).stream()
            .map(it -> new Held(it, it.record().standing()))
            .toList();
  }

  /// A record in the forms in which it is asked for.
  private record Held(BelievedRecord believed, StandingRecord standing) {}

  /// A verdict.
  ///
  /// @param by the record by which it became so
  record Verdict(SubjectVerdict.Records records, SubjectRecord by, Interval during) {}

  /// Something that does not hold.
  ///
  /// @param named the opened manifest of the deployment; where none counts, the record that needs
  ///   what is not there
  record Claim(SubjectVerdict.Finding finding, RecordRef named) {}

  /// The same, and how long it was so.
  record Found(Claim claim, Interval during) {}

  /// All that is told of a deployment.
  ///
  /// @param verdicts disjoint, in order; never pending
  /// @param awaited the references that lead to where nothing was read
  record Told(List<Verdict> verdicts, List<Found> findings, Set<RecordRef> awaited) {}

  /// Judges.
  ///
  /// @param believed all records about the deployment that count or counted
  static Told of(
      SubjectId deployment,
      Collection<BelievedRecord> believed,
      SoundnessBasis basis,
      PolicyHistory policies) {
    return new SoundnessTimeline(deployment, believed, basis, policies).told();
  }

  /// Whether there is a verdict on the deployment once such a record counts: it needs others, or
  /// gave the deployment traffic.
  static boolean begins(SubjectId deployment, RecordBody body) {
    return DeploymentState.isFedBy(body)
        || (body instanceof DeploymentStep step && (step.saysGo() || step.gives(deployment)));
  }

  private Told told() {
    for (Instant moment : moments()) {
      judge(moment);
    }
    endVerdict(null);
    open.forEach((claim, since) -> findings.add(new Found(claim, Interval.from(since))));
    return new Told(verdicts, findings, awaited);
  }

  private void judge(Instant moment) {
    List<StandingRecord> counting = new ArrayList<>();
    Optional<SubjectRecord> latest = Optional.empty();
    for (Held it : records) {
      if (it.believed().countsAt(moment)) {
        SubjectRecord record = it.believed().record();
        counting.add(it.standing());
        if (begins(deployment, record.record().body())
            && latest.filter(other -> other.compareTo(record) > 0).isEmpty()) {
          latest = Optional.of(record);
        }
      }
    }
    if (latest.isEmpty()) {
      say(moment, null, Set.of());
      return;
    }
    SubjectVerdict verdict = SubjectVerifier.judge(counting, basis.asOf(moment), policyAt(moment));
    verdict.pending().stream().filter(ref -> basis.recordedAt(ref).isEmpty()).forEach(awaited::add);
    say(
        moment,
        verdict.records() == SubjectVerdict.Records.PENDING
            ? null
            : new Verdict(verdict.records(), latest.get(), Interval.from(moment)),
        claims(verdict, counting));
  }

  private static Set<Claim> claims(SubjectVerdict verdict, List<StandingRecord> counting) {
    Optional<RecordRef> opened =
        counting.stream()
            .filter(it -> SoundnessBasis.Sequence.of(it.record()).isPresent())
            .findFirst()
            .map(StandingRecord::ref);
    Set<Claim> claims = new LinkedHashSet<>();
    for (SubjectVerdict.Finding finding : verdict.findings()) {
      claims.add(new Claim(finding, opened.orElse(finding.about())));
    }
    return claims;
  }

  private void say(Instant moment, @Nullable Verdict verdict, Set<Claim> now) {
    Verdict before = last;
    if (verdict == null || before == null || before.records() != verdict.records()) {
      endVerdict(moment);
      last = verdict;
    }
    open.forEach(
        (claim, since) -> {
          if (!now.contains(claim)) {
            findings.add(new Found(claim, new Interval(since, moment)));
          }
        });
    open.keySet().retainAll(now);
    now.forEach(claim -> open.putIfAbsent(claim, moment));
  }

  private void endVerdict(@Nullable Instant moment) {
    Verdict before = last;
    if (before != null) {
      verdicts.add(
          new Verdict(
              before.records(), before.by(), new Interval(before.during().since(), moment)));
      last = null;
    }
  }

  private TrustPolicy policyAt(Instant moment) {
    List<PolicyHistory.Version> since = policies.since(moment);
    return since.isEmpty() ? TrustPolicy.nobody() : since.getFirst().policy();
  }

  /// Every moment from which on another verdict may follow than before. Of records that count since
  /// they were recorded, those that name no other change none, but for traffic without leave to go.
  private Set<Instant> moments() {
    Set<Instant> moments = new TreeSet<>();
    Set<SoundnessBasis.Sequence> sequences = new HashSet<>();
    Instant traffic = null;
    Instant go = null;
    for (Held held : records) {
      BelievedRecord it = held.believed();
      RecordBody body = it.record().record().body();
      Instant recordedAt = it.record().recordedAt();
      if (!it.isPlain()) {
        addBounds(moments, it);
      } else if (body instanceof DeploymentStep step && !step.saysGo()) {
        traffic =
            step.gives(deployment) && (traffic == null || recordedAt.isBefore(traffic))
                ? recordedAt
                : traffic;
      } else if (begins(deployment, body)) {
        moments.add(recordedAt);
        go =
            body instanceof DeploymentStep && (go == null || recordedAt.isBefore(go))
                ? recordedAt
                : go;
      }
      for (RecordRef named : NamedRecords.of(body)) {
        basis.recordedAt(named).filter(recordedAt::isBefore).ifPresent(moments::add);
      }
      for (DeploymentId named : NamedRecords.deployments(body)) {
        basis.opened(named).forEach(of -> addBounds(moments, of));
      }
      SoundnessBasis.Sequence.of(it.record().record()).ifPresent(sequences::add);
    }
    if (traffic != null && (go == null || !go.isBefore(traffic))) {
      moments.add(traffic);
    }
    for (SoundnessBasis.Sequence sequence : sequences) {
      basis.opened(sequence).forEach(rival -> addBounds(moments, rival));
    }
    moments.addAll(newRules());
    return moments;
  }

  private static void addBounds(Set<Instant> moments, BelievedRecord of) {
    of.believed().forEach(interval -> moments.addAll(interval.bounds()));
  }

  /// When another policy came into force that asks something else of those who approve.
  private List<Instant> newRules() {
    List<PolicyHistory.Version> versions = policies.versions();
    List<Instant> moments = new ArrayList<>();
    for (int i = 1; i < versions.size(); i++) {
      if (!versions.get(i).policy().approvesLike(versions.get(i - 1).policy())) {
        moments.add(versions.get(i).recordedAt());
      }
    }
    return moments;
  }
}
