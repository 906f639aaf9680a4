/// What kind of change a commit is, by its message and the files that it touches, and the change
/// log of a deployment. Start with {@link com.caiatech.afdp.graphmodel.change.ChangeLogQuery};
/// nothing here may write the graph.
@NullMarked
package com.caiatech.afdp.graphmodel.change;

import org.jspecify.annotations.NullMarked;
