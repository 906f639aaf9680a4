package com.caiatech.afdp.schemas.workflow;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/// The answer to a decision about a plan.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
  @JsonSubTypes.Type(value = DecisionOutcome.Recorded.class, name = "recorded"),
  @JsonSubTypes.Type(value = DecisionOutcome.Refused.class, name = "refused")
})
public sealed interface DecisionOutcome {
  /// The decision is durable.
  record Recorded(Receipt receipt, int approvals, int required) implements DecisionOutcome {}

  /// Refused; where a record tells of it, the receipt says where.
  record Refused(RefusalReason reason, String message, @Nullable Receipt receipt)
      implements DecisionOutcome {}
}
