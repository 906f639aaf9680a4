package com.caiatech.afdp.workers.notification;

import java.time.Duration;

/// What came of telling one event to a receiver.
public sealed interface Delivery {
  /// The receiver has taken it.
  record Taken() implements Delivery {}

  /// It has not, or nobody knows; the next attempt may succeed.
  ///
  /// @param reason without any secret, and without what the receiver sent
  /// @param notBefore how long the receiver wants to be left alone; zero where it says nothing
  record Failed(String reason, Duration notBefore) implements Delivery {
    /// By a receiver that does not say when it wants to be asked again.
    Failed(String reason) {
      this(reason, Duration.ZERO);
    }
  }

  /// It will not take it, however often it is sent.
  ///
  /// @param reason as above
  record Refused(String reason) implements Delivery {}
}
