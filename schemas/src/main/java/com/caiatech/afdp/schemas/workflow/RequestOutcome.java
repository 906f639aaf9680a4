package com.caiatech.afdp.schemas.workflow;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of a person's request.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RequestOutcome.Admitted.class, name = "admitted"),
  @JsonSubTypes.Type(value = RequestOutcome.Decided.class, name = "decided"),
  @JsonSubTypes.Type(value = RequestOutcome.Recorded.class, name = "recorded"),
  @JsonSubTypes.Type(value = RequestOutcome.Acting.class, name = "acting"),
  @JsonSubTypes.Type(value = RequestOutcome.Overtaken.class, name = "overtaken"),
  @JsonSubTypes.Type(value = RequestOutcome.Refused.class, name = "refused")
})
public sealed interface RequestOutcome {
  /// The request for a deployment or rollback is durable; it runs at once, or once those before it
  /// in the queue have ended.
  record Admitted(Receipt receipt, int position, @Nullable DeploymentId behind)
      implements RequestOutcome {}

  /// The decision is durable.
  record Decided(Receipt receipt, int approvals, int required) implements RequestOutcome {}

  /// The record is durable, and there is no more to tell.
  record Recorded(Receipt receipt) implements RequestOutcome {}

  /// It makes safe, and the ledger takes it later. It was done, or is once the deployment before it
  /// gives way.
  ///
  /// @param unrecorded the logical steps of the records that are not durable yet, in the order in
  ///   which they are written
  /// @param behind the deployment that it waits for; null where it waits for none
  record Acting(List<String> unrecorded, @Nullable DeploymentId behind) implements RequestOutcome {
    public Acting {
      unrecorded = List.copyOf(unrecorded);
    }
  }

  /// Nothing was recorded: more is known of the incident than the request builds on.
  ///
  /// @param by the last report of it
  record Overtaken(RecordRef by) implements RequestOutcome {}

  /// Nothing was recorded.
  record Refused(RefusalReason reason, String message) implements RequestOutcome {}
}
