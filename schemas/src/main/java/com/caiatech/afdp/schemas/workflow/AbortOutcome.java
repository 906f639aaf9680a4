package com.caiatech.afdp.schemas.workflow;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/// The answer to a request to abort.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AbortOutcome.Accepted.class, name = "accepted"),
  @JsonSubTypes.Type(value = AbortOutcome.Refused.class, name = "refused")
})
public sealed interface AbortOutcome {
  /// The request is durable and the deployment is going back.
  record Accepted(Receipt receipt) implements AbortOutcome {}

  /// Refused; where a record tells of it, the receipt says where.
  record Refused(RefusalReason reason, String message, @Nullable Receipt receipt)
      implements AbortOutcome {}
}
