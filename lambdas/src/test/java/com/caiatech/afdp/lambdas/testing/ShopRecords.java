package com.caiatech.afdp.lambdas.testing;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.record.CommitSet;
import com.caiatech.afdp.schemas.record.DeployedSource;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentType;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RecordRef;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SourceRole;
import com.caiatech.afdp.schemas.source.CommitRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Records about deployments of the service `shop` to staging from a linear history.
///
/// @param commits the history, oldest first
public record ShopRecords(List<CommitId> commits) {
  public static final RepositoryName SHOP = new RepositoryName("shop");
  public static final Scope SCOPE =
      Scope.of(new EnvironmentName("staging"), new ServiceName("shop"));
  public static final PersonId ALICE = new PersonId("p_" + "a".repeat(32));
  public static final Instant NOW = Instant.parse("2026-02-01T12:00:00.000Z");

  public ShopRecords {
    commits = List.copyOf(commits);
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
    RecordRef request =
        new RecordRef(Series.DEPLOYMENT_MANIFESTS, path(id, "request"), Sha256.ofUtf8("request"));
    return new LedgerRecord(
        new Header(RecordKind.MANIFEST_OPENED, id.subject(), "opened", SCOPE, NOW),
        new DeploymentManifestOpened(
            DeploymentType.DEPLOY,
            "rolling",
            previous == null ? 1 : 2,
            Map.of(SourceRole.APPLICATION, source),
            List.of(),
            Sha256.ofUtf8("descriptor"),
            Sha256.ofUtf8("plan"),
            0,
            ALICE,
            request,
            null,
            previous,
            null));
  }

  /// The source of a deployment that withdraws nothing.
  ///
  /// @param shippedSet the digest of the shipped commits, which may be a lie
  public DeployedSource source(int commit, @Nullable Integer base, Sha256 shippedSet) {
    return new DeployedSource(
        SHOP,
        commits.get(commit - 1),
        Sha256.ofUtf8("tree"),
        base == null ? null : commits.get(base - 1),
        new CommitSet(base == null ? commit : commit - base, shippedSet),
        base == null ? null : new CommitSet(0, CommitRange.digestOf(List.of())));
  }

  /// The source of a deployment of one history that replaces all of another.
  ///
  /// @param withdrawn how many commits the other history has up to the base
  public DeployedSource replacing(int commit, int base, int withdrawn) {
    List<CommitId> shipped = List.of(commits.get(commit - 1));
    List<CommitId> withdrew = commits.subList(0, withdrawn);
    return new DeployedSource(
        SHOP,
        commits.get(commit - 1),
        Sha256.ofUtf8("tree"),
        commits.get(base - 1),
        new CommitSet(1, CommitRange.digestOf(shipped)),
        new CommitSet(withdrawn, CommitRange.digestOf(withdrew)));
  }
}
