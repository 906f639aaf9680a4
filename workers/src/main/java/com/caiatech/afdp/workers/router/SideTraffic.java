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

  /// Well below the 30 s after which the JDK's server closes an idle connection, perhaps under a
  /// request.
  private static final int IDLE_MILLIS = 5_000;

  private final Side side;
  private final LoadBalancingProxyClient client;
  private final Counters counters;
  private final AtomicLong inFlight = new AtomicLong();

  SideTraffic(Side side) {
    this(side, connect(side), new Counters());
  }

  private SideTraffic(Side side, LoadBalancingProxyClient client, Counters counters) {
    this.side = side;
    this.client = client;
    this.counters = counters;
  }

  private static LoadBalancingProxyClient connect(Side side) {
    LoadBalancingProxyClient client = new LoadBalancingProxyClient();
    client.setConnectionsPerThread(CONNECTIONS_PER_THREAD);
    client.setTtl(IDLE_MILLIS);
    side.instances().forEach(client::addHost);
    return client;
  }

  /// The same deployment routed otherwise: it goes on counting, and keeps the connections where the
  /// instances are the same; what is in flight is counted anew.
  SideTraffic as(Side next) {
    if (next.equals(side)) {
      return this;
    }
    boolean sameInstances = next.instances().equals(side.instances());
    return new SideTraffic(next, sameInstances ? client : connect(next), counters);
  }

  boolean sharesConnectionsWith(SideTraffic other) {
    return client.equals(other.client);
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
    counters.count(status, nanos);
    inFlight.decrementAndGet();
  }

  long inFlight() {
    return inFlight.get();
  }

  boolean idle() {
    return inFlight.get() == 0;
  }

  SideStatistics statistics() {
    return counters.statistics();
  }

  void close() {
    client.closeCurrentConnections();
  }

  /// What the deployment answered, however it was routed.
  private static final class Counters {
    private final LongAdder errors = new LongAdder();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLongArray latencyNanos = new AtomicLongArray(WINDOW);

    void count(int status, long nanos) {
      latencyNanos.set((int) (requests.getAndIncrement() % WINDOW), nanos);
      if (status >= SERVER_ERROR) {
        errors.increment();
      }
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

    private static double percentile(long[] sorted, double share) {
      if (sorted.length == 0) {
        return Double.NaN;
      }
      int index = (int) Math.ceil(share * sorted.length) - 1;
      return sorted[Math.max(0, index)] / 1_000_000.0;
    }
  }
}
