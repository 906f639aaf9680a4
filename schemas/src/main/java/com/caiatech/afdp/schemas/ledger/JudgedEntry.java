package com.caiatech.afdp.schemas.ledger;

/// An entry and whether it counts.
public record JudgedEntry(LedgerEntry entry, Verdict verdict) {}
