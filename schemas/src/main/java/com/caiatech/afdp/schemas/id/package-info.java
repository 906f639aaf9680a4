/// One checked value type for each kind of identifier, so that no two kinds can be confused. Start
/// with {@link com.caiatech.afdp.schemas.id.Ids}; nothing here may depend on another package of
/// ours.
@NullMarked
package com.caiatech.afdp.schemas.id;

import org.jspecify.annotations.NullMarked;
