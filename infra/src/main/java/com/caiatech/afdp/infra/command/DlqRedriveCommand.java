package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.runner.PlatformQueues;
import com.caiatech.afdp.lambdas.queue.DeadLetter;
import com.caiatech.afdp.lambdas.queue.DeadLetterQueue;
import com.caiatech.afdp.lambdas.queue.PushQueue;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Puts pushes that were given up back into the queue.
@Command(
    name = "redrive",
    description =
        "Puts a push that was given up back into the queue, or all of them, to be tried anew.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp dlq redrive 5f2c8a34-8f0e-4a0b-9d6e-3b1d6b2f7c11",
      "  afdp dlq redrive --all --json"
    })
public final class DlqRedriveCommand implements Callable<ExitCode> {
  @Mixin private final DlqOptions options = new DlqOptions();

  @Nullable
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ID",
      description = "Its id, as the list names it.")
  private String id;

  @Option(names = "--all", description = "All of them.")
  private boolean all;

  @Override
  public ExitCode call() {
    if (all == (id != null)) {
      throw new InfraException.WrongUsage("expected either an ID or --all");
    }
    PlatformQueues queues = options.queues();
    try (DeadLetterQueue dead = new DeadLetterQueue(queues.deadLetters());
        PushQueue pushes = new PushQueue(queues.pushes())) {
      List<DeadLetter> redriven = dead.redrive(letter -> all || letter.id().equals(id), pushes);
      if (id != null) {
        DlqOptions.find(redriven, id);
      }
      ArrayNode data = JsonNodeFactory.instance.arrayNode();
      redriven.forEach(letter -> data.add(DlqOptions.json(letter)));
      options.output().print(data, redriven.size() + " put back into the queue");
      return ExitCode.DONE;
    }
  }
}
