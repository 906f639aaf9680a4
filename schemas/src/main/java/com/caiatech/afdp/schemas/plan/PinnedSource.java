package com.caiatech.afdp.schemas.plan;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.fasterxml.jackson.annotation.JsonAlias;
import org.jspecify.annotations.Nullable;

/// The commit that a deployment takes of a repository.
///
/// @param part what of the repository is the service's; absent for all of it
public record PinnedSource(
    RepositoryName repository,
    @Nullable RepositoryPart part,
    @JsonAlias("commit") CommitId commitHash) {

  /// The path in the repository of a file of the service.
  ///
  /// @param file its path from the service's own folder
  public String pathOf(String file) {
    return RepositoryPart.pathOf(part, file);
  }
}
