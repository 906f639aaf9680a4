package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls Temporal with a deadline for the whole call, however many round trips it takes.
final class BoundedCalls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BoundedCalls.class);
  private static final int MAX_CAUSES = 10;

  private final Duration timeout;
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("gateway-deadlines").factory());

  BoundedCalls(Duration timeout) {
    this.timeout = timeout;
  }

  /// The answer of the call, or what became of it.
  Reply call(String workflowId, Supplier<@Nullable Answer> call) {
    Context.CancellableContext bounded =
        Context.current().withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS, deadlines);
    Context outer = bounded.attach();
    try {
      Answer answer = call.get();
      return answer == null ? new Reply.Nothing() : new Reply.Answered(answer);
    } catch (WorkflowNotFoundException | WorkflowExecutionAlreadyStarted absent) {
      return new Reply.Nothing();
    } catch (WorkflowUpdateException failed) {
      return refusal(failed)
          .<Reply>map(Reply.Refused::new)
          .orElseGet(() -> reply(workflowId, failed, bounded));
    } catch (WorkflowException | StatusRuntimeException failed) {
      return reply(workflowId, failed, bounded);
    } finally {
      bounded.detach(outer);
      bounded.cancel(null);
    }
  }

  /// The refusal of an update that did not fit what it met.
  private static Optional<Refusal> refusal(WorkflowUpdateException failed) {
    return failed.getCause() instanceof ApplicationFailure refused
            && refused.getType().startsWith(WorkflowNames.REFUSED)
        ? Arrays.stream(RefusalReason.values())
            .filter(it -> refused.getType().equals(WorkflowNames.REFUSED + it))
            .findFirst()
            .map(it -> new Refusal(it, refused.getOriginalMessage()))
        : Optional.empty();
  }

  private Reply reply(
      String workflowId, RuntimeException failed, Context.CancellableContext bounded) {
    Status.@Nullable Code code = codeOf(failed);
    if (code == Status.Code.NOT_FOUND || code == Status.Code.ALREADY_EXISTS) {
      return new Reply.Nothing();
    }
    LOG.warn("calling the workflow {} failed", workflowId, failed);
    return new Reply.Unknown(
        bounded.isCancelled() || code == Status.Code.DEADLINE_EXCEEDED
            ? "no worker answered within " + timeout.toSeconds() + " s"
            : code == null || code == Status.Code.CANCELLED
                ? "the workers could not carry it out"
                : "the workflow service answered " + code);
  }

  private static Status.@Nullable Code codeOf(Throwable failed) {
    Throwable cause = failed;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
      if (cause instanceof StatusRuntimeException status) {
        return status.getStatus().getCode();
      }
      cause = cause.getCause();
    }
    return null;
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
  }
}
