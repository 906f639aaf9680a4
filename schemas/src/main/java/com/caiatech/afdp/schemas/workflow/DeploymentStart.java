package com.caiatech.afdp.schemas.workflow;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.RecordInput;

/// What a deployment or rollback workflow is started with.
///
/// @param input the request record to be, made and proven by the gateway; its logical step is
///   `request`
public record DeploymentStart(
    DeploymentId deploymentId,
    ServiceName service,
    EnvironmentName environment,
    RecordInput input) {
  public DeploymentStart {
    input.body(DeploymentRequest.class);
  }

  /// What is asked for.
  public DeploymentRequest request() {
    return input.body(DeploymentRequest.class);
  }
}
