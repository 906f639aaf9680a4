package com.caiatech.afdp.gateway.subscription;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.workflow.ProgressEvent;

/// An event of a deployment.
record NumberedEvent(DeploymentId deploymentId, ProgressEvent event) {}
