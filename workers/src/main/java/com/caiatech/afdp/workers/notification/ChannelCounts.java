package com.caiatech.afdp.workers.notification;

import java.util.concurrent.atomic.LongAdder;

/// What became of the events of a channel since the start.
public final class ChannelCounts {
  private final String channel;
  private final LongAdder sent = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  ChannelCounts(String channel) {
    this.channel = channel;
  }

  /// The channel's name.
  public String channel() {
    return channel;
  }

  /// Events that the receiver took.
  public long sent() {
    return sent.sum();
  }

  /// Attempts that failed and are made again.
  public long failed() {
    return failed.sum();
  }

  /// Events that were given up: refused, sent in vain for too long, or too old.
  public long dropped() {
    return dropped.sum();
  }

  void countSent() {
    sent.increment();
  }

  void countFailed() {
    failed.increment();
  }

  void countDropped() {
    dropped.increment();
  }
}
