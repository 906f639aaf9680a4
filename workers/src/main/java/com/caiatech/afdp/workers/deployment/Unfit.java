package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import com.caiatech.afdp.workers.connection.ReasonedFailures.Told;
import com.caiatech.afdp.workers.reason.Reason;
import io.temporal.failure.ApplicationFailure;

/// Why a request does not fit the state of the deployment that it meets; nothing was recorded.
record Unfit(RefusalReason refusal, Reason why) {
  static final Unfit TOO_LATE =
      new Unfit(
          RefusalReason.ALREADY_ENDED,
          Reason.of("the deployment has ended or is going back already"));

  /// The answer, where the request has left an event already.
  RequestOutcome outcome() {
    return new RequestOutcome.Refused(refusal, why.text());
  }

  /// The failure of a validator, before the request leaves one.
  ApplicationFailure failure() {
    return ApplicationFailure.newNonRetryableFailure(
        why.text(), WorkflowNames.REFUSED + refusal, new Told(why));
  }
}
