package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.intent.Intent;
import org.jspecify.annotations.Nullable;

/// A person's decision about the exact plan of a deployment.
///
/// @param role the role in which the person decided
/// @param planSha256 the plan digest that was decided on
/// @param rule the approval rule it satisfies, such as `production-approval`
public record ApprovalDecision(
    Decision decision,
    PersonId decidedBy,
    String role,
    Sha256 planSha256,
    String rule,
    @Nullable String reason,
    @Nullable Intent intent)
    implements PersonCaused {}
