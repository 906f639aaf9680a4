package com.caiatech.afdp.schemas.record;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One step of a deployment strategy and the traffic that flowed when it ended.
///
/// @param traffic the whole traffic of the service in the environment after the step
public record DeploymentStep(
    int number,
    String name,
    StepResult result,
    List<TrafficShare> traffic,
    Instant startedAt,
    Instant endedAt,
    @Nullable String detail)
    implements RecordBody {
  public DeploymentStep {
    traffic = List.copyOf(traffic);
  }
}
