package com.caiatech.afdp.gateway.execution;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// How many operations run at once. So many more wait for their turn, in the order in which they
/// came; beyond that they are refused at once. Thread-safe.
final class Capacity {
  private final int most;
  private final Semaphore turns;
  private final Semaphore places;
  private volatile boolean closed;

  /// @param most that run at once
  /// @param waiting the most that wait
  Capacity(int most, int waiting) {
    this.most = most;
    this.turns = new Semaphore(most, true);
    this.places = new Semaphore(waiting);
  }

  /// Takes a turn, which has to be given back.
  ///
  /// @param atMost how long to wait for it
  /// @return whether there is one
  boolean take(Duration atMost) {
    if (closed) {
      return false;
    }
    try {
      if (!turns.tryAcquire(0, TimeUnit.NANOSECONDS) && !awaited(atMost)) {
        return false;
      }
    } catch (InterruptedException givenUp) {
      Thread.currentThread().interrupt();
      return false;
    }
    boolean late = closed;
    if (late) {
      turns.release();
    }
    return !late;
  }

  private boolean awaited(Duration atMost) throws InterruptedException {
    if (!places.tryAcquire()) {
      return false;
    }
    try {
      return turns.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      places.release();
    }
  }

  void giveBack() {
    turns.release();
  }

  /// Gives out no more turns.
  void close() {
    closed = true;
  }

  /// Waits until all turns have been given back.
  ///
  /// @return whether they were in time
  boolean awaitIdle(Duration atMost) throws InterruptedException {
    return turns.tryAcquire(most, atMost.toNanos(), TimeUnit.NANOSECONDS);
  }
}
