package com.caiatech.afdp.workers.lock;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// Where a deployment stands with a lock.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "place")
@JsonSubTypes({
  @JsonSubTypes.Type(value = LockPlace.Granted.class, name = "granted"),
  @JsonSubTypes.Type(value = LockPlace.Queued.class, name = "queued"),
  @JsonSubTypes.Type(value = LockPlace.Busy.class, name = "busy"),
  @JsonSubTypes.Type(value = LockPlace.Released.class, name = "released")
})
public sealed interface LockPlace {
  /// It holds the lock.
  record Granted() implements LockPlace {}

  /// It waits.
  ///
  /// @param position counts from 1
  /// @param behind who is directly before it
  record Queued(int position, DeploymentId behind) implements LockPlace {}

  /// It wanted no place behind others, and has none.
  ///
  /// @param with who holds the lock, or is next to
  record Busy(DeploymentId with) implements LockPlace {}

  /// It had a place and gave it back; it gets none again.
  record Released() implements LockPlace {}
}
