package com.caiatech.afdp.workers.output;

import com.caiatech.afdp.schemas.id.Sha256;

/// What stands for an output in records.
///
/// @param lines a last one without a line feed counts
public record Printed(Sha256 sha256, long bytes, long lines) {}
