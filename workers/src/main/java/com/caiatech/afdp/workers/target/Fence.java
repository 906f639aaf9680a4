package com.caiatech.afdp.workers.target;

import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;

/// The right to change a service in an environment: a target refuses it once a higher sequence has
/// been seen there.
///
/// @param sequence of the deployment within that service and environment, from 1
public record Fence(ServiceName service, EnvironmentName environment, long sequence) {
  public Fence {
    if (sequence < 1) {
      throw new IllegalArgumentException(
          "Fence of %s in %s: expected a sequence from 1, found %d"
              .formatted(service, environment, sequence));
    }
  }
}
