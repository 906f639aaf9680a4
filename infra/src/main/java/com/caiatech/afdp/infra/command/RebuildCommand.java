package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.infra.client.Terminal;
import com.caiatech.afdp.infra.runner.GraphRebuild;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Builds the graph anew from ledgers and repositories, and uses it if it says the same.
@Command(
    name = "rebuild",
    description =
        "Builds the graph anew from ledgers and repositories, and uses it if it says the same. The"
            + " runner has to be stopped.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  afdp rebuild", "  afdp rebuild --state /var/lib/afdp --json"})
public final class RebuildCommand implements Callable<Integer> {
  @Mixin private final Session session = new Session();

  @Override
  public Integer call() {
    GraphRebuild.Outcome outcome = GraphRebuild.run(session.state(), Terminal::progress);
    ObjectNode report =
        JsonNodeFactory.instance
            .objectNode()
            .put("before", outcome.before().sha256().value())
            .put("rebuilt", outcome.rebuilt().sha256().value())
            .put("nodesBefore", outcome.before().nodes())
            .put("nodesRebuilt", outcome.rebuilt().nodes())
            .put("relationshipsBefore", outcome.before().relationships())
            .put("relationshipsRebuilt", outcome.rebuilt().relationships())
            .put("equal", outcome.swapped());
    String verdict =
        outcome.swapped()
            ? "equal: the rebuilt graph is in use"
            : "different: the graph before stays in use; something changed it, or a repository is"
                + " away";
    session.print(
        report,
        "before   %s%nrebuilt  %s%n%s"
            .formatted(text(outcome.before()), text(outcome.rebuilt()), verdict));
    return outcome.swapped() ? 0 : 1;
  }

  private static String text(GraphDigest digest) {
    return "%s  %d nodes, %d relationships"
        .formatted(digest.sha256(), digest.nodes(), digest.relationships());
  }
}
