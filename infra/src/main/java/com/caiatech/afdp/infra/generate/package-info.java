/// Writes a generated organisation as what the platform would have left: a state folder with signed
/// ledgers, Git repositories, and the truth beside them. Start with {@link
/// com.caiatech.afdp.infra.generate.Generation}; what happens comes from {@code generate.model}
/// alone, and no byte of a record or a ledger is made here but by the code that makes it elsewhere.
@NullMarked
package com.caiatech.afdp.infra.generate;

import org.jspecify.annotations.NullMarked;
