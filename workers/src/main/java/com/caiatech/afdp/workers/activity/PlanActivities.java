package com.caiatech.afdp.workers.activity;

import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import io.temporal.activity.ActivityInterface;
import java.time.Instant;

/// Makes the plan of a deployment out of what is true when its turn comes.
@ActivityInterface(namePrefix = "Plan")
public interface PlanActivities {
  /// Fetches the repositories and pins the commits, their digests, what serves now and the
  /// sequence. Where a manifest of the same request stands already, the plan is that one, byte for
  /// byte. Changes nothing.
  Planning pin(DeploymentStart start, RecordRef requestRef, Instant openedAt);
}
