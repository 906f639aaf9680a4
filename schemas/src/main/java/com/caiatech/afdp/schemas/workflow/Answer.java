package com.caiatech.afdp.schemas.workflow;

import com.caiatech.afdp.schemas.record.RecordInput;

/// The answer to a person's request. A request that is sent again under its id gets the answer that
/// stands.
///
/// @param input what the outcome was given for: of the standing record where there is one, else of
///   the first request under the id. One whose digest differs from that of a later request says
///   that the id is another request's
public record Answer(RecordInput input, RequestOutcome outcome) {}
