package com.caiatech.afdp.lambdas.testing;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.plan.CommitSet;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.Plan;
import com.caiatech.afdp.schemas.plan.PlanRule;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.plan.PreviousDeployment;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.source.CommitRange;
import com.caiatech.afdp.schemas.source.SourceMirror;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Records about deployments of the service `shop` to staging from a linear history.
///
/// @param commits the history, oldest first
/// @param trees the digests of the trees of those that the repository has
public record ShopRecords(List<CommitId> commits, Map<CommitId, Sha256> trees) {
  public static final RepositoryName SHOP = new RepositoryName("shop");
  public static final Scope SCOPE =
      Scope.of(new EnvironmentName("staging"), new ServiceName("shop"));
  public static final PersonId ALICE = new PersonId("p_" + "a".repeat(32));
  public static final String RULE = "staging-approval";
  public static final Instant NOW = Instant.parse("2026-02-01T12:00:00.000Z");

  public ShopRecords {
    commits = List.copyOf(commits);
    trees = Map.copyOf(trees);
  }

  /// Records about commits of the repository, some of which may be gone from it.
  public static ShopRecords of(Path repository, List<CommitId> commits) {
    Map<CommitId, Sha256> trees = new HashMap<>();
    try (SourceMirror source = SourceMirror.reading(repository)) {
      commits.stream()
          .filter(source::contains)
          .forEach(commit -> trees.put(commit, source.treeDigest(commit)));
    }
    return new ShopRecords(commits, trees);
  }

  /// The path of a record about the deployment, whatever stands there.
  public static String path(DeploymentId id, String step) {
    return LedgerPath.of(new Header(RecordKind.DEPLOYMENT_REQUEST, id.subject(), step, SCOPE, NOW))
        .text();
  }

  /// The first deployment ever: of the commit with this number, counted from 1.
  public LedgerRecord opened(DeploymentId id, int commit) {
    return opened(id, null, source(commit, null, CommitRange.digestOf(List.of())));
  }

  /// A deployment that follows another.
  ///
  /// @param commit the number of the deployed commit, counted from 1
  /// @param base the number of the commit that was deployed before
  public LedgerRecord opened(DeploymentId id, DeploymentId previous, int commit, int base) {
    List<CommitId> shipped = commits.subList(base, commit).stream().sorted().toList();
    return opened(id, previous, source(commit, base, CommitRange.digestOf(shipped)));
  }

  /// A deployment of the source, whatever it claims to ship.
  public LedgerRecord opened(
      DeploymentId id, @Nullable DeploymentId previous, DeployedSource source) {
    Plan plan =
        new Plan(
            Plan.VERSION,
            DeploymentType.DEPLOY,
            "rolling",
            Map.of(SourceRole.APPLICATION, source),
            List.of(),
            Sha256.ofUtf8("descriptor"),
            previous == null ? null : served(previous, source),
            null,
            List.of(new PlanRule(RULE, 0)),
            List.of(new PlanStep.Start(1, 7_200_000)));
    return LedgerRecord.of(
        new Header(RecordKind.MANIFEST_OPENED, id.subject(), LogicalStep.OPENED, SCOPE, NOW),
        DeploymentManifestOpened.of(
            previous == null ? 1 : 2,
            plan,
            ALICE,
            reference(id, LogicalStep.REQUEST),
            previous == null ? null : reference(previous, LogicalStep.OPENED)));
  }

  private static PreviousDeployment served(DeploymentId previous, DeployedSource source) {
    CommitId commit = source.previousCommitHash();
    return new PreviousDeployment(
        previous,
        reference(previous, LogicalStep.OPENED),
        commit == null ? Map.of() : Map.of(SourceRole.APPLICATION, commit));
  }

  /// A reference to a record about the deployment, whether it is there or not.
  private static RecordRef reference(DeploymentId id, String step) {
    return new RecordRef(
        Series.DEPLOYMENT_MANIFESTS.firstVolume(), 0, path(id, step), Sha256.ofUtf8(step));
  }

  /// The source of a deployment that withdraws nothing.
  ///
  /// @param shippedSet the digest of the shipped commits, which may be a lie
  public DeployedSource source(int commit, @Nullable Integer base, Sha256 shippedSet) {
    return new DeployedSource(
        SHOP,
        null,
        commits.get(commit - 1),
        tree(commit),
        base == null ? null : commits.get(base - 1),
        new CommitSet(base == null ? commit : commit - base, shippedSet),
        base == null ? null : new CommitSet(0, CommitRange.digestOf(List.of())));
  }

  private Sha256 tree(int commit) {
    return trees.getOrDefault(commits.get(commit - 1), Sha256.ofUtf8("gone"));
  }

  /// The source of a deployment of one history that replaces all of another.
  ///
  /// @param withdrawn how many commits the other history has up to the base
  public DeployedSource replacing(int commit, int base, int withdrawn) {
    List<CommitId> shipped = List.of(commits.get(commit - 1));
    List<CommitId> withdrew = commits.subList(0, withdrawn);
    return new DeployedSource(
        SHOP,
        null,
        commits.get(commit - 1),
        tree(commit),
        commits.get(base - 1),
        new CommitSet(1, CommitRange.digestOf(shipped)),
        new CommitSet(withdrawn, CommitRange.digestOf(withdrew)));
  }
}
