package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.record.ApprovalRule;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import com.caiatech.afdp.workers.WorkersException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Reads ledgers as they are now, with a verdict on every entry, for evidence and for recovery.
/// Thread-safe. What was read before is not read again, but each entry that is asked for is judged
/// again from the bytes in Git.
///
/// Every method throws {@link WorkersException.LedgerStopped} while the volume is stopped at a
/// structural fault, and {@link WorkersException.LedgerUnavailable} when it cannot be read.
public final class LedgerReadings {
  private final Map<Series, VolumeStore> stores;
  private final Map<Series, VolumeIndex> volumes;
  private final PolicySource policies;
  private final @Nullable Set<Series> lookedAt;

  LedgerReadings(
      Map<Series, VolumeStore> stores, Map<Series, VolumeIndex> volumes, PolicySource policies) {
    this(new EnumMap<>(stores), new EnumMap<>(volumes), policies, null);
  }

  private LedgerReadings(
      Map<Series, VolumeStore> stores,
      Map<Series, VolumeIndex> volumes,
      PolicySource policies,
      @Nullable Set<Series> lookedAt) {
    this.stores = stores;
    this.volumes = volumes;
    this.policies = policies;
    this.lookedAt = lookedAt;
  }

  /// The same ledgers for one decision that takes many readings: the trust policies are as they are
  /// now, and each ledger is looked at once, when it is first read, so that a Git host is not asked
  /// for every record.
  public LedgerReadings forOneDecision() {
    policies.fetchedSince(System.nanoTime());
    return new LedgerReadings(stores, volumes, policies, ConcurrentHashMap.newKeySet());
  }

  /// Everything that the series holds about the subject, in the order of the ledger.
  public List<ReadEntry> about(Series series, SubjectId subject) {
    VolumeIndex volume = upToDate(series);
    return volume.judge(volume.about(subject));
  }

  /// The records about the subject in all series that count, in the order of each ledger.
  public List<LedgerRecord> trustedAbout(SubjectId subject) {
    List<LedgerRecord> records = new ArrayList<>();
    for (Series series : volumes.keySet()) {
      about(series, subject).stream().flatMap(e -> e.trusted().stream()).forEach(records::add);
    }
    return List.copyOf(records);
  }

  /// The standing records about the subject in all series: the first of each id that counts.
  public List<StandingRecord> standingAbout(SubjectId subject) {
    Set<RecordId> seen = new HashSet<>();
    return volumes.keySet().stream()
        .flatMap(series -> about(series, subject).stream())
        .flatMap(entry -> entry.standing().stream())
        .filter(record -> seen.add(record.record().header().recordId()))
        .toList();
  }

  /// Whether the volume is open here and has so many entries that one with that index is there.
  public boolean reaches(RecordRef ref) {
    return series(ref)
        .filter(series -> ref.index() < upToDate(series).position().size())
        .isPresent();
  }

  /// The trust policy as it is now.
  public TrustPolicy policy() {
    return policies.get().currentOrNobody();
  }

  /// The trust policy's approval rules for a deployment whose manifest is opened next.
  public List<ApprovalRule> approvalRules(DeploymentType type, Scope scope) {
    VolumeIndex manifests = upToDate(Series.DEPLOYMENT_MANIFESTS);
    return policy().approvalRules(type, scope, manifests.volume(), manifests.position().size());
  }

  /// The entry at a reference's path; none where nothing stands there. Whether its bytes are the
  /// ones that the reference means is for the caller to compare.
  public Optional<ReadEntry> at(RecordRef ref) {
    VolumeIndex volume =
        upToDate(
            series(ref)
                .orElseThrow(
                    () ->
                        new WorkersException.LedgerUnavailable(
                            "Reading "
                                + ref
                                + ": the volume is none of those that are open here")));
    return volume.at(ref).map(entry -> volume.judge(List.of(entry)).getFirst());
  }

  /// The deployments of a service in an environment that left a record that counts, in the order of
  /// their first records.
  public List<DeploymentId> deployments(Scope scope) {
    return upToDate(Series.DEPLOYMENT_MANIFESTS).subjects(scope).stream()
        .map(subject -> new DeploymentId(subject.uuid()))
        .toList();
  }

  /// The deployments that were requested or opened and never closed, in the order of their first
  /// records.
  public List<DeploymentId> openDeployments() {
    return upToDate(Series.DEPLOYMENT_MANIFESTS)
        .withOneOfButWithout(
            EnumSet.of(RecordKind.DEPLOYMENT_REQUEST, RecordKind.MANIFEST_OPENED),
            RecordKind.MANIFEST_CLOSED)
        .stream()
        .map(subject -> new DeploymentId(subject.uuid()))
        .toList();
  }

  private Optional<Series> series(RecordRef ref) {
    return volumes.entrySet().stream()
        .filter(open -> open.getValue().volume().equals(ref.volume()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private VolumeIndex upToDate(Series series) {
    VolumeIndex volume = volumes.get(series);
    VolumeStore store = stores.get(series);
    if (volume == null || store == null) {
      throw new WorkersException.LedgerUnavailable(
          "Reading series " + series + ": only " + volumes.keySet() + " are open here");
    }
    if (lookedAt == null || !lookedAt.contains(series)) {
      volume.catchUp(store::tip);
    }
    if (lookedAt != null) {
      lookedAt.add(series);
    }
    return volume;
  }
}
