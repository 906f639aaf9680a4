package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.runner.LedgerRepair;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.workers.ledger.PushedMark;
import com.caiatech.afdp.workers.ledger.PutBack;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Pushes what the evidence store accepted, and what the workers still have, back to the ledgers'
/// hosts.
@Command(
    name = "repair",
    description =
        "Pushes what the evidence store accepted, and what the workers pushed and still have, back"
            + " to the ledgers' hosts, fast-forward only; where a host shows something else, says"
            + " what. The runner, or the workers of the given ledgers, have to be stopped.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp ledger repair",
      "  afdp ledger repair --state /var/lib/afdp --json",
      "  afdp ledger repair --ledgers https://git.example.com/ledgers --clones /var/lib/afdp/clones"
          + " --git-user afdp --git-password-file /run/secrets/git --evidence /mnt/evidence"
          + " --marks /var/lib/afdp/marks"
    })
public final class LedgerRepairCommand implements Callable<ExitCode> {
  @Mixin private final StateOptions options = new StateOptions();

  @ArgGroup(exclusive = false, heading = "%nLedgers elsewhere, as their workers know them:%n")
  private @Nullable WorkerLedgers elsewhere;

  @Override
  public ExitCode call() {
    List<LedgerRepair.Repaired> volumes =
        elsewhere == null ? LedgerRepair.run(options.state()) : elsewhere.repair();
    options.print(
        report(volumes),
        volumes.stream()
            .map(LedgerRepairCommand::text)
            .collect(Collectors.joining(System.lineSeparator())));
    return volumes.stream().anyMatch(LedgerRepairCommand::isOpen) ? ExitCode.FAILED : ExitCode.DONE;
  }

  /// Whether something is left to do.
  private static boolean isOpen(LedgerRepair.Repaired volume) {
    return volume.result().outcome() instanceof PutBack.Forked || volume.result().missing() != null;
  }

  private static String text(LedgerRepair.Repaired volume) {
    PushedMark missing = volume.result().missing();
    return volume.name()
        + ": "
        + text(volume.result().outcome())
        + (missing == null
            ? ""
            : "; a worker pushed %s as the last of %d entries, which is neither there nor here: bring it back, or give it up by afdp ledger lower-mark %s"
                .formatted(missing.head(), missing.entries(), volume.name()));
  }

  private static String text(PutBack outcome) {
    return switch (outcome) {
      case PutBack.Standing(CommitId head) ->
          head == null ? "nothing was accepted yet" : "stands at the accepted head " + head;
      case PutBack.Pushed(CommitId from, CommitId to) ->
          "put back from %s to the accepted head %s"
              .formatted(from == null ? "a branch that was gone" : from, to);
      case PutBack.Ahead(CommitId shown, CommitId known) ->
          "shows %s behind the accepted head %s; the next start accepts it or says what is wrong"
              .formatted(shown, known);
      case PutBack.Forked(CommitId shown, CommitId known) ->
          "shows %s, which the accepted head %s does not descend from; nothing was changed: put the"
                  .formatted(shown, known)
              + " host's branch back to a commit before it, or delete it there, and repair again";
    };
  }

  private static ArrayNode report(List<LedgerRepair.Repaired> volumes) {
    ArrayNode report = JsonNodeFactory.instance.arrayNode();
    for (LedgerRepair.Repaired volume : volumes) {
      ObjectNode one = report.addObject().put("volume", volume.name().value());
      switch (volume.result().outcome()) {
        case PutBack.Standing(CommitId head) -> put(one, "standing", head, head);
        case PutBack.Pushed(CommitId from, CommitId to) -> put(one, "pushed", from, to);
        case PutBack.Ahead(CommitId shown, CommitId known) -> put(one, "ahead", shown, known);
        case PutBack.Forked(CommitId shown, CommitId known) -> put(one, "forked", shown, known);
      }
      PushedMark missing = volume.result().missing();
      one.put("missing", missing == null ? null : missing.head().value());
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
