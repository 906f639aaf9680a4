/// Verifies whole ledgers from their bytes alone: every entry, every deployment and, where the
/// repositories are at hand, what the deployments say of them. Start with {@link
/// com.caiatech.afdp.schemas.verify.LedgersVerifier}; nothing here may write to what it verifies.
@NullMarked
package com.caiatech.afdp.schemas.verify;

import org.jspecify.annotations.NullMarked;
