package com.caiatech.afdp.schemas.workflow;

import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.record.DeploymentRequest;

/// A person's wish that a deployment stops and goes back to the healthy side.
///
/// @param requestId also the logical step of the record: `abort-<request id>`
public record AbortRequest(RequestId requestId, DeploymentRequest request) {}
