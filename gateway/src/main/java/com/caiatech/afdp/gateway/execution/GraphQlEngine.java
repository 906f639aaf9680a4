package com.caiatech.afdp.gateway.execution;

import com.caiatech.afdp.gateway.configuration.LimitConfiguration;
import com.caiatech.afdp.gateway.error.ErrorCode;
import com.caiatech.afdp.gateway.execution.Prepared.Ready;
import com.caiatech.afdp.gateway.metrics.GatewayMetrics;
import com.caiatech.afdp.gateway.security.Principal;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.execution.UnknownOperationException;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.introspection.Introspection;
import graphql.language.NodeUtil;
import graphql.language.OperationDefinition;
import graphql.language.OperationDefinition.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.MDC;

/// Executes requests: {@link #prepare} first, so that the carrier may refuse what it must not
/// carry, then {@link #run}. Each operation has a virtual thread of its own and ends with its
/// timeout, whatever its data fetchers do.
public final class GraphQlEngine {
  private final GraphQL graphql;
  private final PreparedDocuments documents;
  private final LimitConfiguration limits;
  private final GatewayMetrics metrics;
  private final Semaphore capacity;
  private final Semaphore streams;

  public GraphQlEngine(SchemaWiring wiring, LimitConfiguration limits, GatewayMetrics metrics) {
    this.limits = limits;
    this.metrics = metrics;
    this.capacity = new Semaphore(limits.maxConcurrent());
    this.streams = new Semaphore(limits.maxStreams());
    this.graphql =
        GraphQL.newGraphQL(wiring.executable())
            .defaultDataFetcherExceptionHandler(new FetchFaults())
            .preparsedDocumentProvider(
                (input, _) ->
                    CompletableFuture.completedFuture(
                        input.getGraphQLContext().get(PreparsedDocumentEntry.class)))
            .build();
    this.documents = new PreparedDocuments(graphql.getGraphQLSchema(), limits);
  }

  /// Parses, measures and validates; executes nothing.
  public Prepared prepare(GraphQlRequest request) {
    PreparsedDocumentEntry document = documents.of(request.query());
    if (document.hasErrors()) {
      List<ClientError> errors =
          document.getErrors().stream().map(ClientErrors::classified).toList();
      ErrorCode code =
          errors.stream().anyMatch(error -> error.code() == ErrorCode.TOO_COMPLEX)
              ? ErrorCode.TOO_COMPLEX
              : ErrorCode.BAD_USER_INPUT;
      metrics.executed("unknown", code.name(), Duration.ZERO);
      return new Prepared.Refused(new Outcome.Refused(code, errors));
    }
    try {
      OperationDefinition definition =
          NodeUtil.getOperation(document.getDocument(), request.operationName())
              .operationDefinition;
      return new Ready(request, document, definition);
    } catch (UnknownOperationException unknown) {
      metrics.executed("unknown", ErrorCode.BAD_USER_INPUT.name(), Duration.ZERO);
      return new Prepared.Refused(Outcome.Refused.of(ClientErrors.classified(unknown)));
    }
  }

  /// Executes a query or a mutation, or opens a subscription.
  public Outcome run(
      Ready ready, String requestId, @Nullable TraceParent trace, Principal principal) {
    boolean subscription = ready.operation() == Operation.SUBSCRIPTION;
    Semaphore permits = subscription ? streams : capacity;
    long started = System.nanoTime();
    Outcome outcome;
    if (permits.tryAcquire()) {
      Duration timeout =
          ready.operation() == Operation.MUTATION
              ? limits.mutationTimeout()
              : limits.queryTimeout();
      RequestContext context =
          new RequestContext(requestId, trace, principal, Instant.now().plus(timeout));
      outcome = execute(new Execution(ready, input(ready, context), timeout, permits));
    } else {
      outcome =
          Outcome.Refused.of(
              ClientErrors.of(
                  ErrorCode.OVERLOADED,
                  "executing the operation: no capacity now, nothing was executed; try again"));
    }
    metrics.executed(
        ready.operation().name(), labelOf(outcome), Duration.ofNanos(System.nanoTime() - started));
    return outcome;
  }

  private record Execution(
      Ready ready, ExecutionInput input, Duration timeout, Semaphore permits) {}

  private Outcome execute(Execution execution) {
    CompletableFuture<ExecutionResult> answer = new CompletableFuture<>();
    Map<String, String> logged = MDC.getCopyOfContextMap();
    Thread thread =
        Thread.ofVirtual()
            .name("graphql")
            .start(() -> executeOnOwnThread(execution, answer, logged));
    try {
      return outcome(execution, answer.get(execution.timeout().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException late) {
      if (!answer.cancel(true)) {
        return outcome(execution, answer.join());
      }
      execution.input().cancel();
      thread.interrupt();
      return Outcome.Refused.of(timedOut(execution));
    } catch (ExecutionException failed) {
      return Outcome.Refused.of(ClientErrors.internal("executing the operation", failed));
    } catch (InterruptedException stopping) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      return Outcome.Refused.of(
          ClientErrors.of(ErrorCode.OVERLOADED, "executing the operation: the gateway stops"));
    }
  }

  /// The permit of a query is given back when its thread ends, not when its client is answered, so
  /// that work which outlives its timeout counts as load. That of a stream goes with the stream.
  private void executeOnOwnThread(
      Execution execution,
      CompletableFuture<ExecutionResult> answer,
      @Nullable Map<String, String> logged) {
    boolean streaming = false;
    metrics.operationStarted();
    if (logged != null) {
      MDC.setContextMap(logged);
    }
    try {
      ExecutionResult result = graphql.execute(execution.input());
      streaming = result.getData() instanceof Publisher<?> && answer.complete(result);
      answer.complete(result);
    } catch (RuntimeException | Error fault) {
      answer.completeExceptionally(fault);
    } finally {
      MDC.clear();
      metrics.operationEnded();
      if (!streaming) {
        execution.permits().release();
      }
    }
  }

  private Outcome outcome(Execution execution, ExecutionResult result) {
    if (result.getData() instanceof Publisher<?>) {
      Publisher<ExecutionResult> events = result.getData();
      return new Outcome.Stream(new CountedStream(events, execution.permits(), metrics).flux());
    }
    if (!result.isDataPresent()) {
      List<ClientError> errors = result.getErrors().stream().map(ClientErrors::classified).toList();
      ErrorCode code = errors.isEmpty() ? ErrorCode.INTERNAL : errors.getFirst().code();
      return new Outcome.Refused(code, errors);
    }
    return new Outcome.Answered(responseOf(result));
  }

  /// The response of an event or an answer, every error with its code.
  public static Map<String, Object> responseOf(ExecutionResult result) {
    Map<String, Object> response = new LinkedHashMap<>();
    if (!result.getErrors().isEmpty()) {
      response.put(
          "errors",
          result.getErrors().stream()
              .map(error -> ClientErrors.classified(error).toSpecification())
              .toList());
    }
    if (result.isDataPresent()) {
      response.put("data", result.getData());
    }
    if (result.getExtensions() != null && !result.getExtensions().isEmpty()) {
      response.put("extensions", result.getExtensions());
    }
    return response;
  }

  private ExecutionInput input(Ready ready, RequestContext context) {
    GraphQlRequest request = ready.request();
    return ExecutionInput.newExecutionInput(request.query())
        .operationName(request.operationName())
        .variables(request.variables())
        .extensions(request.extensions())
        .locale(Locale.ENGLISH)
        .graphQLContext(
            values -> {
              values.put(RequestContext.class, context);
              values.put(Principal.class, context.principal());
              values.put(PreparsedDocumentEntry.class, ready.document());
              values.put(Introspection.INTROSPECTION_DISABLED, !limits.introspection());
            })
        .build();
  }

  private static ClientError timedOut(Execution execution) {
    String remains =
        execution.ready().operation() == Operation.MUTATION
            ? "it is not known whether it took effect; sent again with the same id it has one"
                + " effect"
            : "ask for less or try again";
    return ClientErrors.of(
        ErrorCode.TIMEOUT,
        "executing the operation: expected an answer within "
            + execution.timeout()
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
