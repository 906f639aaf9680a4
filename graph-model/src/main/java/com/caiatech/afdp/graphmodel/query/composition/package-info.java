/// Makes one statement of a selection, once for each shape: start with {@link
/// com.caiatech.afdp.graphmodel.query.composition.QueryCompiler}.
@NullMarked
package com.caiatech.afdp.graphmodel.query.composition;

import org.jspecify.annotations.NullMarked;
