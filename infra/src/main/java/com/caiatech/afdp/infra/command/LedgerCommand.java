package com.caiatech.afdp.infra.command;

import picocli.CommandLine.Command;

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
public final class LedgerCommand extends CommandGroup {}
