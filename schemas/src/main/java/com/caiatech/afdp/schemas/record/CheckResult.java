package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The result of a check with its measurements.
///
/// @param query what was asked: a URL path, a command line or a metric query
/// @param outputSha256 digest of the check's full output, which itself stands in no record
/// @param reason a sentence of ours, which quotes nothing of the output
/// @param outputBytes the size of that output
/// @param outputLines its lines; a last one without a line feed counts
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
    @Nullable String reason,
    @Nullable Long outputBytes,
    @Nullable Long outputLines)
    implements RecordBody {}
