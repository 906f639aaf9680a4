package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.VolumeName;
import org.jspecify.annotations.Nullable;

/// The entries of a volume whose index is at least `from` and less than `until`.
///
/// @param until the first distrusted index; absent while the grant lasts
public record IndexRange(VolumeName volume, long from, @Nullable Long until) {}
