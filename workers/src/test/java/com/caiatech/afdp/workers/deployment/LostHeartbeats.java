package com.caiatech.afdp.workers.deployment;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A network that lets everything through but, for a while, the heartbeats of activities.
final class LostHeartbeats implements ClientInterceptor {
  private final BooleanSupplier lost;

  LostHeartbeats(BooleanSupplier lost) {
    this.lost = lost;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    return method
                .getFullMethodName()
                .equals(
                    WorkflowServiceGrpc.getRecordActivityTaskHeartbeatMethod().getFullMethodName())
            && lost.getAsBoolean()
        ? new Lost<>()
        : next.newCall(method, options);
  }

  /// A call that reaches nobody.
  private static final class Lost<Q, R> extends ClientCall<Q, R> {
    @Override
    public void start(Listener<R> answers, Metadata headers) {
      answers.onClose(Status.UNAVAILABLE.withDescription("lost"), new Metadata());
    }

    @Override
    public void request(int messages) {}

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {}

    @Override
    public void halfClose() {}

    @Override
    public void sendMessage(Q message) {}
  }
}
