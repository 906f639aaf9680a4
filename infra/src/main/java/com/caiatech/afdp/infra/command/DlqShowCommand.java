package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.lambdas.queue.DeadLetter;
import com.caiatech.afdp.lambdas.queue.DeadLetterQueue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Shows a push that was given up.
@Command(
    name = "show",
    description = "Shows a push that was given up: its whole reason and its message.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp dlq show 5f2c8a34-8f0e-4a0b-9d6e-3b1d6b2f7c11",
      "  afdp dlq show 5f2c8a34-8f0e-4a0b-9d6e-3b1d6b2f7c11 --json"
    })
public final class DlqShowCommand implements Callable<ExitCode> {
  @Mixin private final DlqOptions options = new DlqOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(index = "0", paramLabel = "ID", description = "Its id, as the list names it.")
  private String id;

  @Override
  public ExitCode call() {
    try (DeadLetterQueue queue = options.open()) {
      DeadLetter letter = DlqOptions.find(queue.list(), id);
      options.output().print(DlqOptions.json(letter), DlqOptions.text(letter));
      return ExitCode.DONE;
    }
  }
}
