package com.caiatech.afdp.workers.lock;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a claim to a lock does where others are before it.
public enum LockPolicy {
  /// It waits for all of them.
  @JsonProperty("fifo")
  FIFO,
  /// Those that wait lose their place, unless they pre-empt.
  @JsonProperty("latest")
  LATEST,
  /// It gives up.
  @JsonProperty("reject")
  REJECT,
  /// Those that wait lose their place, unless they pre-empt too; the holder is told and decides
  /// whether it ends.
  @JsonProperty("preempt")
  PREEMPT
}
