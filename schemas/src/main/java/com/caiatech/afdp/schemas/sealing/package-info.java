/// People and text: opaque person ids, personal values sealed with a key per person, and short
/// texts that may stand in clear. Start with {@link com.caiatech.afdp.schemas.sealing.Sealer};
/// nothing here may write a ledger or decide who may read.
@NullMarked
package com.caiatech.afdp.schemas.sealing;

import org.jspecify.annotations.NullMarked;
