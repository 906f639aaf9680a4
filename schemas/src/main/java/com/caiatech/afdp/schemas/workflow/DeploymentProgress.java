package com.caiatech.afdp.schemas.workflow;

import com.caiatech.afdp.schemas.id.DeploymentId;
import java.util.List;

/// What a deployment has done so far, in order.
public record DeploymentProgress(
    DeploymentId deploymentId, List<ProgressEvent> events, boolean ended) {
  public DeploymentProgress {
    events = List.copyOf(events);
  }
}
