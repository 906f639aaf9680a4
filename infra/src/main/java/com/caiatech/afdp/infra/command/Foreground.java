package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.runner.Runner;
import com.caiatech.afdp.infra.runner.RunnerOptions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Runs the platform in this process until it is done or the process is asked to stop, and stops it
/// in order.
final class Foreground {
  /// After which it ends in the middle of its stop: what hangs does so, and nothing that is slow.
  private static final int STOP_SECONDS = 60;

  private Foreground() {}

  /// Starts the platform and hands it over.
  ///
  /// @param work what to do while it runs; its result is the exit code
  static ExitCode run(RunnerOptions options, Function<Running, ExitCode> work) {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              asked.countDown();
              boolean inOrder = awaitStop(stopped);
              Runtime.getRuntime().halt((inOrder ? ExitCode.DONE : ExitCode.FAILED).code());
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try (Runner runner = Runner.start(options)) {
      return work.apply(new Running(runner, asked));
    } finally {
      stopped.countDown();
      if (asked.getCount() > 0) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    }
  }

  private static boolean awaitStop(CountDownLatch stopped) {
    try {
      return stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      return false;
    }
  }

  /// The platform while it runs.
  record Running(Runner runner, CountDownLatch asked) {
    /// Waits until the process is asked to stop.
    void untilAskedToStop() {
      try {
        asked.await();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
