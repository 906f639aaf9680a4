package com.caiatech.afdp.schemas.plan;

import com.caiatech.afdp.schemas.id.Sha256;

/// A set of commits of one repository by its size and digest.
///
/// @param setSha256 SHA-256 of the sorted commit ids, each followed by a line feed
public record CommitSet(long count, Sha256 setSha256) {}
