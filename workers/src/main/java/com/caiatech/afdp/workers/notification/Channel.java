package com.caiatech.afdp.workers.notification;

/// One receiver of events, by one way of telling them. Used by one thread at a time.
public interface Channel {
  /// Whether the event says anything to this receiver at all.
  default boolean concerns(Event event) {
    return true;
  }

  /// Tells one event. It ends within half a minute, whatever the receiver does.
  ///
  /// @throws com.caiatech.afdp.schemas.SchemasException.KeyFault when a file with a secret cannot
  ///   be read now
  Delivery send(Event event) throws InterruptedException;
}
