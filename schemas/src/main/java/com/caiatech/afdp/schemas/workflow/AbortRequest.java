package com.caiatech.afdp.schemas.workflow;

import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.RecordInput;

/// A person's wish that a deployment stops and goes back to the healthy side.
///
/// @param input the request record to be, made and proven by the gateway; its logical step is
///   `abortDeployment-<request id>`
public record AbortRequest(RequestId requestId, RecordInput input) {
  public AbortRequest {
    input.body(DeploymentRequest.class);
  }

  /// What is asked for.
  public DeploymentRequest request() {
    return input.body(DeploymentRequest.class);
  }
}
