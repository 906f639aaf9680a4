/// What tests of every module share, published as this module's `test-jar`. Start reading at
/// [com.caiatech.afdp.schemas.testing.Golden]; nothing here knows a record, a ledger or a key.
@NullMarked
package com.caiatech.afdp.schemas.testing;

import org.jspecify.annotations.NullMarked;
