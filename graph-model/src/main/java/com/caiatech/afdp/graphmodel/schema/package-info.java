/// The names in the graph: labels, relationship types, properties and ids, each spelled once. Start
/// with {@link com.caiatech.afdp.graphmodel.schema.Labels}; nothing here may depend on another
/// package of this module.
@NullMarked
package com.caiatech.afdp.graphmodel.schema;

import org.jspecify.annotations.NullMarked;
