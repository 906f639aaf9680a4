/// Commits of source repositories in the graph, and which of them a deployment shipped or withdrew.
/// Start with {@link com.caiatech.afdp.graphmodel.commit.CommitWriter}; nothing here may read a
/// repository: rows come in, statements go out.
@NullMarked
package com.caiatech.afdp.graphmodel.commit;

import org.jspecify.annotations.NullMarked;
