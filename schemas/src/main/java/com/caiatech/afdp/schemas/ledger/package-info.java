/// The layout of ledgers, and reading and verifying them: bytes, commits and a policy in, verdicts
/// out. Start with {@link com.caiatech.afdp.schemas.ledger.LedgerPath}; nothing here may write a
/// ledger or ask a clock.
@NullMarked
package com.caiatech.afdp.schemas.ledger;

import org.jspecify.annotations.NullMarked;
