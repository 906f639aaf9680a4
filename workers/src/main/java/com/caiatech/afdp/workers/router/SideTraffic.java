package com.caiatech.afdp.workers.router;

import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/// A side with its connections and counters.
final class SideTraffic {
  private static final int WINDOW = 4_096;
  private static final int CONNECTIONS_PER_THREAD = 64;
  private static final int SERVER_ERROR = 500;

  private final Side side;
  private final LoadBalancingProxyClient client = new LoadBalancingProxyClient();
  private final AtomicLong inFlight = new AtomicLong();
  private final LongAdder errors = new LongAdder();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLongArray latencyNanos = new AtomicLongArray(WINDOW);

  SideTraffic(Side side) {
    this.side = side;
    client.setConnectionsPerThread(CONNECTIONS_PER_THREAD);
    side.instances().forEach(client::addHost);
  }

  Side side() {
    return side;
  }

  LoadBalancingProxyClient client() {
    return client;
  }

  void enter() {
    inFlight.incrementAndGet();
  }

  /// Takes back an {@link #enter} whose request goes elsewhere.
  void leave() {
    inFlight.decrementAndGet();
  }

  void answered(int status, long nanos) {
    latencyNanos.set((int) (requests.getAndIncrement() % WINDOW), nanos);
    if (status >= SERVER_ERROR) {
      errors.increment();
    }
    inFlight.decrementAndGet();
  }

  boolean idle() {
    return inFlight.get() == 0;
  }

  SideStatistics statistics() {
    int known = (int) Math.min(requests.get(), WINDOW);
    long[] sorted = new long[known];
    for (int i = 0; i < known; i++) {
      sorted[i] = latencyNanos.get(i);
    }
    Arrays.sort(sorted);
    return new SideStatistics(
        requests.get(), errors.sum(), percentile(sorted, 0.50), percentile(sorted, 0.95));
  }

  void close() {
    client.closeCurrentConnections();
  }

  private static double percentile(long[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, index)] / 1_000_000.0;
  }
}
