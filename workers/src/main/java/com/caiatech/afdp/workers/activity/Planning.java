package com.caiatech.afdp.workers.activity;

import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.reason.Reason;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// The plan of a deployment, or why there can be none.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "planning")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Planning.Pinned.class, name = "pinned"),
  @JsonSubTypes.Type(value = Planning.Refused.class, name = "refused")
})
public sealed interface Planning {
  /// The plan.
  ///
  /// @param opened the body of the opened manifest
  /// @param approvalRule the environment's rule that approvals satisfy
  /// @param replicas how many instances the descriptor asks for
  /// @param preChecks how many checks run before
  /// @param postChecks how many checks run after
  record Pinned(
      DeploymentManifestOpened opened,
      String approvalRule,
      int replicas,
      int preChecks,
      int postChecks)
      implements Planning {}

  /// There can be no plan.
  record Refused(RefusalReason reason, Reason message) implements Planning {}
}
