/// The target on this machine: releases are real processes behind a router, supervised, and found
/// again after a killed runner. Start with {@link
/// com.caiatech.afdp.workers.target.local.LocalTarget}; nothing outside the target's own folder is
/// written.
@NullMarked
package com.caiatech.afdp.workers.target.local;

import org.jspecify.annotations.NullMarked;
