package com.caiatech.afdp.graphmodel.query;

import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/// Looks at the ledgers' sizes for all who wait for one: one small statement at a time, however
/// many wait, and none while nobody does. Safe for many threads.
final class LedgerWatch {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
  private static final String SIZES = "MATCH (l:Ledger) RETURN l.volume AS volume, l.size AS size";

  private final Driver driver;
  private final SessionConfig session;
  private final List<Waiter> waiters = new ArrayList<>();
  private boolean looking;

  private record Waiter(List<ConsistencyToken> tokens, CompletableFuture<Void> reached) {
    boolean isReached(Map<String, Long> sizes) {
      return tokens.stream()
          .allMatch(token -> sizes.getOrDefault(token.volume().value(), 0L) >= token.size());
    }
  }

  LedgerWatch(Driver driver, SessionConfig session) {
    this.driver = driver;
    this.session = session;
  }

  /// Waits until the projection has reached all the tokens.
  ///
  /// @return false when the time is over or the thread was interrupted
  /// @throws org.neo4j.driver.exceptions.Neo4jException when the graph does not answer
  boolean await(List<ConsistencyToken> tokens, Duration atMost) {
    Waiter waiter = new Waiter(tokens, new CompletableFuture<>());
    join(waiter);
    try {
      waiter.reached.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException late) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new IllegalStateException("looking at the ledgers' sizes", failed);
    } finally {
      leave(waiter);
    }
  }

  private synchronized void join(Waiter waiter) {
    waiters.add(waiter);
    if (!looking) {
      looking = true;
      Thread.ofVirtual().name("ledger-watch").start(this::look);
    }
  }

  private synchronized void leave(Waiter waiter) {
    waiters.remove(waiter);
  }

  private synchronized boolean goesOn() {
    looking = !waiters.isEmpty();
    return looking;
  }

  private synchronized List<Waiter> waiting() {
    return List.copyOf(waiters);
  }

  private void look() {
    while (goesOn()) {
      try {
        Map<String, Long> sizes = sizes();
        waiting().stream()
            .filter(waiter -> waiter.isReached(sizes))
            .forEach(
                waiter -> {
                  leave(waiter);
                  waiter.reached.complete(null);
                });
        Thread.sleep(BETWEEN_LOOKS);
      } catch (RuntimeException | InterruptedException fault) {
        waiting()
            .forEach(
                waiter -> {
                  leave(waiter);
                  waiter.reached.completeExceptionally(fault);
                });
      }
    }
  }

  private Map<String, Long> sizes() {
    try (Session reading = driver.session(session)) {
      Map<String, Long> sizes = new HashMap<>();
      for (Record row : reading.run(SIZES).list()) {
        sizes.put(row.get("volume").asString(), row.get("size").asLong());
      }
      return sizes;
    }
  }
}
