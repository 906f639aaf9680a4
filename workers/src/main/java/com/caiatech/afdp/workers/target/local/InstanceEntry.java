package com.caiatech.afdp.workers.target.local;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One process in the table that outlives the runner. It is written without a pid before the
/// process is started, and with it afterwards.
///
/// @param instance stands in the process's environment, so that it is found even without a pid
/// @param replica from 1
/// @param startedAt as the operating system tells it
/// @param commandSha256 of the command line's arguments, each followed by a NUL
/// @param restarts how often supervision has started this replica again
record InstanceEntry(
    String instance,
    DeploymentId deploymentId,
    int replica,
    int port,
    @Nullable Long pid,
    @Nullable Instant startedAt,
    Sha256 commandSha256,
    int restarts) {
  InstanceEntry started(long processId, @Nullable Instant at) {
    return new InstanceEntry(
        instance, deploymentId, replica, port, processId, at, commandSha256, restarts);
  }
}
