package com.caiatech.afdp.workers.target;

import com.caiatech.afdp.workers.reason.Reason;

/// Whether traffic was divided anew.
public sealed interface ShiftOutcome {
  /// New requests go where they were told to.
  record Shifted() implements ShiftOutcome {}

  /// No instance of a deployment that was to get some is healthy; traffic flows as before.
  record Refused(Reason reason) implements ShiftOutcome {}
}
