/// What has to be true before a deployment may run, and the plan that follows from it: registered
/// names, resolvable refs, a valid descriptor, evidence of what is gone back to. Start with {@link
/// com.caiatech.afdp.workers.plan.Admissions}; nothing here may change a target.
@NullMarked
package com.caiatech.afdp.workers.plan;

import org.jspecify.annotations.NullMarked;
