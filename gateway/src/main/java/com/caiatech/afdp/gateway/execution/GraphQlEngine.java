package com.caiatech.afdp.gateway.execution;

import com.caiatech.afdp.gateway.configuration.LimitConfiguration;
import com.caiatech.afdp.gateway.configuration.ShareConfiguration;
import com.caiatech.afdp.gateway.error.ErrorCode;
import com.caiatech.afdp.gateway.execution.Prepared.Ready;
import com.caiatech.afdp.gateway.load.CostRate;
import com.caiatech.afdp.gateway.load.FairCapacity;
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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Executes requests: {@link #prepare} first, so that the carrier may refuse what it must not
/// carry, then {@link #run}.
public final class GraphQlEngine {
  private static final Logger LOG = LoggerFactory.getLogger(GraphQlEngine.class);

  /// A stream that waits is one that nobody reads.
  private static final Duration NOW = Duration.ZERO;

  private final GraphQL graphql;
  private final PreparedDocuments documents;
  private final LimitConfiguration limits;
  private final GatewayMetrics metrics;
  private final FairCapacity capacity;
  private final FairCapacity streams;
  private final CostRate rate;

  public GraphQlEngine(
      SchemaWiring wiring,
      LimitConfiguration limits,
      ShareConfiguration share,
      GatewayMetrics metrics) {
    this.limits = limits;
    this.metrics = metrics;
    this.capacity = new FairCapacity(share.operations(limits));
    this.streams = new FairCapacity(share.streams(limits));
    this.rate = new CostRate(share.costPerSecond(), share.costBurst(), System::nanoTime);
    this.graphql =
        GraphQL.newGraphQL(wiring.executable())
            .defaultDataFetcherExceptionHandler(new FetchFaults())
            .preparsedDocumentProvider(
                (input, _) ->
                    CompletableFuture.completedFuture(
                        input.getGraphQLContext().get(PreparsedDocumentEntry.class)))
            .build();
    this.documents =
        new PreparedDocuments(
            graphql.getGraphQLSchema(), wiring.prices(), wiring.planner(), limits);
  }

  /// Parses, measures, validates and prices; executes nothing.
  public Prepared prepare(GraphQlRequest request) {
    PreparedDocument prepared = documents.of(request.query());
    PreparsedDocumentEntry document = prepared.entry();
    if (document.hasErrors()) {
      List<ClientError> errors =
          document.getErrors().stream().map(ClientErrors::classified).toList();
      ErrorCode code =
          errors.stream().anyMatch(error -> error.code() == ErrorCode.TOO_COMPLEX)
              ? ErrorCode.TOO_COMPLEX
              : ErrorCode.BAD_USER_INPUT;
      return refused(new Outcome.Refused(code, errors));
    }
    try {
      OperationDefinition definition =
          NodeUtil.getOperation(document.getDocument(), request.operationName())
              .operationDefinition;
      PreparedOperation operation = Objects.requireNonNull(prepared.operations().get(definition));
      OperationPrice price = OperationPrice.of(operation.price(), request.variables(), limits);
      return price
          .exceeded()
          .map(exceeded -> refused(Outcome.Refused.of(exceeded)))
          .orElseGet(() -> new Ready(request, document, definition, operation.plan(), price));
    } catch (UnknownOperationException unknown) {
      return refused(Outcome.Refused.of(ClientErrors.classified(unknown)));
    }
  }

  /// What speaks against keeping a document that shall be asked later, as {@link DocumentCheck}
  /// tells it.
  private Optional<String> problem(String document) {
    return switch (prepare(new GraphQlRequest(document, null, Map.of(), Map.of()))) {
      case Prepared.Refused refused ->
          Optional.of(refused.outcome().errors().getFirst().getMessage());
      case Ready ready when ready.operation() != Operation.QUERY ->
          Optional.of(
              "expected a query, found a %s"
                  .formatted(ready.operation().name().toLowerCase(Locale.ROOT)));
      case Ready _ -> Optional.empty();
    };
  }

  private Prepared refused(Outcome.Refused outcome) {
    metrics.executed("unknown", outcome.code().name(), Duration.ZERO);
    return new Prepared.Refused(outcome);
  }

  /// Executes a query or a mutation, or opens a subscription, on the calling thread, which has to
  /// be a virtual one of its own: it is interrupted when the operation's time is over.
  ///
  /// @param gone completes when the client does not wait any more, which ends a query; a mutation
  ///   goes on, for its effect is wanted
  /// @param told takes the outcome, once: when it is known or when the time is over, whichever is
  ///   first; in the latter case another thread tells it, while this one may still be at work
  public void run(
      Ready ready,
      String requestId,
      @Nullable TraceParent trace,
      Principal principal,
      CompletableFuture<Void> gone,
      Consumer<Outcome> told) {
    Duration wait = rate.charge(principal.personId(), ready.price().requested());
    if (wait.isPositive()) {
      metrics.executed(ready.operation().name(), ErrorCode.OVERLOADED.name(), Duration.ZERO);
      told.accept(Outcome.Refused.overloaded(tooFast(ready.price()), wait));
      return;
    }
    Duration timeout = timeout(ready);
    RequestContext context =
        new RequestContext(requestId, trace, principal, Instant.now().plus(timeout));
    Execution execution =
        new Execution(
            graphql,
            input(ready, context),
            ready,
            timeout,
            ready.operation() == Operation.QUERY ? gone : new CompletableFuture<>(),
            metrics,
            outcome -> {
              refund(principal, ready.price(), outcome);
              told.accept(outcome);
            });
    if (ready.operation() == Operation.SUBSCRIPTION) {
      execution.run(streams, principal.personId(), NOW);
    } else {
      execution.run(
          capacity, principal.personId(), timeout.dividedBy(2)); // the other half is for its work
    }
  }

  private static String tooFast(OperationPrice price) {
    return "executing the operation: it costs %d, and more was asked for in the last seconds than comes back; nothing was executed; ask again later"
        .formatted(price.requested());
  }

  /// What was not needed comes back to the caller.
  private void refund(Principal principal, OperationPrice price, Outcome outcome) {
    switch (outcome) {
      case Outcome.Answered answered ->
          rate.refund(principal.personId(), price.requested() - answered.cost());
      case Outcome.Refused refused when refused.code() == ErrorCode.OVERLOADED ->
          rate.refund(principal.personId(), price.requested());
      case Outcome.Refused _, Outcome.Stream _ -> {}
    }
  }

  private Duration timeout(Ready ready) {
    if (ready.operation() == Operation.MUTATION) {
      return limits.mutationTimeout();
    }
    return ready.asksFor(LimitConfiguration.DIGEST_FIELD)
        ? limits.queryTimeout().plus(limits.digestTimeout())
        : limits.queryTimeout();
  }

  /// Takes no more operations, and waits until the queries and mutations that run have ended.
  public void drain(Duration atMost) {
    capacity.close();
    streams.close();
    try {
      boolean idle = capacity.awaitIdle(atMost);
      LOG.info("stopping: {}", idle ? "all operations have ended" : "operations are cut off");
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  /// The response of an answer, with what it has cost.
  static Map<String, Object> responseOf(ExecutionResult result, Map<String, Object> cost) {
    Map<String, Object> extensions = new LinkedHashMap<>();
    if (result.getExtensions() != null) {
      result.getExtensions().forEach((name, value) -> extensions.put(name.toString(), value));
    }
    return priced(responseOf(result), extensions, cost);
  }

  /// The response of an answer without errors, with what it has cost.
  static Map<String, Object> responseOf(WrittenData data, Map<String, Object> cost) {
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("data", data);
    return priced(response, new LinkedHashMap<>(), cost);
  }

  private static Map<String, Object> priced(
      Map<String, Object> response, Map<String, Object> extensions, Map<String, Object> cost) {
    extensions.put("cost", cost);
    response.put("extensions", extensions);
    return response;
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
              values.put(DocumentCheck.class, (DocumentCheck) this::problem);
              values.put(PreparsedDocumentEntry.class, ready.document());
              values.put(Introspection.INTROSPECTION_DISABLED, !limits.introspection());
            })
        .build();
  }
}
