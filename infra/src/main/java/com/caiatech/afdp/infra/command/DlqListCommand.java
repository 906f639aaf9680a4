package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.lambdas.queue.DeadLetter;
import com.caiatech.afdp.lambdas.queue.DeadLetterQueue;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lists the pushes that were given up.
@Command(
    name = "list",
    description = "Lists the pushes that were given up, with their reasons.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  afdp dlq list", "  afdp dlq list --from-environment --json"})
public final class DlqListCommand implements Callable<ExitCode> {
  @Mixin private final DlqOptions options = new DlqOptions();

  @Override
  public ExitCode call() {
    try (DeadLetterQueue queue = options.open()) {
      List<DeadLetter> letters = queue.list();
      ArrayNode data = JsonNodeFactory.instance.arrayNode();
      List<String> lines = new ArrayList<>();
      lines.add(
          (letters.isEmpty() ? "no dead letters" : "dead letters")
              + (options.isLocal() ? " (" + DlqOptions.LOCAL + ")" : ""));
      for (DeadLetter letter : letters) {
        data.add(DlqOptions.json(letter));
        lines.add("  " + DlqOptions.line(letter));
      }
      options.output().print(data, String.join(System.lineSeparator(), lines));
      return ExitCode.DONE;
    }
  }
}
