/// The contracts every other module builds on: identifiers, records, ledger layout and
/// verification, signing, and the workflow contract. Start with {@link
/// com.caiatech.afdp.schemas.record.RecordBody}; nothing here may touch a framework, the graph or a
/// running service.
@NullMarked
package com.caiatech.afdp.schemas;

import org.jspecify.annotations.NullMarked;
