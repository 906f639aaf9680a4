package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.intent.Intent;
import org.jspecify.annotations.Nullable;

/// The claim that an incident was caused by a deployment, and by one of its commits where that is
/// known. Where [LogicalStep#isAssertedLink] holds of the record's step, it is one that another
/// deployer made, as somebody reported.
///
/// @param deploymentId of a deployment of ours, or the subject of the report
/// @param confidence 0 to 1
/// @param assertedBy the id of the person, or `worker`
public record CausalLink(
    DeploymentId deploymentId,
    @Nullable RepositoryName repository,
    @Nullable CommitId commitHash,
    CausalMethod method,
    double confidence,
    String assertedBy,
    @Nullable String reason,
    @Nullable Intent intent)
    implements PersonCaused {
  public CausalLink {
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException(
          "CausalLink: expected a confidence of 0 to 1, found " + confidence);
    }
  }
}
