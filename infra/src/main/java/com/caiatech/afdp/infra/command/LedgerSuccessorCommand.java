package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.runner.LedgerSuccessor;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SuccessorVolume;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Opens the next volume of a series of records.
@Command(
    name = "successor",
    description =
        "Opens the next volume of a series of records, by records that the root key of the state"
            + " folder signs: the volume before it ends with its last good commit, and new records"
            + " go to the next one. The runner has to be stopped.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp ledger successor --series approval-logs",
      "  afdp ledger successor --series trust-policy --state /var/lib/afdp --json"
    })
public final class LedgerSuccessorCommand implements Callable<ExitCode> {
  @Mixin private final StateOptions options = new StateOptions();
  @Mixin private final RootKeyOptions roots = new RootKeyOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Option(
      names = "--series",
      required = true,
      paramLabel = "SERIES",
      description = "The series, such as approval-logs.")
  private String series;

  @Override
  public ExitCode call() {
    LedgerSuccessor.Opened opened = LedgerSuccessor.run(options.state(), series(), roots.files());
    SuccessorVolume volume = opened.volume();
    options.print(
        JsonNodeFactory.instance
            .objectNode()
            .put("volume", volume.volume().value())
            .put("series", volume.series().value())
            .put("predecessor", volume.predecessor().value())
            .put("final_size", volume.finalSize())
            .put("final_root", volume.finalRoot().value())
            .put("final_commit", volume.finalCommit().value())
            .put("policy_version", opened.policyVersion()),
        "%s is open; %s ends with %d entries, root %s, commit %s, by trust policy %d"
            .formatted(
                volume.volume(),
                volume.predecessor(),
                volume.finalSize(),
                volume.finalRoot(),
                volume.finalCommit(),
                opened.policyVersion()));
    return ExitCode.DONE;
  }

  private Series series() {
    try {
      return Series.parse(series);
    } catch (IllegalArgumentException unknown) {
      throw new InfraException.WrongUsage("--series: " + unknown.getMessage());
    }
  }
}
