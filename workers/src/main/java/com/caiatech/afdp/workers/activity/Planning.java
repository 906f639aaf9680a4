package com.caiatech.afdp.workers.activity;

import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
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
  /// @param record the opened manifest in its final bytes, so that the plan digest holds whatever
  ///   the types of those who pass it on know
  record Pinned(RecordToWrite record) implements Planning {
    /// The opened manifest.
    public DeploymentManifestOpened opened() {
      if (record.decoded().body() instanceof DeploymentManifestOpened opened) {
        return opened;
      }
      throw new IllegalStateException(record.path() + " is no opened manifest");
    }
  }

  /// There can be no plan.
  record Refused(RefusalReason reason, Reason message) implements Planning {}
}
