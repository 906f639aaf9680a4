package com.caiatech.afdp.graphmodel.query;

import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.neo4j.driver.Bookmark;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/// Looks at the ledgers' sizes for all who wait for one: one small statement at a time, however
/// many wait, and none while nobody does. Safe for many threads.
///
/// A size can be read a moment before the indexes, or another server of a cluster, know of what was
/// committed with it. So each look gives its bookmarks: a server holds a statement that carries
/// them back until all that the look could have seen is applied.
final class LedgerWatch {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
  private static final String SIZES = "MATCH (l:Ledger) RETURN l.volume AS volume, l.size AS size";

  private final Driver driver;
  private final SessionConfig session;
  private final List<Waiter> waiters = new ArrayList<>();
  private Look last = new Look(Map.of(), Set.of());
  private boolean looking;

  /// What was seen at one time.
  ///
  /// @param sizes entries of each volume that are projected
  /// @param bookmarks for the sessions of those who rely on the sizes
  record Look(Map<VolumeName, Long> sizes, Set<Bookmark> bookmarks) {
    long size(VolumeName volume) {
      return sizes.getOrDefault(volume, 0L);
    }

    boolean reaches(List<ConsistencyToken> tokens) {
      return tokens.stream().allMatch(token -> size(token.volume()) >= token.size());
    }
  }

  private record Waiter(List<ConsistencyToken> tokens, CompletableFuture<Look> reached) {}

  LedgerWatch(Driver driver, SessionConfig session) {
    this.driver = driver;
    this.session = session;
  }

  /// Waits until the projection has reached all the tokens.
  ///
  /// @return the look that saw so, or one more when the time is over, or the last one when the
  ///   thread is interrupted
  /// @throws org.neo4j.driver.exceptions.Neo4jException when the graph does not answer
  Look await(List<ConsistencyToken> tokens, Duration atMost) {
    Look known = last();
    if (known.reaches(tokens)) {
      return known;
    }
    Waiter waiter = new Waiter(tokens, new CompletableFuture<>());
    join(waiter);
    try {
      return waiter.reached.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      return seen(); // where a look takes longer than the time, the projection may be there
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return last();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new IllegalStateException("looking at the ledgers' sizes", failed);
    } finally {
      leave(waiter);
    }
  }

  private synchronized Look last() {
    return last;
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
        release(seen());
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

  private synchronized void release(Look look) {
    last = look;
    waiting().stream()
        .filter(waiter -> look.reaches(waiter.tokens))
        .forEach(
            waiter -> {
              leave(waiter);
              waiter.reached.complete(look);
            });
  }

  private Look seen() {
    try (Session reading = driver.session(session)) {
      Map<VolumeName, Long> sizes = new HashMap<>();
      for (Record row : reading.run(SIZES).list()) {
        sizes.put(new VolumeName(row.get("volume").asString()), row.get("size").asLong());
      }
      return new Look(Map.copyOf(sizes), reading.lastBookmarks());
    }
  }
}
