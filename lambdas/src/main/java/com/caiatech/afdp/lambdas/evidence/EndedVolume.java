package com.caiatech.afdp.lambdas.evidence;

import com.caiatech.afdp.schemas.id.CommitId;
import org.jspecify.annotations.Nullable;

/// How a volume ended: what an observer saw, which nobody can tell from the volume alone once its
/// history was rewritten.
///
/// @param lastGood the last good commit; absent when the volume had none
/// @param found the commit that broke the structure; absent where the branch is gone
/// @param path the path that it broke, where it is one
public record EndedVolume(
    String kind,
    String reason,
    @Nullable CommitId lastGood,
    @Nullable CommitId found,
    @Nullable String path) {}
