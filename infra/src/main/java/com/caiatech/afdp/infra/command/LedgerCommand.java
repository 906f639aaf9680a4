package com.caiatech.afdp.infra.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Mends ledgers and opens their next volumes.
@Command(
    name = "ledger",
    description = "Mends ledgers and opens their next volumes.",
    mixinStandardHelpOptions = true,
    subcommands = {
      LedgerRepairCommand.class,
      LedgerLeaveOutCommand.class,
      LedgerSuccessorCommand.class,
      LedgerLowerMarkCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp ledger repair",
      "  afdp ledger leave-out approval-logs 17 --json",
      "  afdp ledger successor --series approval-logs",
      "  afdp ledger lower-mark approval-logs --reason \"the host's disk was lost\""
    })
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
