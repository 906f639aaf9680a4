package com.caiatech.afdp.infra.command;

import picocli.CommandLine.Command;

/// What a Git host needs to tell the platform of pushes.
@Command(
    name = "hook",
    description = "What a Git host needs to tell the platform of pushes.",
    mixinStandardHelpOptions = true,
    subcommands = {HookScriptCommand.class, HookAddCommand.class, HookRotateCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp hook script > /srv/git/acme/shop.git/hooks/post-receive",
      "  afdp hook add shop-hook --host github --repository shop",
      "  afdp hook rotate shop-hook",
      "  afdp hook script --json"
    })
public final class HookCommand extends CommandGroup {}
