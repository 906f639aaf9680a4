package com.caiatech.afdp.gateway.execution;

import com.caiatech.afdp.gateway.error.ErrorCode;
import com.caiatech.afdp.gateway.execution.Prepared.Ready;
import com.caiatech.afdp.gateway.load.FairCapacity;
import com.caiatech.afdp.gateway.metrics.GatewayMetrics;
import com.caiatech.afdp.schemas.id.PersonId;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.language.OperationDefinition.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;

/// One operation, executed once. Its client is answered within the operation's timeout, whatever
/// the data fetchers do.
final class Execution {
  /// Nobody reads it; it is counted.
  private static final Outcome GONE =
      Outcome.Refused.of(
          ClientErrors.of(
              ErrorCode.TIMEOUT, "executing the operation: its client closed the connection"));

  private final GraphQL graphql;
  private final ExecutionInput input;
  private final Ready ready;
  private final Duration timeout;
  private final CompletableFuture<Void> gone;
  private final GatewayMetrics metrics;
  private final Consumer<Outcome> told;
  private final long started = System.nanoTime();

  Execution(
      GraphQL graphql,
      ExecutionInput input,
      Ready ready,
      Duration timeout,
      CompletableFuture<Void> gone,
      GatewayMetrics metrics,
      Consumer<Outcome> told) {
    this.graphql = graphql;
    this.input = input;
    this.ready = ready;
    this.timeout = timeout;
    this.gone = gone;
    this.metrics = metrics;
    this.told = told;
  }

  /// Executes it on the calling thread.
  ///
  /// @param capacity a turn is taken, and given back when this returns, not when the client is
  ///   answered, so that work which outlives its timeout counts as load; that of a stream goes with
  ///   the stream
  /// @param caller whose turn it is
  /// @param patience how long to wait for the turn, of the time that the operation has
  void run(FairCapacity capacity, PersonId caller, Duration patience) {
    if (!capacity.take(caller, patience)) {
      tell(
          Outcome.Refused.overloaded(
              "executing the operation: no capacity now, nothing was executed; try again",
              Outcome.SOON));
      return;
    }
    CompletableFuture<Boolean> end = timed();
    boolean inTime = false;
    boolean streaming = false;
    metrics.operationStarted();
    try {
      Optional<Plan.Written> written = written();
      Optional<ExecutionResult> result =
          written.isPresent() ? Optional.empty() : Optional.of(graphql.execute(input));
      inTime = end.complete(true);
      if (inTime) {
        Outcome known =
            result
                .map(told -> outcome(told, () -> capacity.giveBack(caller)))
                .orElseGet(() -> answered(written.orElseThrow()));
        streaming = known instanceof Outcome.Stream;
        tell(known);
      }
    } catch (RuntimeException | Error fault) {
      if (inTime || end.complete(true)) {
        tell(Outcome.Refused.of(ClientErrors.internal("executing the operation", fault)));
      }
    } finally {
      metrics.operationEnded();
      if (!streaming) {
        capacity.giveBack(caller);
      }
    }
  }

  private Optional<Plan.Written> written() {
    return ready
        .plan()
        .flatMap(plan -> plan.answer(ready.request().variables(), input.getGraphQLContext()));
  }

  private Outcome answered(Plan.Written written) {
    return new Outcome.Answered(
        GraphQlEngine.responseOf(written.data(), ready.price().told(written.cost())),
        written.cost());
  }

  private void tell(Outcome known) {
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    metrics.executed(ready.operation().name(), labelOf(known), took);
    told.accept(known);
  }

  /// What the end of the operation completes, unless its time is over or its client is gone before.
  private CompletableFuture<Boolean> timed() {
    Thread working = Thread.currentThread();
    CompletableFuture<Boolean> end = new CompletableFuture<>();
    end.orTimeout(timeout.toNanos() - (System.nanoTime() - started), TimeUnit.NANOSECONDS)
        .exceptionally(
            fault -> {
              input.cancel();
              working.interrupt();
              tell(fault instanceof TimeoutException ? Outcome.Refused.of(timedOut()) : GONE);
              return false;
            });
    var _ = gone.thenRun(() -> end.completeExceptionally(new CancellationException()));
    return end;
  }

  private Outcome outcome(ExecutionResult result, Runnable ended) {
    if (result.getData() instanceof Publisher<?>) {
      Publisher<ExecutionResult> events = result.getData();
      return new Outcome.Stream(new CountedStream(events, ended, metrics).flux());
    }
    if (!result.isDataPresent()) {
      List<ClientError> errors = result.getErrors().stream().map(ClientErrors::classified).toList();
      ErrorCode code = errors.isEmpty() ? ErrorCode.INTERNAL : errors.getFirst().code();
      return new Outcome.Refused(code, errors);
    }
    Optional<ClientError> busy = result.getData() == null ? busy(result) : Optional.empty();
    if (busy.isPresent()) {
      return new Outcome.Refused(busy.get().code(), List.of(busy.get()), Outcome.SOON);
    }
    OperationPrice price = ready.price();
    long actual = price.operation().actual(result.getData());
    return new Outcome.Answered(GraphQlEngine.responseOf(result, price.told(actual)), actual);
  }

  /// Why nothing is left of an answer, where asking again soon may help.
  private static Optional<ClientError> busy(ExecutionResult result) {
    return result.getErrors().stream()
        .map(ClientErrors::classified)
        .filter(
            error -> error.code() == ErrorCode.OVERLOADED || error.code() == ErrorCode.UNAVAILABLE)
        .findFirst();
  }

  private ClientError timedOut() {
    String remains =
        ready.operation() == Operation.MUTATION
            ? "it is not known whether it took effect; sent again with the same id it has one"
                + " effect"
            : "ask for less or try again";
    return ClientErrors.of(
        ErrorCode.TIMEOUT,
        "executing the operation: expected an answer within "
            + timeout
            + ", found none; "
            + remains);
  }

  private static String labelOf(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered answered ->
          answered.response().containsKey("errors") ? "partial" : "ok";
      case Outcome.Refused refused -> refused.code().name();
      case Outcome.Stream _ -> "ok";
    };
  }
}
