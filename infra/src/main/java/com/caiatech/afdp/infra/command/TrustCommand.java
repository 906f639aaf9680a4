package com.caiatech.afdp.infra.command;

import picocli.CommandLine.Command;

/// Changes whose signatures count.
@Command(
    name = "trust",
    description = "Changes whose signatures count.",
    mixinStandardHelpOptions = true,
    subcommands = {TrustGrantCommand.class, TrustRotateCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp trust grant --missing",
      "  afdp trust grant registration --state /var/lib/afdp --json",
      "  afdp trust rotate worker"
    })
public final class TrustCommand extends CommandGroup {}
