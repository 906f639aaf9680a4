package com.caiatech.afdp.schemas.workflow;

import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.RecordInput;

/// A person's decision about a deployment's plan.
///
/// @param input the decision record to be, made and proven by the gateway; its logical step is
///   `<action>-<request id>`
public record DecisionRequest(RequestId requestId, RecordInput input) {
  public DecisionRequest {
    input.body(ApprovalDecision.class);
  }

  /// What was decided.
  public ApprovalDecision decision() {
    return input.body(ApprovalDecision.class);
  }
}
