package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.InfraException;
import java.util.Objects;
import picocli.CommandLine;

/// Runs a command line as every program here does: what failed or was refused is one line on
/// stderr, never a stack trace.
public final class CommandRunner {
  private CommandRunner() {}

  /// Runs one command.
  ///
  /// @param command an object that picocli's annotations describe
  /// @return 0 done, 1 failed or refused, 2 wrong usage, or nothing to judge
  public static int run(Object command, String... arguments) {
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExitCodeExceptionMapper(CommandRunner::exitCode)
        .setExecutionExceptionHandler(CommandRunner::explain)
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.AUTO))
        .execute(arguments);
  }

  private static int exitCode(Throwable thrown) {
    return thrown instanceof InfraException.WrongUsage
            || thrown instanceof InfraException.NoVerdict
            || thrown instanceof CommandLine.ParameterException
        ? 2
        : 1;
  }

  private static int explain(Exception thrown, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (!(thrown instanceof InfraException)) {
      throw thrown;
    }
    command
        .getErr()
        .println(command.getCommandName() + ": " + Objects.toString(thrown.getMessage()));
    command.getErr().flush();
    return exitCode(thrown);
  }
}
