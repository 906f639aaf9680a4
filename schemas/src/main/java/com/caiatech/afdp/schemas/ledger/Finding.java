package com.caiatech.afdp.schemas.ledger;

/// One thing that is wrong with an entry or a commit.
///
/// @param reason what was expected and what was found
public record Finding(ViolationKind kind, String reason) {}
