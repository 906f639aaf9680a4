package com.caiatech.afdp.gateway.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// The meters of the gateway's own work, each name spelled here alone; {@link IntakeCollector}
/// tells of intakes, {@link com.caiatech.afdp.gateway.audit.RefusalLog} of refusals that were lost.
///
/// `http.server.requests` (route, method, status), `graphql.operations` (type, outcome),
/// `graphql.running` and `graphql.streams` (now), `gateway.authentication` (outcome).
public final class GatewayMetrics {
  private final MeterRegistry registry;
  private final AtomicInteger streams = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();

  public GatewayMetrics(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("graphql.running", running, AtomicInteger::get)
        .description("queries and mutations being executed")
        .register(registry);
    Gauge.builder("graphql.streams", streams, AtomicInteger::get)
        .description("open subscriptions")
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /// Times an HTTP request.
  ///
  /// @param route one of a fixed set of names, never the request's own path
  public void answered(String route, String method, int status, Duration took) {
    Timer.builder("http.server.requests")
        .description("HTTP requests until their status was known")
        .tag("route", route)
        .tag("method", method)
        .tag("status", Integer.toString(status))
        .register(registry)
        .record(took);
  }

  /// Times an operation.
  ///
  /// @param type query, mutation, subscription or unknown
  /// @param outcome ok, partial, or the code of the error that left no data
  public void executed(String type, String outcome, Duration took) {
    Timer.builder("graphql.operations")
        .description("GraphQL operations from the parsed request to the answer")
        .tag("type", type.toLowerCase(Locale.ROOT))
        .tag("outcome", outcome.toLowerCase(Locale.ROOT))
        .register(registry)
        .record(took);
  }

  /// Counts an authentication.
  ///
  /// @param outcome authenticated, missing, rejected, withoutrole, throttled or unavailable
  public void authenticated(String outcome) {
    registry.counter("gateway.authentication", "outcome", outcome).increment();
  }

  public void operationStarted() {
    running.incrementAndGet();
  }

  public void operationEnded() {
    running.decrementAndGet();
  }

  public void streamOpened() {
    streams.incrementAndGet();
  }

  public void streamClosed() {
    streams.decrementAndGet();
  }
}
