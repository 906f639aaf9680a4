package com.caiatech.afdp.infra.command;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A command that only holds others: by itself it is wrong usage.
abstract class CommandGroup implements Runnable {
  @SuppressWarnings("NullAway.Init") // picocli sets it before run
  @Spec
  private CommandSpec spec;

  @Override
  public final void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "expected a command, found none; '" + spec.qualifiedName() + " --help' lists them");
  }
}
