package com.caiatech.afdp.schemas.workflow;

/// Where in its course a deployment is.
public enum DeploymentPhase {
  QUEUED,
  PREPARING,
  PRE_CHECKS,
  AWAITING_APPROVAL,
  DEPLOYING,
  PAUSED,
  POST_CHECKS,
  RESTORING,
  CLOSING,
  ENDED
}
