package com.caiatech.afdp.gateway.http;

import com.caiatech.afdp.gateway.configuration.LimitConfiguration;
import com.caiatech.afdp.gateway.error.ErrorCode;
import com.caiatech.afdp.gateway.execution.ClientErrors;
import com.caiatech.afdp.gateway.execution.GraphQlEngine;
import com.caiatech.afdp.gateway.execution.GraphQlRequest;
import com.caiatech.afdp.gateway.execution.Outcome;
import com.caiatech.afdp.gateway.execution.Prepared;
import graphql.language.OperationDefinition.Operation;
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
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/// GraphQL over HTTP and over SSE on one path; what the client accepts decides which. GET carries
/// queries alone, POST carries JSON alone, so that no page of another origin can change anything
/// without a preflight.
@Controller(Route.GRAPHQL_PATH)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
final class GraphQlController {
  private static final String MUTATION_BY_GET =
      "executing a mutation: expected POST, found GET; nothing was executed";

  private final GraphQlEngine engine;
  private final EventStreams streams;
  private final RequestReader reader;

  GraphQlController(GraphQlEngine engine, EventStreams streams, LimitConfiguration limits) {
    this.engine = engine;
    this.streams = streams;
    this.reader = new RequestReader(limits.maxInputDepth(), limits.maxBodyBytes());
  }

  @Get(headRoute = false)
  HttpResponse<?> get(HttpRequest<?> request) {
    return answer(request, reader.readUrl(request.getParameters()));
  }

  @Post
  @Consumes(MediaType.ALL)
  HttpResponse<?> post(HttpRequest<?> request, @Body byte @Nullable [] body) {
    return answer(request, reader.readBody(body));
  }

  private HttpResponse<?> answer(HttpRequest<?> request, Reading reading) {
    Accepted accepted = Accepted.of(request.getHeaders().getAll(HttpHeaders.ACCEPT));
    Optional<ReplyType> preferred = accepted.preferred();
    if (preferred.isEmpty()) {
      return notAcceptable(
          "expected one of application/graphql-response+json, application/json and"
              + " text/event-stream");
    }
    return switch (reading) {
      case Reading.Malformed malformed ->
          Replies.failed(malformed.status(), malformed.error(), preferred.get());
      case Reading.Read read -> answer(request, read.request(), accepted, preferred.get());
    };
  }

  private HttpResponse<?> answer(
      HttpRequest<?> request, GraphQlRequest wanted, Accepted accepted, ReplyType preferred) {
    return switch (engine.prepare(wanted)) {
      case Prepared.Refused refused -> reply(refused.outcome(), preferred);
      case Prepared.Ready ready -> {
        if (ready.operation() == Operation.MUTATION && request.getMethod() == HttpMethod.GET) {
          yield Replies.failed(
                  HttpStatus.METHOD_NOT_ALLOWED,
                  ClientErrors.of(ErrorCode.BAD_USER_INPUT, MUTATION_BY_GET),
                  preferred)
              .header(HttpHeaders.ALLOW, "POST");
        }
        boolean streaming = ready.operation() == Operation.SUBSCRIPTION;
        if (streaming && !accepted.takes(ReplyType.EVENT_STREAM)) {
          yield notAcceptable("a subscription is answered as text/event-stream alone");
        }
        Exchange.Arrival arrival = Exchange.arrival(request).orElseThrow();
        Outcome outcome =
            engine.run(ready, arrival.requestId(), arrival.trace(), Exchange.principal(request));
        yield reply(outcome, streaming ? ReplyType.EVENT_STREAM : preferred);
      }
    };
  }

  /// Over SSE, what was refused is an event too: a browser's `EventSource` tells its page nothing
  /// of other answers. Only what no retry of the stream would cure keeps its status.
  private HttpResponse<?> reply(Outcome outcome, ReplyType type) {
    boolean stream = type == ReplyType.EVENT_STREAM;
    return switch (outcome) {
      case Outcome.Stream events -> events(streams.of(events.results()));
      case Outcome.Answered answered when stream -> events(streams.ofOne(answered.response()));
      case Outcome.Answered answered -> Replies.answered(answered, type);
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
