package com.caiatech.afdp.workers.target.local;

import com.caiatech.afdp.schemas.id.DeploymentId;

/// One of the places that a deployment's instances take.
///
/// @param number from 1
record Replica(DeploymentId deployment, int number) {
  static Replica of(Instance instance) {
    return new Replica(instance.entry().deploymentId(), instance.entry().replica());
  }
}
