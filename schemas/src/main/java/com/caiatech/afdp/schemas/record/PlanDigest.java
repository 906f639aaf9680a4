package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.json.CanonicalJson;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// What approvals are bound to: SHA-256 over the canonical JSON of an opened manifest's body
/// without its `plan_sha256` and `request_ref`.
public final class PlanDigest {
  private static final List<String> LEFT_OUT = List.of("plan_sha256", "request_ref");

  private PlanDigest() {}

  /// The digest of the plan in the body, whatever digest the body holds.
  public static Sha256 of(DeploymentManifestOpened body) {
    ObjectNode plan = RecordJson.mapper().valueToTree(body);
    return Sha256.of(CanonicalJson.of(plan.remove(LEFT_OUT)));
  }

  /// The same body with its plan's digest.
  public static DeploymentManifestOpened withDigest(DeploymentManifestOpened body) {
    return new DeploymentManifestOpened(
        body.deploymentType(),
        body.strategy(),
        body.sequence(),
        body.sources(),
        body.artifacts(),
        body.descriptorSha256(),
        of(body),
        body.requiredApprovals(),
        body.requestedBy(),
        body.requestRef(),
        body.previous(),
        body.previousDeploymentId(),
        body.rollbackOfDeploymentId());
  }
}
