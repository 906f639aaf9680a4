/// Turns the result of a statement into rows and pages: start with {@link
/// com.caiatech.afdp.graphmodel.query.reading.Reader}.
@NullMarked
package com.caiatech.afdp.graphmodel.query.reading;

import org.jspecify.annotations.NullMarked;
