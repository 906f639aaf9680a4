package com.caiatech.afdp.gateway.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs all probes at once, each bounded, and keeps the result for a moment, so that strangers who
/// ask often cost the parts nothing.
public final class HealthReport {
  private static final Logger LOG = LoggerFactory.getLogger(HealthReport.class);

  private final List<HealthProbe> probes;
  private final Duration timeout;
  private final Duration kept;
  private @Nullable Result latest;
  private boolean stopping;

  /// All components, by name.
  public record Result(Map<String, ComponentHealth> components, long takenNanos) {
    /// Whether every component works.
    public boolean isUp() {
      return components.values().stream().allMatch(ComponentHealth.Up.class::isInstance);
    }
  }

  /// Asks the given probes.
  ///
  /// @param timeout after which a component that has not answered is down
  /// @param kept for how long a result is given again
  public HealthReport(List<HealthProbe> probes, Duration timeout, Duration kept) {
    this.probes = List.copyOf(probes);
    this.timeout = timeout;
    this.kept = kept;
  }

  /// Says from now on that the gateway stops, so that nobody sends requests to it any more.
  public synchronized void stop() {
    stopping = true;
  }

  public synchronized Result current() {
    if (stopping) {
      return new Result(
          Map.of("gateway", new ComponentHealth.Down("the gateway stops")), System.nanoTime());
    }
    Result known = latest;
    if (known != null && System.nanoTime() - known.takenNanos() < kept.toNanos()) {
      return known;
    }
    Result fresh = new Result(ask(), System.nanoTime());
    latest = fresh;
    return fresh;
  }

  private record Asked(HealthProbe probe, FutureTask<ComponentHealth> answer, Thread thread) {}

  private Map<String, ComponentHealth> ask() {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<Asked> open = new ArrayList<>();
    for (HealthProbe probe : probes) {
      FutureTask<ComponentHealth> answer = new FutureTask<>(probe.check());
      open.add(
          new Asked(
              probe, answer, Thread.ofVirtual().name("health-" + probe.name()).start(answer)));
    }
    Map<String, ComponentHealth> components = new LinkedHashMap<>();
    for (Asked asked : open) {
      components.put(asked.probe.name(), await(asked, deadline));
    }
    return components;
  }

  private ComponentHealth await(Asked asked, long deadline) {
    try {
      return asked.answer.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException silent) {
      asked.answer.cancel(true);
      return new ComponentHealth.Down("no answer within " + timeout.toMillis() + " ms");
    } catch (ExecutionException failed) {
      LOG.warn(
          "health: asking {} failed: {}", asked.probe.name(), String.valueOf(failed.getCause()));
      return new ComponentHealth.Down("it cannot be reached");
    } catch (InterruptedException stopping) {
      asked.thread.interrupt();
      Thread.currentThread().interrupt();
      return new ComponentHealth.Down("the gateway stops");
    }
  }
}
