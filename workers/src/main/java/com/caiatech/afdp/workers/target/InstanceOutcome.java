package com.caiatech.afdp.workers.target;

import com.caiatech.afdp.workers.reason.Reason;

/// How the start of instances ended.
public sealed interface InstanceOutcome {
  /// They answer their health check, and get no more traffic than before.
  record Healthy() implements InstanceOutcome {}

  /// One of them is not there; what was started has been stopped. What it printed is in its log.
  record Failed(Reason reason) implements InstanceOutcome {}
}
