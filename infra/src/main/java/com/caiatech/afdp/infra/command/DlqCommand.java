package com.caiatech.afdp.infra.command;

import picocli.CommandLine.Command;

/// The dead-letter queue: pushes that were given up, with their reasons.
@Command(
    name = "dlq",
    description =
        "Shows the dead-letter queue, where pushes stand that were given up, and puts them back.",
    mixinStandardHelpOptions = true,
    subcommands = {DlqListCommand.class, DlqShowCommand.class, DlqRedriveCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp dlq list",
      "  afdp dlq show 5f2c8a34-8f0e-4a0b-9d6e-3b1d6b2f7c11 --json",
      "  afdp dlq redrive --all"
    })
public final class DlqCommand extends CommandGroup {}
