package com.caiatech.afdp.workers.target;

import com.caiatech.afdp.workers.reason.Reason;
import java.net.URI;
import java.time.Duration;

/// How the start of an instance ended.
public sealed interface InstanceOutcome {
  /// It answers its health check, and gets no traffic yet.
  record Healthy(URI address, Duration took) implements InstanceOutcome {}

  /// It is not there; what was started of it has been stopped. What it printed is in its log.
  record Failed(Reason reason) implements InstanceOutcome {}
}
