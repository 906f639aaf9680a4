package com.caiatech.afdp.workers.router;

import java.util.concurrent.atomic.AtomicLong;

/// A side as it was routed at one time, with the requests that came to it then.
final class SideTraffic {
  private final Side side;
  private final Upstream upstream;
  private final AtomicLong inFlight = new AtomicLong();

  SideTraffic(Side side, RouterLimits limits) {
    this(side, new Upstream(side.instances(), limits));
  }

  private SideTraffic(Side side, Upstream upstream) {
    this.side = side;
    this.upstream = upstream;
  }

  /// The same deployment routed otherwise: it goes on counting, and keeps the connections to the
  /// instances that stay; what is in flight is counted anew.
  SideTraffic as(Side next) {
    if (next.equals(side)) {
      return this;
    }
    upstream.routeTo(next.instances());
    return new SideTraffic(next, upstream);
  }

  Side side() {
    return side;
  }

  Upstream upstream() {
    return upstream;
  }

  void enter() {
    inFlight.incrementAndGet();
  }

  void leave() {
    inFlight.decrementAndGet();
  }

  long inFlight() {
    return inFlight.get();
  }

  boolean idle() {
    return inFlight.get() == 0;
  }

  SideStatistics statistics() {
    return upstream.counters().statistics();
  }

  void close() {
    upstream.close();
  }
}
