package com.caiatech.afdp.workers.target.local;

import static com.caiatech.afdp.workers.target.local.SampleService.fence;

import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.workers.target.Release;
import java.nio.file.Path;
import java.util.List;

/// A runner in a JVM of its own that deploys `one`, confirms it, starts an unconfirmed `two` beside
/// it, says so, and then waits to be killed.
final class KilledRunner {
  static final String READY = "ready ";

  private KilledRunner() {}

  public static void main(String[] arguments) throws InterruptedException {
    SampleService sample = SampleService.in(Path.of(arguments[0]));
    LocalTarget target =
        LocalTarget.open(sample.settings(LocalTargetSettings.Continuation.LAST_GOOD));
    Release one = sample.release("one", 1);
    target.start(fence(1), one, 1, () -> {});
    target.shift(fence(1), List.of(new TrafficShare(one.deploymentId(), 100)));
    target.confirm(fence(1), one.deploymentId());
    Release two = sample.release("two", 1);
    target.start(fence(2), two, 1, () -> {});
    System.out.println(READY + one.deploymentId() + " " + two.deploymentId());
    System.out.flush();
    Thread.currentThread().join();
  }
}
