package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.DeploymentId;

/// The share of a service's traffic that one deployment serves.
///
/// @param weight percent, 0 to 100
public record TrafficShare(DeploymentId deploymentId, int weight) {
  public TrafficShare {
    if (weight < 0 || weight > 100) {
      throw new IllegalArgumentException(
          "TrafficShare: expected a weight of 0 to 100, found " + weight);
    }
  }
}
