/// What travels between the functions: that a ref of a ledger or of a source repository was moved.
/// Start with {@link com.caiatech.afdp.schemas.event.PushEvent}; nothing here may be believed
/// without looking at the repository itself.
@NullMarked
package com.caiatech.afdp.schemas.event;

import org.jspecify.annotations.NullMarked;
