/// Whose signatures and statements count: the trust policy, its history, and the verification of a
/// person's intent. Start with {@link com.caiatech.afdp.schemas.trust.TrustPolicy}; nothing here
/// may read a repository or ask a clock.
@NullMarked
package com.caiatech.afdp.schemas.trust;

import org.jspecify.annotations.NullMarked;
