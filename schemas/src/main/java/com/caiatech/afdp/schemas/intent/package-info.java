/// What a person meant, and the proofs that it was meant. Start with {@link
/// com.caiatech.afdp.schemas.intent.Intent}; nothing here may ask a clock: what has expired is
/// decided against times inside the record and its ledger.
@NullMarked
package com.caiatech.afdp.schemas.intent;

import org.jspecify.annotations.NullMarked;
