package com.caiatech.afdp.graphmodel.commit;

import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.plan.CommitSet;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import com.caiatech.afdp.schemas.plan.SourceRole;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A commit that was deployed in a role, whose tree and range wait to be compared with its
/// repository.
///
/// @param part what of the repository is the service's; absent for all of it
/// @param subject of the records that state it
/// @param tree the digest of its tree as the worker recorded it; absent for an asserted deployment
/// @param previous absent for a first deployment
/// @param shipped the set as the worker recorded it
/// @param withdrew the set as the worker recorded it; absent for a first deployment
/// @param evidence the id of the record that states it
/// @param since since when in recorded time it is or was believed
/// @param vanished whether they were compared, and the repository no longer had the previous
///   commit: only when that one is there again is there more to say
/// @param asserted whether another deployer did it: then no worker saw tree and sets, so that there
///   is nothing to compare
public record PendingRange(
    SubjectId subject,
    SourceRole role,
    RepositoryName repository,
    @Nullable RepositoryPart part,
    CommitId commit,
    @Nullable Sha256 tree,
    @Nullable CommitId previous,
    @Nullable CommitSet shipped,
    @Nullable CommitSet withdrew,
    String evidence,
    Instant since,
    boolean vanished,
    boolean asserted) {
  /// The id of the node that it belongs to.
  String node() {
    return asserted
        ? Urns.assertedDeployment(subject)
        : Urns.deployment(new DeploymentId(subject.uuid()));
  }
}
