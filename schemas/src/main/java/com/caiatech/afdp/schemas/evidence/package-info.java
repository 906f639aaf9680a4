/// What observers noted of ledgers, for reading alone: only the module `lambdas` writes it. Start
/// with {@link com.caiatech.afdp.schemas.evidence.AcceptedHeads}; nothing here may reach a Git host
/// or write a file.
@NullMarked
package com.caiatech.afdp.schemas.evidence;

import org.jspecify.annotations.NullMarked;
