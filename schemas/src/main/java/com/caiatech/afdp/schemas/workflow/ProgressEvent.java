package com.caiatech.afdp.schemas.workflow;

import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.TrafficShare;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing that happened in a deployment.
///
/// @param number counts from 1 within the deployment
/// @param step of the plan that was under way, counted from 1; null before the first and after the
///   last
/// @param traffic as known after the event; empty when not known
/// @param status only in the last event
public record ProgressEvent(
    int number,
    Instant at,
    DeploymentPhase phase,
    @Nullable Integer step,
    String message,
    List<TrafficShare> traffic,
    @Nullable DeploymentStatus status) {
  public ProgressEvent {
    traffic = List.copyOf(traffic);
  }
}
