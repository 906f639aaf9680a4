package com.caiatech.afdp.workers.activity;

import com.caiatech.afdp.schemas.record.StepResult;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.workers.reason.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a step on a target ended.
///
/// @param traffic the whole traffic after it
public record StepOutcome(StepResult result, List<TrafficShare> traffic, @Nullable Reason detail) {
  public StepOutcome {
    traffic = List.copyOf(traffic);
  }
}
