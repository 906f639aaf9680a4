package com.caiatech.afdp.schemas.workflow;

import com.caiatech.afdp.schemas.id.RecordRef;

/// Where a record stands in its ledger, as proof that it is durable.
///
/// @param size of the volume once the record is in it: `volume:size` is the consistency token
/// @param standing whether the record was there before, so that this request changed nothing
public record Receipt(RecordRef ref, long size, boolean standing) {}
