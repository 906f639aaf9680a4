package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The result of a check with its measurements.
///
/// @param query what was asked: a URL path, a command line or a metric query
/// @param outputSha256 digest of the check's full output
public record CheckResult(
    String name,
    CheckStage stage,
    CheckType checkType,
    CheckStatus status,
    Measurements measurements,
    @Nullable String query,
    @Nullable Sha256 outputSha256,
    Instant startedAt,
    Instant endedAt,
    @Nullable String reason)
    implements RecordBody {}
