package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.runner.LedgerRepair;
import com.caiatech.afdp.lambdas.evidence.PutBack;
import com.caiatech.afdp.schemas.id.CommitId;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Pushes what the evidence store accepted back to the ledgers' hosts.
@Command(
    name = "repair",
    description =
        "Pushes what the evidence store accepted back to the ledgers' hosts, fast-forward only;"
            + " where a host shows something else, says what. The runner has to be stopped.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  afdp ledger repair", "  afdp ledger repair --state /var/lib/afdp --json"})
public final class LedgerRepairCommand implements Callable<Integer> {
  @Mixin private final StateOptions options = new StateOptions();

  @Override
  public Integer call() {
    List<LedgerRepair.Repaired> volumes = LedgerRepair.run(options.state());
    options.print(
        report(volumes),
        volumes.stream()
            .map(volume -> volume.name() + ": " + text(volume.outcome()))
            .collect(Collectors.joining(System.lineSeparator())));
    return volumes.stream().anyMatch(volume -> volume.outcome() instanceof PutBack.Forked) ? 1 : 0;
  }

  private static String text(PutBack outcome) {
    return switch (outcome) {
      case PutBack.Standing(CommitId head) ->
          head == null ? "nothing was accepted yet" : "stands at the accepted head " + head;
      case PutBack.Pushed(CommitId from, CommitId to) ->
          "put back from %s to the accepted head %s"
              .formatted(from == null ? "a branch that was gone" : from, to);
      case PutBack.Ahead(CommitId shown, CommitId accepted) ->
          "shows %s behind the accepted head %s; the next start accepts it or says what is wrong"
              .formatted(shown, accepted);
      case PutBack.Forked(CommitId shown, CommitId accepted) ->
          "shows %s, which the accepted head %s does not descend from; nothing was changed: put the"
                  .formatted(shown, accepted)
              + " host's branch back to a commit before it, or delete it there, and repair again";
    };
  }

  private static ArrayNode report(List<LedgerRepair.Repaired> volumes) {
    ArrayNode report = JsonNodeFactory.instance.arrayNode();
    for (LedgerRepair.Repaired volume : volumes) {
      ObjectNode one = report.addObject().put("volume", volume.name().value());
      switch (volume.outcome()) {
        case PutBack.Standing(CommitId head) -> put(one, "standing", head, head);
        case PutBack.Pushed(CommitId from, CommitId to) -> put(one, "pushed", from, to);
        case PutBack.Ahead(CommitId shown, CommitId accepted) -> put(one, "ahead", shown, accepted);
        case PutBack.Forked(CommitId shown, CommitId accepted) ->
            put(one, "forked", shown, accepted);
      }
    }
    return report;
  }

  private static void put(
      ObjectNode volume, String outcome, @Nullable CommitId shown, @Nullable CommitId accepted) {
    volume
        .put("outcome", outcome)
        .put("shown", shown == null ? null : shown.value())
        .put("accepted", accepted == null ? null : accepted.value());
  }
}
