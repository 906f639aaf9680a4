package com.caiatech.afdp.gateway.http;

import com.caiatech.afdp.gateway.configuration.LimitConfiguration;
import com.caiatech.afdp.gateway.error.ErrorCode;
import com.caiatech.afdp.gateway.execution.ClientErrors;
import com.caiatech.afdp.gateway.execution.GraphQlEngine;
import com.caiatech.afdp.gateway.execution.Outcome;
import com.caiatech.afdp.gateway.execution.Prepared;
import graphql.language.OperationDefinition.Operation;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import jakarta.inject.Named;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/// GraphQL over HTTP and over SSE on one path; what the client accepts decides which. GET carries
/// queries alone, POST carries JSON alone, so that no page of another origin can change anything
/// without a preflight. Each request has a virtual thread from its first byte read to its answer,
/// and no other: handing it on costs more than a small query.
@Controller(Route.GRAPHQL_PATH)
@Produces(MediaType.ALL)
final class GraphQlController {
  private static final String MUTATION_BY_GET =
      "executing a mutation: expected POST, found GET; nothing was executed";

  private final GraphQlEngine engine;
  private final EventStreams streams;
  private final RequestReader reader;
  private final int maxResponseBytes;
  private final ExecutorService threads;

  GraphQlController(
      GraphQlEngine engine,
      EventStreams streams,
      LimitConfiguration limits,
      @Named(TaskExecutors.VIRTUAL) ExecutorService threads) {
    this.engine = engine;
    this.streams = streams;
    this.reader = new RequestReader(limits.maxInputDepth(), limits.maxBodyBytes());
    this.maxResponseBytes = limits.maxResponseBytes();
    this.threads = threads;
  }

  @Get(headRoute = false)
  CompletableFuture<HttpResponse<?>> get(HttpRequest<?> request) {
    return answered(request, () -> reader.readUrl(request.getParameters()));
  }

  @Post
  @Consumes(MediaType.ALL)
  CompletableFuture<HttpResponse<?>> post(HttpRequest<?> request, @Body byte @Nullable [] body) {
    return answered(request, () -> reader.readBody(body));
  }

  private CompletableFuture<HttpResponse<?>> answered(
      HttpRequest<?> request, Supplier<Reading> reading) {
    CompletableFuture<HttpResponse<?>> reply = new CompletableFuture<>();
    Runnable work =
        () -> {
          try {
            answer(request, reading.get(), reply);
          } catch (RuntimeException | Error fault) {
            reply.completeExceptionally(fault);
          }
        };
    threads.execute(PropagatedContext.wrapCurrent(work));
    return reply;
  }

  private void answer(
      HttpRequest<?> request, Reading reading, CompletableFuture<HttpResponse<?>> reply) {
    Accepted accepted = Accepted.of(request.getHeaders().getAll(HttpHeaders.ACCEPT));
    Optional<ReplyType> preferred = accepted.preferred();
    if (preferred.isEmpty()) {
      reply.complete(
          notAcceptable(
              "expected one of application/graphql-response+json, application/json and"
                  + " text/event-stream"));
      return;
    }
    switch (reading) {
      case Reading.Malformed malformed ->
          reply.complete(Replies.failed(malformed.status(), malformed.error(), preferred.get()));
      case Reading.Read read -> {
        switch (engine.prepare(read.request())) {
          case Prepared.Refused refused ->
              reply.complete(reply(refused.outcome(), preferred.get()));
          case Prepared.Ready ready -> execute(request, ready, accepted, preferred.get(), reply);
        }
      }
    }
  }

  private void execute(
      HttpRequest<?> request,
      Prepared.Ready ready,
      Accepted accepted,
      ReplyType preferred,
      CompletableFuture<HttpResponse<?>> reply) {
    boolean streaming = ready.operation() == Operation.SUBSCRIPTION;
    if (ready.operation() == Operation.MUTATION && request.getMethod() == HttpMethod.GET) {
      reply.complete(
          Replies.failed(
                  HttpStatus.METHOD_NOT_ALLOWED,
                  ClientErrors.of(ErrorCode.BAD_USER_INPUT, MUTATION_BY_GET),
                  preferred)
              .header(HttpHeaders.ALLOW, "POST"));
      return;
    }
    if (streaming && !accepted.takes(ReplyType.EVENT_STREAM)) {
      reply.complete(notAcceptable("a subscription is answered as text/event-stream alone"));
      return;
    }
    Exchange.Arrival arrival = Exchange.arrival(request).orElseThrow();
    ReplyType type = streaming ? ReplyType.EVENT_STREAM : preferred;
    engine.run(
        ready,
        arrival.requestId(),
        arrival.trace(),
        Exchange.principal(request),
        gone(request, reply),
        outcome -> reply.complete(reply(outcome, type)));
  }

  /// What completes when the client closes its connection before it has a reply.
  private static CompletableFuture<Void> gone(
      HttpRequest<?> request, CompletableFuture<HttpResponse<?>> reply) {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    if (request instanceof NettyHttpRequest<?> netty) {
      ChannelFuture closed = netty.getChannelHandlerContext().channel().closeFuture();
      ChannelFutureListener told = _ -> gone.complete(null);
      var _ = closed.addListener(told);
      var _ =
          reply.whenComplete((_, _) -> closed.removeListener(told)); // the connection serves others
    }
    return gone;
  }

  /// Over SSE, what was refused is an event too: a browser's `EventSource` tells its page nothing
  /// of other answers. Only what no retry of the stream would cure keeps its status.
  private HttpResponse<?> reply(Outcome outcome, ReplyType type) {
    boolean stream = type == ReplyType.EVENT_STREAM;
    return switch (outcome) {
      case Outcome.Stream events -> events(streams.of(events.results()));
      case Outcome.Answered answered when stream -> events(streams.ofOne(answered.response()));
      case Outcome.Answered answered -> Replies.answered(answered, type, maxResponseBytes);
      case Outcome.Refused refused when stream && refused.code() != ErrorCode.OVERLOADED ->
          events(streams.ofOne(refused.response()));
      case Outcome.Refused refused -> Replies.refused(refused, type);
    };
  }

  private static MutableHttpResponse<?> events(Flux<byte[]> events) {
    return HttpResponse.ok(events)
        .contentType(ReplyType.EVENT_STREAM.contentType())
        .header("X-Accel-Buffering", "no");
  }

  private static HttpResponse<?> notAcceptable(String expected) {
    return Replies.failed(
        HttpStatus.NOT_ACCEPTABLE,
        ClientErrors.of(ErrorCode.BAD_USER_INPUT, "answering what the client accepts: " + expected),
        ReplyType.JSON);
  }
}
