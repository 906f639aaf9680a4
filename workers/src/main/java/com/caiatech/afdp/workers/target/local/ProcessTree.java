package com.caiatech.afdp.workers.target.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A process with all that it has started: where the system has `setsid`, a session and process
/// group of its own, so that even children of children that died can be ended.
record ProcessTree(ProcessHandle leader) {
  /// Whether instances are started in a session of their own.
  static final boolean HAS_SESSIONS =
      Files.isExecutable(Path.of("/usr/bin/setsid")) && Files.isExecutable(Path.of("/bin/kill"));

  private static final Logger LOG = LoggerFactory.getLogger(ProcessTree.class);
  private static final Duration AFTER_KILL = Duration.ofSeconds(5);

  /// SIGTERM, and SIGKILL for what is left after the grace.
  void stop(Duration grace) {
    List<ProcessHandle> descendants = leader.descendants().toList();
    signal("TERM");
    leader.destroy();
    if (!ended(grace)) {
      leader.destroyForcibly();
      signal("KILL");
      if (!ended(AFTER_KILL)) {
        LOG.warn("process {} is still there after SIGKILL", leader.pid());
      }
    } else {
      signal("KILL");
    }
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  private boolean ended(Duration atMost) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + atMost.toNanos();
    try {
      while (leader.isAlive()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        try {
          leader.onExit().get(left, TimeUnit.NANOSECONDS);
        } catch (InterruptedException late) {
          interrupted = true; // a half-stopped tree would be leaked
        } catch (TimeoutException | ExecutionException notYet) {
          return !leader.isAlive();
        }
      }
      return true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void signal(String name) {
    if (!HAS_SESSIONS) {
      return;
    }
    try {
      Process kill =
          new ProcessBuilder("/bin/kill", "-" + name, "--", "-" + leader.pid())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      kill.waitFor(2, TimeUnit.SECONDS);
    } catch (IOException fault) {
      LOG.warn("signalling the group of process {} failed: {}", leader.pid(), fault.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
