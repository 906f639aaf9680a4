package com.caiatech.afdp.schemas.verify;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.Finding;
import com.caiatech.afdp.schemas.ledger.JudgedCommit;
import com.caiatech.afdp.schemas.ledger.JudgedEntry;
import com.caiatech.afdp.schemas.ledger.LedgerVerification;
import com.caiatech.afdp.schemas.ledger.PolicyVolumes;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.ledger.Verdict;
import com.caiatech.afdp.schemas.ledger.ViolationKind;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.soundness.SubjectVerifier;
import com.caiatech.afdp.schemas.source.SourceMirror;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Verifies ledgers as they stand, by the latest trust policy that follows from the pinned one.
/// Needs nothing but the ledgers: no network, no graph, no key and no clock.
///
/// Commits are streamed, and the bodies of one deployment are held at a time. Of each entry about a
/// deployment or an incident some 500 bytes are held, and of each deployment its verdict.
public final class LedgersVerifier {
  private static final int ENTRIES_A_LINE = 20_000;
  private static final int DEPLOYMENTS_A_LINE = 2_000;

  private final List<GivenVolume> volumes;
  private final Map<RepositoryName, SourceMirror> repositories;
  private final Consumer<String> progress;
  private final PolicyHistory policies;
  private final TrustPolicy policy;
  private final SortedMap<VolumeName, String> refused;
  private final LedgerIndex index = new LedgerIndex();

  private LedgersVerifier(
      List<GivenVolume> volumes,
      Sha256 pinned,
      Map<RepositoryName, SourceMirror> repositories,
      Consumer<String> progress) {
    this.volumes = volumes.stream().sorted().toList();
    this.repositories = Map.copyOf(repositories);
    this.progress = progress;
    requireDistinct();
    PolicyVolumes chain = policyVolumes(pinned);
    this.policies = chain.history();
    this.refused = chain.refused();
    this.policy = policies.currentOrNobody();
  }

  /// Verifies the volumes.
  ///
  /// @param volumes with the volumes of `trust-policy` among them, from the first
  /// @param pinned the digest of the first policy ({@link TrustPolicy#digest})
  /// @param repositories what deployments are compared with; may be empty
  /// @param progress takes a line now and then
  /// @throws SchemasException.ConfigurationFault when these volumes cannot be verified together
  /// @throws SchemasException.LedgerFault when a repository cannot be read
  /// @throws SchemasException.NewerThanSoftware when newer software wrote to a volume: there is no
  ///   verdict
  public static Verification run(
      List<GivenVolume> volumes,
      Sha256 pinned,
      Map<RepositoryName, SourceMirror> repositories,
      Consumer<String> progress) {
    LedgersVerifier verifier = new LedgersVerifier(volumes, pinned, repositories, progress);
    List<VolumeReport> reports = verifier.verifyVolumes();
    List<DeploymentReport> deployments = verifier.deployments();
    return new Verification(
        pinned,
        verifier.policies.current(),
        reports,
        deployments,
        new NotChecked(verifier.volumes, verifier.policy.chains(), reports, deployments)
            .sentences());
  }

  private void requireDistinct() {
    long names = volumes.stream().map(GivenVolume::name).distinct().count();
    if (names < volumes.size()) {
      throw new SchemasException.ConfigurationFault(
          "Verifying ledgers: expected each volume once, found "
              + volumes.stream().map(GivenVolume::name).toList());
    }
  }

  private PolicyVolumes policyVolumes(Sha256 pinned) {
    List<GivenVolume> given =
        volumes.stream().filter(volume -> volume.series() == Series.TRUST_POLICY).toList();
    if (given.isEmpty()) {
      throw new SchemasException.ConfigurationFault(
          "Verifying ledgers: expected the volume "
              + Series.TRUST_POLICY.firstVolume()
              + ", which says whose signatures count, found none of its series");
    }
    return new PolicyVolumes(given.stream().map(GivenVolume::reader).toList(), pinned);
  }

  private List<VolumeReport> verifyVolumes() {
    List<VolumeReport> reports = volumes.stream().map(this::verify).toList();
    Map<VolumeName, List<VolumeReport.Violation>> contested = index.contested();
    return reports.stream()
        .map(it -> it.contested(contested.getOrDefault(it.volume(), List.of())))
        .toList();
  }

  private VolumeReport verify(GivenVolume volume) {
    boolean isIndexed = volume.series() != Series.TRUST_POLICY;
    if (isIndexed) {
      index.begin(volume);
    }
    Map<ViolationKind, Long> kinds = new EnumMap<>(ViolationKind.class);
    List<VolumeReport.Violation> violations = new ArrayList<>();
    LedgerVerification verification =
        LedgerVerification.run(
            volume.reader(),
            policy,
            judged -> {
              if (isIndexed) {
                index.add(judged);
              }
              violations(judged, kinds, violations);
              tell(volume, judged);
            });
    return new VolumeReport(volume.name(), verification, kinds, violations);
  }

  private void violations(
      JudgedCommit commit, Map<ViolationKind, Long> kinds, List<VolumeReport.Violation> listed) {
    for (JudgedEntry entry : commit.entries()) {
      if (entry.verdict() instanceof Verdict.Violated(List<Finding> found)) {
        List<Finding> findings = withRefusal(commit.commit().volume(), entry, found);
        findings.stream()
            .map(Finding::kind)
            .distinct()
            .forEach(kind -> kinds.merge(kind, 1L, Long::sum));
        if (listed.size() < VolumeReport.MOST_LISTED) {
          listed.add(
              new VolumeReport.Violation(entry.entry().index(), entry.entry().path(), findings));
        }
      }
    }
  }

  /// With the first entry of a policy volume that does not count it is told why.
  private List<Finding> withRefusal(VolumeName volume, JudgedEntry entry, List<Finding> found) {
    String reason = refused.get(volume);
    return reason == null || entry.entry().index() > 0
        ? found
        : Stream.concat(
                found.stream(), Stream.of(new Finding(ViolationKind.UNPROVEN_VOLUME, reason)))
            .toList();
  }

  private void tell(GivenVolume volume, JudgedCommit judged) {
    long before = judged.commit().firstIndex() / ENTRIES_A_LINE;
    if (judged.commit().endIndex() / ENTRIES_A_LINE > before) {
      progress.accept(volume.name() + ": " + judged.commit().endIndex() + " entries");
    }
  }

  private List<DeploymentReport> deployments() {
    List<DeploymentReport> reports = new ArrayList<>();
    for (SubjectId subject : index.subjects()) {
      reports.add(judge(subject));
      if (reports.size() % DEPLOYMENTS_A_LINE == 0) {
        progress.accept(reports.size() + " of " + index.subjects().size() + " deployments");
      }
    }
    return reports;
  }

  private DeploymentReport judge(SubjectId subject) {
    List<StandingRecord> records = index.standing(subject);
    Optional<DeploymentManifestOpened> opened = first(records, DeploymentManifestOpened.class);
    return new DeploymentReport(
        subject,
        records.getFirst().record().header().scope(),
        first(records, DeploymentManifestClosed.class).map(DeploymentManifestClosed::status),
        SubjectVerifier.judge(records, index, policy),
        opened.map(it -> SourceComparison.compare(it.plan(), repositories)));
  }

  private static <B extends RecordBody> Optional<B> first(
      List<StandingRecord> records, Class<B> type) {
    return records.stream()
        .map(record -> record.record().body())
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}
