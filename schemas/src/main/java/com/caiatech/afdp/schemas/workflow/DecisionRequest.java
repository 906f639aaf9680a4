package com.caiatech.afdp.schemas.workflow;

import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.record.ApprovalDecision;

/// A person's decision about a deployment's plan.
///
/// @param requestId also the logical step of the record: `decision-<request id>`
public record DecisionRequest(RequestId requestId, ApprovalDecision decision) {}
