/// One deployment at a time for a service in an environment: a workflow that holds the lock and the
/// queue. Start with {@link com.caiatech.afdp.workers.lock.EnvironmentLockWorkflow}; nothing here
/// may know what a holder does with the lock.
@NullMarked
package com.caiatech.afdp.workers.lock;

import org.jspecify.annotations.NullMarked;
