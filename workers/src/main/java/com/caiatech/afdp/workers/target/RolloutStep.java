package com.caiatech.afdp.workers.target;

import com.caiatech.afdp.schemas.record.TrafficShare;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a step of a rollout ended.
///
/// @param done whether it did what it should; if not, traffic flows as before it
/// @param traffic the whole traffic after it
/// @param detail why it was not done, bounded; or what is worth knowing
public record RolloutStep(boolean done, List<TrafficShare> traffic, @Nullable String detail) {
  public RolloutStep {
    traffic = List.copyOf(traffic);
  }
}
