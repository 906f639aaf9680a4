package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.json.CanonicalJson;
import com.caiatech.afdp.schemas.plan.Plan;
import org.jspecify.annotations.Nullable;

/// The opened deployment manifest: the plan, before anything is changed.
///
/// @param sequence counts the deployments of the service in the environment, from 1; the target's
///   fencing token
/// @param planSha256 the plan digest ({@link RecordTree#planSha256}), which approvals are bound to
/// @param requestRef the request that it answers
/// @param because the opened manifest of sequence − 1 in the same scope, whatever its outcome;
///   absent in the first
/// @param ofClosedRef the closed manifest of the deployment that the request repeats or undoes;
///   absent where it does neither
/// @param previousDeploymentId the deployment of `plan.previous` by its id alone
public record DeploymentManifestOpened(
    long sequence,
    Plan plan,
    Sha256 planSha256,
    PersonId requestedBy,
    RecordRef requestRef,
    @Nullable RecordRef because,
    @Nullable RecordRef ofClosedRef,
    @Nullable DeploymentId previousDeploymentId)
    implements RecordBody {
  public DeploymentManifestOpened {
    DeploymentId served = plan.previousDeploymentId().orElse(null);
    if (previousDeploymentId != null && !previousDeploymentId.equals(served)) {
      throw new IllegalArgumentException(
          "DeploymentManifestOpened: expected previous_deployment_id to be plan.previous's "
              + served
              + ", found "
              + previousDeploymentId);
    }
    if ((sequence == 1) != (because == null)) {
      throw new IllegalArgumentException(
          "DeploymentManifestOpened of sequence "
              + sequence
              + ": expected `because` in all but the first, found "
              + because);
    }
  }

  /// A manifest of the plan, with its digest.
  public static DeploymentManifestOpened of(
      long sequence,
      Plan plan,
      PersonId requestedBy,
      RecordRef requestRef,
      @Nullable RecordRef because) {
    return new DeploymentManifestOpened(
        sequence,
        plan,
        Sha256.of(CanonicalJson.of(RecordJson.mapper().valueToTree(plan))),
        requestedBy,
        requestRef,
        because,
        null,
        plan.previousDeploymentId().orElse(null));
  }

  /// The same, for a request that repeats or undoes the deployment with that closed manifest.
  public DeploymentManifestOpened about(@Nullable RecordRef closed) {
    return new DeploymentManifestOpened(
        sequence, plan, planSha256, requestedBy, requestRef, because, closed, previousDeploymentId);
  }
}
