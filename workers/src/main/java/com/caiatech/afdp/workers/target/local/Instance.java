package com.caiatech.afdp.workers.target.local;

import com.caiatech.afdp.workers.output.OutputLog;
import com.caiatech.afdp.workers.process.ProcessTree;
import com.caiatech.afdp.workers.reason.Reason;
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
  private final OutputLog log;
  private final long sinceNanos = System.nanoTime();
  private volatile boolean stopping;
  private boolean healthy;

  Instance(InstanceEntry entry, ProcessHandle handle, Optional<Process> process, OutputLog log) {
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

  /// The process with all that it has started.
  ProcessTree tree() {
    return new ProcessTree(handle, entry.instance());
  }

  OutputLog log() {
    return log;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + entry.port());
  }

  Reason name() {
    return Reason.of("instance {} of deployment {} (process {}, port {})")
        .with(entry.replica())
        .with(entry.deploymentId())
        .with(handle.pid())
        .with(entry.port());
  }

  boolean isHealthy() {
    return healthy;
  }

  /// What is stopping never becomes healthy again.
  ///
  /// @return whether it was not before
  boolean markHealthy() {
    boolean news = !healthy && !stopping;
    healthy |= news;
    return news;
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
  Reason exitCode() {
    Reason unknown = Reason.of("");
    if (process.isEmpty()) {
      return unknown;
    }
    try {
      return Reason.of(" with exit code {}")
          .with(process.get().onExit().get(1, TimeUnit.SECONDS).exitValue());
    } catch (TimeoutException | ExecutionException notTold) {
      return unknown;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return unknown;
    }
  }
}
