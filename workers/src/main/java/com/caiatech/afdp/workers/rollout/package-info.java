/// Carries out the steps of a plan on a target: instances, traffic, checks. Start with {@link
/// com.caiatech.afdp.workers.rollout.TargetRollout}; nothing here decides what a failed step means
/// for a deployment.
@NullMarked
package com.caiatech.afdp.workers.rollout;

import org.jspecify.annotations.NullMarked;
