package com.caiatech.afdp.workers.router;

import io.undertow.client.UndertowClient;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ConnectionPoolErrorHandler;
import io.undertow.server.handlers.proxy.ConnectionPoolManager;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyClient;
import io.undertow.server.handlers.proxy.ProxyConnection;
import io.undertow.server.handlers.proxy.ProxyConnectionPool;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.xnio.OptionMap;

/// The kept-alive connections to one instance. How many are in use is guarded by its {@link
/// Upstream}'s monitor.
final class InstanceConnections {
  /// Below the 5 s after which a Node server closes an idle connection, perhaps under a request.
  private static final int IDLE_MILLIS = 2_000;

  private static final long AVOIDED_NANOS = Duration.ofSeconds(1).toNanos();

  private final URI uri;
  private final ProxyConnectionPool pool;
  private volatile long failedNanos = System.nanoTime() - AVOIDED_NANOS;
  private int inUse;

  InstanceConnections(URI uri, int most) {
    this.uri = uri;
    this.pool =
        new ProxyConnectionPool(
            new PoolLimits(most), uri, UndertowClient.getInstance(), OptionMap.EMPTY);
  }

  URI uri() {
    return uri;
  }

  int inUse() {
    return inUse;
  }

  void take() {
    inUse++;
  }

  void giveBack() {
    inUse--;
  }

  /// Whether it did not take a connection a moment ago.
  boolean isAvoided() {
    return System.nanoTime() - failedNanos < AVOIDED_NANOS;
  }

  void markFailed() {
    failedNanos = System.nanoTime();
  }

  /// Must run on the exchange's own thread.
  void connect(
      ProxyClient.ProxyTarget target,
      HttpServerExchange exchange,
      ProxyCallback<ProxyConnection> callback) {
    pool.connect(target, exchange, callback, -1, TimeUnit.MILLISECONDS, false);
  }

  /// What is in use ends with its request.
  void close() {
    pool.close();
  }

  /// The pool never refuses by itself: who gets a connection is decided before.
  private static final class PoolLimits
      extends ConnectionPoolErrorHandler.SimpleConnectionPoolErrorHandler
      implements ConnectionPoolManager {
    private final int most;

    PoolLimits(int most) {
      this.most = most;
    }

    @Override
    public boolean handleError() {
      return true; // the next request may try again
    }

    @Override
    public int getProblemServerRetry() {
      return 0;
    }

    @Override
    public int getMaxConnections() {
      return most;
    }

    @Override
    public int getMaxCachedConnections() {
      return most;
    }

    @Override
    public int getSMaxConnections() {
      return 0;
    }

    @Override
    public long getTtl() {
      return IDLE_MILLIS;
    }

    @Override
    public int getMaxQueueSize() {
      return 0;
    }
  }
}
