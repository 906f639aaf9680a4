package com.caiatech.afdp.schemas.plan;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.Sha256;
import org.jspecify.annotations.Nullable;

/// The commit that a deployment ships in one role, and how it differs from the one that served
/// before.
///
/// @param part what of the repository is the service's; absent for all of it
/// @param sourceSha256 digest over the modes, paths and blobs of the commit's tree
/// @param previousCommitHash the commit that served in this role when the manifest was opened;
///   absent for a first deployment
/// @param shipped `git rev-list previous..this`; for a first deployment all ancestors
/// @param withdrew `git rev-list this..previous`; absent for a first deployment
public record DeployedSource(
    RepositoryName repository,
    @Nullable RepositoryPart part,
    CommitId commitHash,
    Sha256 sourceSha256,
    @Nullable CommitId previousCommitHash,
    @Nullable CommitSet shipped,
    @Nullable CommitSet withdrew) {

  /// The commit alone.
  public PinnedSource pinned() {
    return new PinnedSource(repository, part, commitHash);
  }
}
