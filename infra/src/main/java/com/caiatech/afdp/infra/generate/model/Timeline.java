package com.caiatech.afdp.infra.generate.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/// What is to happen, in the order of its moments; what has one moment, in the order in which it
/// was asked for.
final class Timeline {
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparing(Task::at).thenComparingLong(Task::number));
  private Instant now;
  private long asked;

  Timeline(Instant begin) {
    this.now = begin;
  }

  Instant now() {
    return now;
  }

  /// Has something happen at a moment; now, where that is over.
  void at(Instant moment, Runnable task) {
    tasks.add(new Task(moment.isBefore(now) ? now : moment, asked++, task));
  }

  /// Lets happen what comes next.
  ///
  /// @return whether there was anything
  boolean step() {
    Task next = tasks.poll();
    if (next == null) {
      return false;
    }
    now = next.at();
    next.task().run();
    return true;
  }

  private record Task(Instant at, long number, Runnable task) {}
}
