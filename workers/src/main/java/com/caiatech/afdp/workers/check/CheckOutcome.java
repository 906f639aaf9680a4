package com.caiatech.afdp.workers.check;

import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.CheckType;
import com.caiatech.afdp.schemas.record.Measurements;
import com.caiatech.afdp.workers.output.Printed;
import com.caiatech.afdp.workers.reason.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a check found.
///
/// @param printed absent where it could not begin
/// @param reason absent when it passed
public record CheckOutcome(
    String name,
    CheckStage stage,
    CheckType checkType,
    CheckStatus status,
    Measurements measurements,
    @Nullable String query,
    @Nullable Printed printed,
    Instant startedAt,
    Instant endedAt,
    @Nullable Reason reason) {
  /// The record's body; only here it is made, so that its reason is always one of ours.
  public CheckResult result() {
    return new CheckResult(
        name,
        stage,
        checkType,
        status,
        measurements,
        query,
        printed == null ? null : printed.sha256(),
        startedAt,
        endedAt,
        Reason.textOf(reason),
        printed == null ? null : printed.bytes(),
        printed == null ? null : printed.lines());
  }
}
