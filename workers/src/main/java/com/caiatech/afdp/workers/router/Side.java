package com.caiatech.afdp.workers.router;

import com.caiatech.afdp.schemas.id.DeploymentId;
import java.net.URI;
import java.util.List;

/// One deployment's instances and their share of the traffic.
///
/// @param instances base URIs of the instances, at least one
/// @param weight 0 to 100, relative to the other sides
public record Side(DeploymentId deploymentId, List<URI> instances, int weight) {
  public Side {
    instances = List.copyOf(instances);
    if (instances.isEmpty()) {
      throw new IllegalArgumentException(
          "Side " + deploymentId + ": expected at least one instance, found none");
    }
    if (weight < 0 || weight > 100) {
      throw new IllegalArgumentException(
          "Side " + deploymentId + ": expected a weight of 0 to 100, found " + weight);
    }
  }
}
