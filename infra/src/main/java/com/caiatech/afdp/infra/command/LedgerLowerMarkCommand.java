package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.runner.LedgerLowerMark;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.MarkLowered;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Gives up what a worker pushed to a ledger and nobody has any more.
@Command(
    name = "lower-mark",
    description =
        "Gives up what this platform's workers pushed to a ledger and nobody has any more: pushes"
            + " back what is there, and records, signed by the root key of the state folder, that"
            + " they go on from it. The runner has to be stopped.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp ledger lower-mark approval-logs --reason \"the host's disk was lost\"",
      "  afdp ledger lower-mark approval-logs --reason \"disk lost\" --state /var/lib/afdp --json"
    })
public final class LedgerLowerMarkCommand implements Callable<ExitCode> {
  @Mixin private final StateOptions options = new StateOptions();
  @Mixin private final RootKeyOptions roots = new RootKeyOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(index = "0", paramLabel = "VOLUME", description = "The volume, as errors name it.")
  private VolumeName volume;

  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why it is given up; it stands in the ledger for ever.")
  private String reason;

  @Override
  public ExitCode call() {
    MarkLowered lowered = LedgerLowerMark.run(options.state(), volume, reason, roots.files());
    CommitId to = lowered.to().commit();
    options.print(
        JsonNodeFactory.instance
            .objectNode()
            .put("volume", volume.value())
            .put("from", lowered.pushed().value())
            .put("from_size", lowered.from().size())
            .put("to", to == null ? null : to.value())
            .put("to_size", lowered.to().size()),
        "the mark of %s is lowered from %s (%d entries) to %s (%d entries)"
            .formatted(
                volume,
                lowered.pushed(),
                lowered.from().size(),
                to == null ? "nothing" : to,
                lowered.to().size()));
    return ExitCode.DONE;
  }
}
