package com.caiatech.afdp.gateway.http;

import com.caiatech.afdp.gateway.execution.ClientErrors;
import com.caiatech.afdp.gateway.execution.GraphQlEngine;
import graphql.ExecutionResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/// Writes results as server-sent events, as GraphQL over SSE demands in its distinct connections
/// mode: an event `next` for each result, then `complete`. A comment keeps a silent stream alive. A
/// stream that ends without `complete` was cut, and its client connects again.
public final class EventStreams {
  private static final byte[] COMPLETE = utf8("event: complete\ndata:\n\n");
  private static final byte[] COMMENT = utf8(":\n\n");

  private final Duration keepAlive;
  private final Sinks.Empty<Void> closing = Sinks.empty();

  public EventStreams(Duration keepAlive) {
    this.keepAlive = keepAlive;
  }

  /// All events of a subscription. Cancelling it cancels the subscription.
  Flux<byte[]> of(Publisher<ExecutionResult> results) {
    Sinks.Empty<Void> ended = Sinks.empty();
    Flux<byte[]> events =
        Flux.from(results)
            .map(result -> next(GraphQlEngine.responseOf(result)))
            .onErrorResume(
                fault ->
                    Flux.just(
                        next(
                            Map.of(
                                "errors",
                                List.of(
                                    ClientErrors.internal("streaming a subscription", fault)
                                        .toSpecification())))))
            .concatWith(Flux.just(COMPLETE))
            .doOnTerminate(ended::tryEmitEmpty);
    Flux<byte[]> comments =
        Flux.interval(Duration.ZERO, keepAlive)
            .map(_ -> COMMENT)
            .onBackpressureDrop()
            .takeUntilOther(ended.asMono());
    return Flux.merge(events, comments).takeUntilOther(closing.asMono());
  }

  /// One response, then `complete`.
  Flux<byte[]> ofOne(Map<String, Object> response) {
    return Flux.just(next(response), COMPLETE);
  }

  /// Cuts every open stream, so that a stopping gateway waits for none.
  public void close() {
    closing.tryEmitEmpty();
  }

  private static byte[] next(Map<String, Object> response) {
    return utf8(
        "event: next\ndata: "
            + new String(Replies.bytes(response), StandardCharsets.UTF_8)
            + "\n\n");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
