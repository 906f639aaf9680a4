package com.caiatech.afdp.workers.check;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.record.CheckStage;
import java.time.Instant;

/// Runs one check of a descriptor to its end. What cannot be measured never passes.
public final class CheckRun {
  private CheckRun() {}

  /// Runs the check; a failure is an outcome, not an exception.
  public static CheckOutcome run(Descriptor.Check check, CheckStage stage, CheckContext context) {
    Instant startedAt = Instant.now();
    return switch (check) {
      case Descriptor.CommandCheck command ->
          new CommandRun(command, stage, context, startedAt).run();
      case Descriptor.HttpCheck http -> new HttpRun(http, stage, context, startedAt).run();
    };
  }
}
