/// The records that ledgers hold, as Java types, and their JSON form. Start with {@link
/// com.caiatech.afdp.schemas.record.LedgerRecord}; nothing here may know where a record is stored
/// or who signed it.
@NullMarked
package com.caiatech.afdp.schemas.record;

import org.jspecify.annotations.NullMarked;
