/// Writes records to ledgers as signed commits, and reads back what happened to one subject. Start
/// with {@link com.caiatech.afdp.workers.ledger.LedgerWriter}, and for where ledgers lie with
/// {@link com.caiatech.afdp.workers.ledger.LedgerPlace}; nothing here may know what a record means
/// or talk to Temporal.
@NullMarked
package com.caiatech.afdp.workers.ledger;

import org.jspecify.annotations.NullMarked;
