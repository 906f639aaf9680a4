package com.caiatech.afdp.workers.deployment;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import java.time.Duration;

/// Has Temporal take an activity for lost sooner than workers ask for: a living one tells of itself
/// every two seconds.
final class SoonTakenForLost extends WorkflowOutboundCallsInterceptorBase {
  private static final Duration SILENT_AT_MOST = Duration.ofSeconds(3);

  SoonTakenForLost(WorkflowOutboundCallsInterceptor next) {
    super(next);
  }

  @Override
  public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
    return super.executeActivity(
        new ActivityInput<>(
            input.getActivityName(),
            input.getResultClass(),
            input.getResultType(),
            input.getArgs(),
            ActivityOptions.newBuilder(input.getOptions())
                .setHeartbeatTimeout(SILENT_AT_MOST)
                .build(),
            input.getHeader()));
  }
}
