package com.caiatech.afdp.gateway.execution;

import com.caiatech.afdp.gateway.metrics.GatewayMetrics;
import graphql.ExecutionResult;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/// A subscription's events, counted as an open stream until they end, fail or are cancelled; then
/// its turn is given back, once.
final class CountedStream {
  private final Publisher<ExecutionResult> events;
  private final Runnable atEnd;
  private final GatewayMetrics metrics;
  private final AtomicBoolean ended = new AtomicBoolean();

  CountedStream(Publisher<ExecutionResult> events, Runnable atEnd, GatewayMetrics metrics) {
    this.events = events;
    this.atEnd = atEnd;
    this.metrics = metrics;
    metrics.streamOpened();
  }

  Flux<ExecutionResult> flux() {
    return Flux.from(events).doFinally(_ -> end());
  }

  private void end() {
    if (ended.compareAndSet(false, true)) {
      metrics.streamClosed();
      atEnd.run();
    }
  }
}
