package com.caiatech.afdp.workers.deployment;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts how often a worker asks for a task of a workflow.
record Polls(AtomicInteger count) implements ClientInterceptor {
  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    if (method
        .getFullMethodName()
        .equals(WorkflowServiceGrpc.getPollWorkflowTaskQueueMethod().getFullMethodName())) {
      count.incrementAndGet();
    }
    return next.newCall(method, options);
  }
}
