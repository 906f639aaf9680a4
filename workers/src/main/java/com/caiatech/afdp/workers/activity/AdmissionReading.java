package com.caiatech.afdp.workers.activity;

import com.caiatech.afdp.schemas.platform.QueueRule;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.reason.Reason;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/// What became of a request for a deployment or rollback.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "reading")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AdmissionReading.Open.class, name = "open"),
  @JsonSubTypes.Type(value = AdmissionReading.Unrecorded.class, name = "unrecorded"),
  @JsonSubTypes.Type(value = AdmissionReading.Refused.class, name = "refused"),
  @JsonSubTypes.Type(value = AdmissionReading.Closed.class, name = "closed"),
  @JsonSubTypes.Type(value = AdmissionReading.Abandoned.class, name = "abandoned")
})
public sealed interface AdmissionReading {
  /// The request is durable and may run.
  ///
  /// @param queue of its environment; null in runs that began before there was a choice
  record Open(Receipt receipt, CourseLimits limits, @Nullable QueueRule queue)
      implements AdmissionReading {}

  /// No ledger takes it now, and it may run before it is recorded.
  ///
  /// @param request its record
  record Unrecorded(RecordToWrite request, CourseLimits limits) implements AdmissionReading {}

  /// It is not good; nothing was recorded.
  record Refused(RefusalReason reason, Reason message) implements AdmissionReading {}

  /// The same request ran before and is closed.
  record Closed(Receipt receipt, DeploymentStatus status) implements AdmissionReading {}

  /// The same request ran before and never closed its manifest, and it cannot go on: more stands of
  /// it than its manifest, or a later deployment had its turn since.
  ///
  /// @param standing what is to be named when it is closed
  /// @param rollout what may still run of it; null where its manifest was never opened, and in runs
  ///   that began before it was gone back from
  record Abandoned(Receipt receipt, StandingRefs standing, @Nullable Rollout rollout)
      implements AdmissionReading {
    /// Reads it from a workflow's history; what began before it named what stands names nothing.
    @JsonCreator
    static Abandoned read(
        @JsonProperty("receipt") Receipt receipt,
        @JsonProperty("standing") @Nullable StandingRefs standing,
        @JsonProperty("rollout") @Nullable Rollout rollout) {
      return new Abandoned(receipt, standing == null ? StandingRefs.NONE : standing, rollout);
    }
  }
}
