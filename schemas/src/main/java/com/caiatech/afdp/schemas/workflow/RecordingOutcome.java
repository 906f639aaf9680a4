package com.caiatech.afdp.schemas.workflow;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/// The answer to a request to record something.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RecordingOutcome.Recorded.class, name = "recorded"),
  @JsonSubTypes.Type(value = RecordingOutcome.Refused.class, name = "refused")
})
public sealed interface RecordingOutcome {
  /// The record is durable.
  record Recorded(Receipt receipt) implements RecordingOutcome {}

  /// Refused; where a record tells of it, the receipt says where.
  record Refused(RefusalReason reason, String message, @Nullable Receipt receipt)
      implements RecordingOutcome {}
}
