package com.caiatech.afdp.infra.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What a Git host needs to tell the platform of pushes.
@Command(
    name = "hook",
    description = "What a Git host needs to tell the platform of pushes.",
    mixinStandardHelpOptions = true,
    subcommands = {HookScriptCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp hook script > /srv/git/acme/shop.git/hooks/post-receive",
      "  afdp hook script --json"
    })
public final class HookCommand implements Runnable {
  @SuppressWarnings("NullAway.Init") // picocli sets it before run
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "expected a command, found none; 'afdp hook --help' lists them");
  }
}
