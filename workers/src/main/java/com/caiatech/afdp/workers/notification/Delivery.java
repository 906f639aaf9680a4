package com.caiatech.afdp.workers.notification;

/// What came of telling one event to a receiver.
public sealed interface Delivery {
  /// The receiver has taken it.
  record Taken() implements Delivery {}

  /// It has not, or nobody knows; the next attempt may succeed.
  ///
  /// @param reason without any secret, and without what the receiver sent
  record Failed(String reason) implements Delivery {}

  /// It will not take it, however often it is sent.
  ///
  /// @param reason as above
  record Refused(String reason) implements Delivery {}
}
