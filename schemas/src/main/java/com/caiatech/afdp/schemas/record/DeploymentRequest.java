package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.intent.Intent;
import com.caiatech.afdp.schemas.plan.SourceRole;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What was asked, by whom, with the proof that it was meant: a deployment, a rollback, or
/// something of one that runs.
///
/// @param sources what to deploy in each role; empty for all but a deployment: a rollback takes the
///   commits of its target, and a retry those of the deployment that it repeats
/// @param rollbackTargetId the deployment to go back to; only for a rollback
/// @param ofDeploymentId the deployment that ended: a deployment repeats it (retry), a rollback
///   goes back from it to what served before (undo); absent for every other
/// @param step the step of the plan, counted from 1, that is to be promoted or skipped; absent for
///   whichever is under way
/// @param reason short text in clear, at most 500 characters
public record DeploymentRequest(
    RequestedAction action,
    Map<SourceRole, RequestedSource> sources,
    @Nullable DeploymentId rollbackTargetId,
    @Nullable DeploymentId ofDeploymentId,
    @Nullable Integer step,
    PersonId requestedBy,
    @Nullable String reason,
    @Nullable Intent intent)
    implements PersonCaused {
  public DeploymentRequest {
    sources = Collections.unmodifiableMap(new TreeMap<>(sources));
  }

  /// A request to deploy, without its proof.
  public static DeploymentRequest deploy(
      Map<SourceRole, RequestedSource> sources, PersonId requestedBy, @Nullable String reason) {
    return new DeploymentRequest(
        RequestedAction.DEPLOY, sources, null, null, null, requestedBy, reason, null);
  }

  /// A request to deploy the commits of a deployment that ended without success, without its proof.
  public static DeploymentRequest retry(
      DeploymentId ended, PersonId requestedBy, @Nullable String reason) {
    return new DeploymentRequest(
        RequestedAction.DEPLOY, Map.of(), null, ended, null, requestedBy, reason, null);
  }

  /// A request to go back, without its proof.
  public static DeploymentRequest rollback(
      @Nullable DeploymentId target, PersonId requestedBy, @Nullable String reason) {
    return new DeploymentRequest(
        RequestedAction.ROLLBACK, Map.of(), target, null, null, requestedBy, reason, null);
  }

  /// A request to go back from a deployment to what served before it, without its proof.
  public static DeploymentRequest undo(
      DeploymentId undone,
      @Nullable DeploymentId target,
      PersonId requestedBy,
      @Nullable String reason) {
    return new DeploymentRequest(
        RequestedAction.ROLLBACK, Map.of(), target, undone, null, requestedBy, reason, null);
  }

  /// Something that is asked of a deployment that runs, without its proof.
  ///
  /// @param step for what concerns the step under way
  public static DeploymentRequest ofRunning(
      RequestedAction action,
      @Nullable Integer step,
      PersonId requestedBy,
      @Nullable String reason) {
    return new DeploymentRequest(action, Map.of(), null, null, step, requestedBy, reason, null);
  }
}
