package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.graphmodel.digest.DigestDifference;
import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.client.Terminal;
import com.caiatech.afdp.infra.runner.GraphRebuild;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Builds the graph anew from ledgers and repositories, and uses it if it says the same.
@Command(
    name = "rebuild",
    description =
        "Builds the graph anew from ledgers and repositories, and uses it if it says the same; where"
            + " it does not, says which labels and ranges of ids differ. The runner has to be"
            + " stopped.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  afdp rebuild", "  afdp rebuild --state /var/lib/afdp --json"})
public final class RebuildCommand implements Callable<ExitCode> {
  private static final int MOST_LINES = 20;

  @Mixin private final StateOptions options = new StateOptions();

  @Option(
      names = "--digest-timeout",
      paramLabel = "DURATION",
      defaultValue = "10m",
      description = "How long each of the two digests may take; default: ${DEFAULT-VALUE}.")
  private Duration digestTimeout = Duration.ofMinutes(10);

  @Override
  public ExitCode call() {
    GraphRebuild.Outcome outcome =
        GraphRebuild.run(options.state(), digestTimeout, Terminal::progress);
    options.print(report(outcome), text(outcome));
    return outcome.swapped() ? ExitCode.DONE : ExitCode.FAILED;
  }

  static ObjectNode report(GraphRebuild.Outcome outcome) {
    ObjectNode report =
        JsonNodeFactory.instance
            .objectNode()
            .put("before", outcome.before().sha256().value())
            .put("rebuilt", outcome.rebuilt().sha256().value())
            .put("nodesBefore", outcome.before().nodes())
            .put("nodesRebuilt", outcome.rebuilt().nodes())
            .put("relationshipsBefore", outcome.before().relationships())
            .put("relationshipsRebuilt", outcome.rebuilt().relationships())
            .put("foreignBefore", outcome.before().foreign())
            .put("equal", outcome.swapped());
    ArrayNode differences = report.putArray("differences");
    for (DigestDifference difference : outcome.differences()) {
      differences
          .addObject()
          .put("label", difference.label())
          .put("relationship", difference.relationship())
          .put("from", difference.from())
          .put("to", difference.to())
          .put("before", difference.before())
          .put("rebuilt", difference.after());
    }
    return report;
  }

  static String text(GraphRebuild.Outcome outcome) {
    return "before   %s%nrebuilt  %s%n%s"
        .formatted(text(outcome.before()), text(outcome.rebuilt()), verdict(outcome));
  }

  private static String verdict(GraphRebuild.Outcome outcome) {
    if (outcome.swapped()) {
      return "equal: the rebuilt graph is in use";
    }
    List<DigestDifference> differences = outcome.differences();
    String lines =
        differences.stream()
            .limit(MOST_LINES)
            .map(difference -> "  " + difference.describe() + "\n")
            .collect(Collectors.joining());
    String more =
        differences.size() > MOST_LINES
            ? "  and in %d more, which --json tells%n".formatted(differences.size() - MOST_LINES)
            : "";
    return "different in%n%s%sthe graph before stays in use; somebody changed it there, or a"
            .formatted(lines, more)
        + " repository is away";
  }

  private static String text(GraphDigest digest) {
    return "%s  %d nodes, %d relationships"
        .formatted(digest.sha256(), digest.nodes(), digest.relationships());
  }
}
