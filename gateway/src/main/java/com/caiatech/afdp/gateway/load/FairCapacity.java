package com.caiatech.afdp.gateway.load;

import com.caiatech.afdp.schemas.id.PersonId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// How many things run at once, in all and for each caller. A few more of each caller wait for
/// their turn, in the order in which they came; a turn that is given back goes to the caller who
/// has the fewest, and among those to whom it was longest denied. Whoever finds no place to wait is
/// refused at once. Thread-safe.
public final class FairCapacity {
  private final Bounds bounds;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final Map<PersonId, Caller> callers = new LinkedHashMap<>(); // guarded by lock
  private int running; // guarded by lock
  private int waiting; // guarded by lock
  private boolean closed; // guarded by lock

  /// How many may run, and how many may wait.
  ///
  /// @param most that run at once
  /// @param mostEach that run at once for one caller
  /// @param waiting the most that wait
  /// @param waitingEach the most that wait of one caller
  public record Bounds(int most, int mostEach, int waiting, int waitingEach) {}

  private static final class Caller {
    private final Deque<Waiter> queue = new ArrayDeque<>();
    private int running;
  }

  private static final class Waiter {
    private final Condition turn;
    private boolean granted;

    Waiter(Condition turn) {
      this.turn = turn;
    }
  }

  public FairCapacity(Bounds bounds) {
    this.bounds = bounds;
  }

  /// Takes a turn, which has to be given back.
  ///
  /// @param atMost how long to wait for it
  /// @return whether there is one
  public boolean take(PersonId of, Duration atMost) {
    lock.lock();
    try {
      Caller caller = callers.computeIfAbsent(of, _ -> new Caller());
      boolean taken = !closed && (startsNow(caller) || awaited(caller, atMost));
      forgetIdle(of, caller);
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private boolean startsNow(Caller caller) {
    boolean free = running < bounds.most && caller.running < bounds.mostEach;
    if (free) {
      start(caller);
    }
    return free;
  }

  private void start(Caller caller) {
    caller.running++;
    running++;
  }

  private boolean awaited(Caller caller, Duration atMost) {
    if (waiting >= bounds.waiting || caller.queue.size() >= bounds.waitingEach) {
      return false;
    }
    Waiter waiter = new Waiter(lock.newCondition());
    caller.queue.add(waiter);
    waiting++;
    try {
      long left = atMost.toNanos();
      while (!waiter.granted && !closed && left > 0) {
        left = waiter.turn.awaitNanos(left);
      }
    } catch (InterruptedException givenUp) {
      Thread.currentThread().interrupt();
      if (waiter.granted) {
        waiter.granted = false;
        end(caller);
      }
    }
    if (!waiter.granted && caller.queue.remove(waiter)) {
      waiting--;
    }
    return waiter.granted;
  }

  /// Gives back a turn that this caller took.
  public void giveBack(PersonId of) {
    lock.lock();
    try {
      Caller caller = callers.get(of);
      if (caller == null || caller.running == 0) {
        throw new IllegalStateException("giving back a turn that was not taken");
      }
      end(caller);
      forgetIdle(of, caller);
    } finally {
      lock.unlock();
    }
  }

  private void end(Caller caller) {
    caller.running--;
    running--;
    grant();
    if (running == 0) {
      idle.signalAll();
    }
  }

  private void grant() {
    while (!closed && running < bounds.most) {
      PersonId next = next();
      if (next == null) {
        return;
      }
      Caller caller = Objects.requireNonNull(callers.remove(next));
      callers.put(next, caller); // behind all others
      Waiter waiter = caller.queue.remove();
      waiting--;
      waiter.granted = true;
      start(caller);
      waiter.turn.signal();
    }
  }

  private @Nullable PersonId next() {
    PersonId next = null;
    int fewest = bounds.mostEach;
    for (Map.Entry<PersonId, Caller> entry : callers.entrySet()) {
      Caller caller = entry.getValue();
      if (!caller.queue.isEmpty() && caller.running < fewest) {
        next = entry.getKey();
        fewest = caller.running;
      }
    }
    return next;
  }

  private void forgetIdle(PersonId of, Caller caller) {
    if (caller.running == 0 && caller.queue.isEmpty()) {
      callers.remove(of, caller);
    }
  }

  /// How many wait now.
  public int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  /// Gives out no more turns, also to those who wait.
  public void close() {
    lock.lock();
    try {
      closed = true;
      callers.values().forEach(caller -> caller.queue.forEach(waiter -> waiter.turn.signal()));
    } finally {
      lock.unlock();
    }
  }

  /// Waits until all turns have been given back.
  ///
  /// @return whether they were in time
  public boolean awaitIdle(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (running > 0 && left > 0) {
        left = idle.awaitNanos(left);
      }
      return running == 0;
    } finally {
      lock.unlock();
    }
  }
}
