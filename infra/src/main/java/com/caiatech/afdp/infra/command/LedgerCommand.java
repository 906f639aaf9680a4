package com.caiatech.afdp.infra.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Mends ledgers.
@Command(
    name = "ledger",
    description = "Mends ledgers.",
    mixinStandardHelpOptions = true,
    subcommands = {LedgerRepairCommand.class, LedgerLeaveOutCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {"  afdp ledger repair", "  afdp ledger leave-out approval-logs 17 --json"})
public final class LedgerCommand implements Runnable {
  @SuppressWarnings("NullAway.Init") // picocli sets it before run
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "expected a command, found none; 'afdp ledger --help' lists them");
  }
}
