package com.caiatech.afdp.schemas.record;

import org.jspecify.annotations.Nullable;

/// What a check measured; absent where nothing could be measured.
///
/// @param cpuUsageAvg cores in use on average, 1.0 being one core
/// @param memoryPeak bytes
/// @param latencyP50 milliseconds
/// @param latencyP95 milliseconds
/// @param passRate 0 to 1
/// @param samples how many observations the measurements rest on
public record Measurements(
    @Nullable Double cpuUsageAvg,
    @Nullable Long memoryPeak,
    @Nullable Double latencyP50,
    @Nullable Double latencyP95,
    @Nullable Double passRate,
    @Nullable Long samples) {}
