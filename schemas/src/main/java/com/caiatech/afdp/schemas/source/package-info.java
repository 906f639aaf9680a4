/// Reads deployed repositories: a local mirror with a ref on every deployed commit, what a name
/// means there, the digest of a tree, the set of commits between two deployments, and checkouts of
/// a tree. Start with {@link com.caiatech.afdp.schemas.source.SourceMirror}; only `schemas.id` may
/// be used here, and nothing may write to the repository that is mirrored.
@NullMarked
package com.caiatech.afdp.schemas.source;

import org.jspecify.annotations.NullMarked;
