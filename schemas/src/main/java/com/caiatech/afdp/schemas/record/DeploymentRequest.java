package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.intent.Intent;
import com.caiatech.afdp.schemas.plan.SourceRole;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What was asked, by whom, with the proof that it was meant: a deployment, a rollback or an abort.
///
/// @param sources what to deploy in each role; empty for a rollback, which takes the commits of its
///   target, and for an abort
/// @param rollbackTargetId the deployment to go back to; only for a rollback
/// @param reason short text in clear, at most 500 characters
public record DeploymentRequest(
    RequestedAction action,
    Map<SourceRole, RequestedSource> sources,
    @Nullable DeploymentId rollbackTargetId,
    PersonId requestedBy,
    @Nullable String reason,
    @Nullable Intent intent)
    implements PersonCaused {
  public DeploymentRequest {
    sources = Collections.unmodifiableMap(new TreeMap<>(sources));
  }
}
