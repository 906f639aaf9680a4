/// The workflows of deployments and rollbacks: from a request to the closed manifest. Start with
/// {@link com.caiatech.afdp.workers.deployment.DeploymentCourse}; nothing here may do I/O, read a
/// clock or draw random values, for it is replayed.
@NullMarked
package com.caiatech.afdp.workers.deployment;

import org.jspecify.annotations.NullMarked;
