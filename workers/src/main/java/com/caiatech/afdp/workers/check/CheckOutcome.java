package com.caiatech.afdp.workers.check;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.CheckType;
import com.caiatech.afdp.schemas.record.Measurements;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a check found; the fields are those of the record that is made of it.
///
/// @param reason short, absent when it passed
public record CheckOutcome(
    String name,
    CheckStage stage,
    CheckType checkType,
    CheckStatus status,
    Measurements measurements,
    @Nullable String query,
    @Nullable Sha256 outputSha256,
    Instant startedAt,
    Instant endedAt,
    @Nullable String reason) {}
