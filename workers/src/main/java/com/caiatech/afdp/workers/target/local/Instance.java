package com.caiatech.afdp.workers.target.local;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One process of a release. Its flags are guarded by its service's monitor, but for `stopping`,
/// which the watcher of its end reads too.
final class Instance {
  private final InstanceEntry entry;
  private final ProcessHandle handle;
  private final Optional<Process> process;
  private final InstanceLog log;
  private final long sinceNanos = System.nanoTime();
  private volatile boolean stopping;
  private boolean healthy;

  Instance(InstanceEntry entry, ProcessHandle handle, Optional<Process> process, InstanceLog log) {
    this.entry = entry;
    this.handle = handle;
    this.process = process;
    this.log = log;
  }

  InstanceEntry entry() {
    return entry;
  }

  ProcessHandle handle() {
    return handle;
  }

  InstanceLog log() {
    return log;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + entry.port());
  }

  String name() {
    return "instance %d of deployment %s (process %d, port %d)"
        .formatted(entry.replica(), entry.deploymentId(), handle.pid(), entry.port());
  }

  boolean isHealthy() {
    return healthy;
  }

  void markHealthy() {
    healthy = true;
  }

  boolean isStopping() {
    return stopping;
  }

  /// From now on its end is no crash.
  void markStopping() {
    stopping = true;
    healthy = false;
  }

  /// How long it has run, as far as this runner knows.
  long secondsRunning() {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - sinceNanos);
  }

  /// ` with exit code 1`, where it is known.
  String exitCode() {
    if (process.isEmpty()) {
      return "";
    }
    try {
      return " with exit code " + process.get().onExit().get(1, TimeUnit.SECONDS).exitValue();
    } catch (TimeoutException | ExecutionException unknown) {
      return "";
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
