/// Reads the bytes of a commit object into facts, as stock Git reads them. Start with {@link
/// com.caiatech.afdp.lambdas.commit.CommitText}; nothing here may touch a repository, a key or the
/// graph.
@NullMarked
package com.caiatech.afdp.lambdas.commit;

import org.jspecify.annotations.NullMarked;
