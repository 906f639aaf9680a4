package com.caiatech.afdp.workers.activity;

import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.reason.Reason;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What became of a record that a person caused.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "recording")
@JsonSubTypes({
  @JsonSubTypes.Type(value = CausedRecording.Recorded.class, name = "recorded"),
  @JsonSubTypes.Type(value = CausedRecording.Refused.class, name = "refused")
})
public sealed interface CausedRecording {
  /// It is durable, now or since an earlier request that said the same.
  record Recorded(Receipt receipt) implements CausedRecording {}

  /// It was not written.
  record Refused(RefusalReason reason, Reason message) implements CausedRecording {}
}
