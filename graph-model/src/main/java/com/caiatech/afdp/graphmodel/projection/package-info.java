/// What trusted records say as nodes and relationships, and how that is written: in one transaction
/// with the watermark, as the difference between two pure functions of the records. Start with
/// {@link com.caiatech.afdp.graphmodel.projection.SubjectFacts}, then {@link
/// com.caiatech.afdp.graphmodel.projection.GraphWriter}; nothing here may verify, fetch or ask a
/// clock.
@NullMarked
package com.caiatech.afdp.graphmodel.projection;

import org.jspecify.annotations.NullMarked;
