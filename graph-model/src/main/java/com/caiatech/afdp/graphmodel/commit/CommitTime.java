package com.caiatech.afdp.graphmodel.commit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A moment that a commit names.
///
/// @param zone the offset from UTC that its clock had, such as `+01:00`; absent where the commit
///   gives none that a clock can have
public record CommitTime(Instant at, @Nullable String zone) {}
