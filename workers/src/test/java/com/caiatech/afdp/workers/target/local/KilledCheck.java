package com.caiatech.afdp.workers.target.local;

import static com.caiatech.afdp.workers.target.local.SampleService.fence;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.workers.check.CheckContext;
import com.caiatech.afdp.workers.check.CheckRun;
import com.caiatech.afdp.workers.target.Preparation;
import com.caiatech.afdp.workers.target.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// A runner in a JVM of its own that runs a check with children, one of them in a session of its
/// own, says so once they run, and then waits to be killed.
final class KilledCheck {
  private KilledCheck() {}

  public static void main(String[] arguments) throws IOException {
    SampleService sample = SampleService.in(Path.of(arguments[0]));
    LocalTarget target =
        LocalTarget.open(sample.settings(LocalTargetSettings.Continuation.LAST_GOOD));
    Release one = sample.release("one", 1);
    if (!(target.prepare(fence(1), one) instanceof Preparation.Prepared prepared)) {
      throw new IllegalStateException("the sample was not prepared");
    }
    Thread.ofVirtual()
        .start(
            () ->
                CheckRun.run(
                    new Descriptor.CommandCheck(
                        "waits",
                        List.of(
                            "sh", "-c", "sleep 600 & setsid sleep 600 & echo >started; sleep 600"),
                        600),
                    CheckStage.PRE,
                    new CheckContext(
                        prepared.application(),
                        prepared.environment(),
                        List.of(),
                        List.of(),
                        prepared.output())));
    Path started = prepared.application().resolve("started");
    while (!Files.exists(started)) {
      LockSupport.parkNanos(1_000_000);
    }
    System.out.println(KilledRunner.READY + one.deploymentId());
    System.out.flush();
    LockSupport.park();
  }
}
