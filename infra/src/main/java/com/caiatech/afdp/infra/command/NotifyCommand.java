package com.caiatech.afdp.infra.command;

import picocli.CommandLine.Command;

/// Who is told what happens.
@Command(
    name = "notify",
    description = {
      "Who is told what happens: the channels in notifications.yaml of the state folder,",
      "or in the file that the workers take."
    },
    mixinStandardHelpOptions = true,
    subcommands = {NotifyTestCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {"  afdp notify test ops", "  afdp notify test ops --event incident.opened --json"})
public final class NotifyCommand extends CommandGroup {}
