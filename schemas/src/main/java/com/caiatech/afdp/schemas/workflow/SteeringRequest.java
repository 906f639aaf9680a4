package com.caiatech.afdp.schemas.workflow;

import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.RecordInput;

/// A person's wish about a deployment that runs: that it stops, stands still or goes on.
///
/// @param input the request record to be, made and proven by the gateway; its logical step is the
///   action with the request id, such as `abortDeployment-<request id>`
public record SteeringRequest(RequestId requestId, RecordInput input) {
  public SteeringRequest {
    input.body(DeploymentRequest.class);
  }

  /// What is asked for.
  public DeploymentRequest request() {
    return input.body(DeploymentRequest.class);
  }
}
