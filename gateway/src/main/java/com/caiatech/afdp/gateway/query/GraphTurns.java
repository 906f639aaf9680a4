package com.caiatech.afdp.gateway.query;

import com.caiatech.afdp.gateway.error.ErrorCode;
import com.caiatech.afdp.gateway.error.GatewayException;
import com.caiatech.afdp.gateway.execution.RequestContext;
import com.caiatech.afdp.gateway.load.FairCapacity;
import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.schemas.id.PersonId;
import graphql.schema.DataFetchingEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the graph in turns that principals share, so that none of them has all connections. A
/// question that stands alone in its operation is asked on the operation's own thread, several are
/// asked side by side.
final class GraphTurns {
  private static final Logger LOG = LoggerFactory.getLogger(GraphTurns.class);

  private final FairCapacity statements;
  private final Executor threads;

  GraphTurns(FairCapacity statements, Executor threads) {
    this.statements = statements;
    this.threads = threads;
  }

  /// The answer, or its future where others are asked beside it.
  @Nullable Object answered(
      DataFetchingEnvironment environment, Supplier<@Nullable Object> question) {
    RequestContext context = RequestContext.of(environment.getGraphQlContext());
    return beside(environment, () -> inTurn(context, question));
  }

  /// The same of a question that many share, who wait for it and must not hold turns meanwhile.
  @Nullable Object shared(
      DataFetchingEnvironment environment, Supplier<@Nullable Object> question) {
    return beside(environment, () -> told(question));
  }

  private @Nullable Object beside(
      DataFetchingEnvironment environment, Supplier<@Nullable Object> question) {
    boolean alone =
        environment.getOperationDefinition().getSelectionSet().getSelections().size() == 1;
    return alone ? question.get() : beside(question);
  }

  /// The answer to one of several questions.
  <T extends @Nullable Object> CompletableFuture<T> beside(Supplier<T> question) {
    return CompletableFuture.supplyAsync(question, threads);
  }

  /// The answer, on the calling thread. It waits for its turn for half of its time at most, so that
  /// what begins has time to end.
  @Nullable Object inTurn(RequestContext context, Supplier<@Nullable Object> question) {
    PersonId caller = context.principal().personId();
    Duration left = Duration.between(Instant.now(), context.deadline());
    if (!statements.take(caller, left.dividedBy(2))) {
      throw new GatewayException.Refused(
          ErrorCode.OVERLOADED,
          "asking the graph: too many statements wait for their turn; nothing was read; ask again");
    }
    try {
      return told(question);
    } finally {
      statements.giveBack(caller);
    }
  }

  /// What the client may know of a fault.
  private static @Nullable Object told(Supplier<@Nullable Object> question) {
    try {
      return question.get();
    } catch (GraphModelException.InvalidArgument invalid) {
      throw refused(ErrorCode.BAD_USER_INPUT, invalid);
    } catch (GraphModelException.NotFound absent) {
      throw refused(ErrorCode.NOT_FOUND, absent);
    } catch (GraphModelException.QueryTimedOut late) {
      throw refused(ErrorCode.TIMEOUT, late);
    } catch (GraphModelException.GraphUnavailable silent) {
      LOG.warn("{}", silent.getMessage(), silent.getCause());
      throw refused(ErrorCode.UNAVAILABLE, silent);
    }
  }

  private static GatewayException.Refused refused(ErrorCode code, GraphModelException fault) {
    return new GatewayException.Refused(code, String.valueOf(fault.getMessage()), Map.of(), fault);
  }
}
