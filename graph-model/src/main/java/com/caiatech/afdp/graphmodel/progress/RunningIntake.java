package com.caiatech.afdp.graphmodel.progress;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An intake that has something left to do, as far as anybody draws it. It holds no name of a
/// closed list, so that one which newer software tells of is drawn like any other.
///
/// @param source the full name of the repository or the volume; its name alone where newer software
///   counts what this does not know
/// @param total absent while nobody knows
/// @param ratePerSecond absent while too little was seen
/// @param movedAt when it last got on
public record RunningIntake(
    String source,
    long done,
    @Nullable Long total,
    @Nullable Double ratePerSecond,
    Instant movedAt) {}
