package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.ledger.VolumePosition;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.platform.RecordedRegistration;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads ledgers as they are now, with a verdict on every entry, for evidence and for recovery.
/// Thread-safe. What was read before is not read again, but each entry that is asked for is judged
/// again from the bytes in Git.
///
/// Every method throws {@link WorkersException.LedgerStopped} while the volume is stopped at a
/// structural fault, and {@link WorkersException.LedgerUnavailable} when it cannot be read.
public final class LedgerReadings {
  private static final Set<RecordKind> BEGINNING =
      EnumSet.of(RecordKind.DEPLOYMENT_REQUEST, RecordKind.MANIFEST_OPENED);
  private static final Set<RecordKind> ENDING = EnumSet.of(RecordKind.MANIFEST_CLOSED);

  private final Map<Series, VolumeChain> chains;
  private final PolicySource policies;
  private final @Nullable Set<Series> lookedAt;

  LedgerReadings(Map<Series, VolumeChain> chains, PolicySource policies) {
    this(new EnumMap<>(chains), policies, null);
  }

  private LedgerReadings(
      Map<Series, VolumeChain> chains, PolicySource policies, @Nullable Set<Series> lookedAt) {
    this.chains = chains;
    this.policies = policies;
    this.lookedAt = lookedAt;
  }

  /// The same ledgers for one decision that takes many readings: the trust policies are as they are
  /// now, and each ledger is looked at once, when it is first read, so that a Git host is not asked
  /// for every record.
  public LedgerReadings forOneDecision() {
    policies.fetchedSince(System.nanoTime());
    return new LedgerReadings(chains, policies, ConcurrentHashMap.newKeySet());
  }

  /// The same ledgers as they were when they were last read: no Git host is asked for anything new.
  public LedgerReadings asRead() {
    Set<Series> all = ConcurrentHashMap.newKeySet();
    all.addAll(chains.keySet());
    return new LedgerReadings(chains, policies, all);
  }

  /// Does work that reads the ledgers and the trust policies as they were last seen here, on this
  /// thread: no host is asked, whatever the work asks for.
  ///
  /// @throws WorkersException.LedgerUnavailable when nothing was seen of what it asks for
  public static <T> T asLastSeen(Supplier<T> work) {
    return LastSeen.read(work);
  }

  /// The end of what was read of a series: where {@link #follow} goes on with what comes next.
  public VolumePosition end(Series series) {
    VolumeIndex open = upToDate(series).open().index();
    return open.follow(open.position(), Set.of(), 0).until();
  }

  /// What a series holds after a position, in the order of its chain.
  ///
  /// @param fits whether the ledger holds what was read up to the position; where it does not, such
  ///   as after a mark was lowered, nothing was looked for
  /// @param found those of the kinds
  /// @param until up to where was looked; where that is the given position, there is no more
  public record Following(boolean fits, List<Followed> found, VolumePosition until) {}

  /// An entry that was found.
  ///
  /// @param after the position to go on from
  public record Followed(ReadEntry entry, VolumePosition after) {}

  /// Reads on after a position that was given by this method or by {@link #end}.
  ///
  /// @param most how many entries of any kind are looked at
  public Following follow(Series series, VolumePosition position, Set<RecordKind> kinds, int most) {
    List<OpenVolume> volumes = upToDate(series).volumes();
    for (int i = 0; i < volumes.size(); i++) {
      VolumeIndex volume = volumes.get(i).index();
      if (volume.volume().equals(position.volume()) && volume.holds(position)) {
        VolumeIndex.Follow found = volume.follow(position, kinds, most);
        boolean ended = found.until().equals(position) && i + 1 < volumes.size();
        return new Following(
            true,
            followed(volume, found.entries()),
            ended ? VolumePosition.start(volumes.get(i + 1).name()) : found.until());
      }
    }
    return new Following(false, List.of(), position);
  }

  private static List<Followed> followed(VolumeIndex volume, List<VolumeIndex.Entry> entries) {
    List<ReadEntry> judged = volume.judge(entries);
    List<Followed> followed = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      followed.add(new Followed(judged.get(i), volume.after(entries.get(i))));
    }
    return followed;
  }

  /// Everything that the series holds about the subject, in the order of its chain.
  public List<ReadEntry> about(Series series, SubjectId subject) {
    return upToDate(series).volumes().stream()
        .map(OpenVolume::index)
        .flatMap(volume -> volume.judge(volume.about(subject)).stream())
        .toList();
  }

  /// The records of a deployment in all series that count, in the order of each ledger. What
  /// another deployer did is none of it, whatever subject its report claims.
  public List<LedgerRecord> trustedAbout(SubjectId subject) {
    List<LedgerRecord> records = new ArrayList<>();
    for (Series series : chains.keySet()) {
      about(series, subject).stream()
          .flatMap(entry -> entry.trusted().stream())
          .filter(record -> record.header().kind().isOfDeployment())
          .forEach(records::add);
    }
    return List.copyOf(records);
  }

  /// The standing records of a deployment in all series: the first of each id that counts.
  public List<StandingRecord> standingAbout(SubjectId subject) {
    Set<RecordId> seen = new HashSet<>();
    return chains.keySet().stream()
        .flatMap(series -> about(series, subject).stream())
        .flatMap(entry -> entry.standing().stream())
        .filter(record -> record.record().header().kind().isOfDeployment())
        .filter(record -> seen.add(record.record().header().recordId()))
        .toList();
  }

  /// Whether the volume is open here and has so many entries that one with that index is there.
  public boolean reaches(RecordRef ref) {
    return volume(ref).filter(volume -> ref.index() < volume.position().size()).isPresent();
  }

  /// The trust policy as it is now.
  public TrustPolicy policy() {
    return policies.get().currentOrNobody();
  }

  /// The trust policy's approval rules for a deployment whose manifest is opened next.
  public List<ApprovalRule> approvalRules(DeploymentType type, Scope scope) {
    VolumeIndex manifests = upToDate(Series.DEPLOYMENT_MANIFESTS).open().index();
    return policy().approvalRules(type, scope, manifests.volume(), manifests.position().size());
  }

  /// The entry at a reference's path; none where nothing stands there. Whether its bytes are the
  /// ones that the reference means is for the caller to compare.
  public Optional<ReadEntry> at(RecordRef ref) {
    VolumeIndex volume =
        volume(ref)
            .orElseThrow(
                () ->
                    new WorkersException.LedgerUnavailable(
                        "Reading " + ref + ": the volume is none of those that are open here"));
    return volume.at(ref).map(entry -> volume.judge(List.of(entry)).getFirst());
  }

  /// The deployments of a service in an environment that left a record that counts, in the order of
  /// their first records.
  public List<DeploymentId> deployments(Scope scope) {
    return upToDate(Series.DEPLOYMENT_MANIFESTS).volumes().stream()
        .flatMap(volume -> volume.index().subjects(scope).stream())
        .distinct()
        .map(subject -> new DeploymentId(subject.uuid()))
        .toList();
  }

  /// The deployments that were requested or opened and never closed, in the order of their first
  /// records.
  public List<DeploymentId> openDeployments() {
    List<OpenVolume> manifests = upToDate(Series.DEPLOYMENT_MANIFESTS).volumes();
    Set<SubjectId> open = new LinkedHashSet<>();
    manifests.forEach(volume -> open.addAll(volume.index().subjectsWith(BEGINNING)));
    manifests.forEach(volume -> volume.index().subjectsWith(ENDING).forEach(open::remove));
    return open.stream().map(subject -> new DeploymentId(subject.uuid())).toList();
  }

  /// The registrations that count, in the order of the ledger, of what was read of it so far: a
  /// decision reads it up to date first. The same list while they are the same.
  public List<RecordedRegistration> registrations() {
    VolumeChain chain = chains.get(Series.DEPLOYMENT_MANIFESTS);
    if (chain == null) {
      return List.of();
    }
    List<OpenVolume> manifests = chain.view().volumes();
    return manifests.size() == 1
        ? manifests.getFirst().index().registrations()
        : manifests.stream().flatMap(it -> it.index().registrations().stream()).toList();
  }

  /// The first report that counts of what another deployer did.
  ///
  /// @param identity {@link com.caiatech.afdp.schemas.record.AssertedDeployment#identity}
  public Optional<ReadEntry> report(Sha256 identity) {
    return upToDate(Series.DEPLOYMENT_MANIFESTS).volumes().stream()
        .map(OpenVolume::index)
        .flatMap(
            volume ->
                volume.report(identity).stream()
                    .flatMap(entry -> volume.judge(List.of(entry)).stream()))
        .findFirst();
  }

  private Optional<VolumeIndex> volume(RecordRef ref) {
    return chains.keySet().stream()
        .filter(series -> series.firstVolume().equals(ref.volume().first()))
        .flatMap(series -> upToDate(series).volumes().stream())
        .map(OpenVolume::index)
        .filter(volume -> volume.volume().equals(ref.volume()))
        .findFirst();
  }

  private VolumeChain.View upToDate(Series series) {
    VolumeChain chain = chains.get(series);
    if (chain == null) {
      throw new WorkersException.LedgerUnavailable(
          "Reading series " + series + ": only " + chains.keySet() + " are open here");
    }
    VolumeChain.View view = chain.view();
    if (!LastSeen.applies() && (lookedAt == null || !lookedAt.contains(series))) {
      view.catchUp();
    }
    if (lookedAt != null) {
      lookedAt.add(series);
    }
    return view;
  }
}
