package com.caiatech.afdp.schemas.workflow;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.record.DeploymentRequest;

/// What a deployment or rollback workflow is started with.
///
/// @param request the body of the request record, made and proven by the gateway; its logical step
///   is `request`
public record DeploymentStart(
    DeploymentId deploymentId,
    ServiceName service,
    EnvironmentName environment,
    DeploymentRequest request) {}
