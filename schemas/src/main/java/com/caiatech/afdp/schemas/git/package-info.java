/// Objects and packs of Git repositories that anybody may have written, read and fetched within
/// limits that are checked before memory is taken. Start with {@link
/// com.caiatech.afdp.schemas.git.BoundedObjects}; nothing here may know what a ledger is.
@NullMarked
package com.caiatech.afdp.schemas.git;

import org.jspecify.annotations.NullMarked;
