package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.workers.WorkersException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Runs a command line as every program here does: what failed or was refused is one line on
/// stderr, never a stack trace.
public final class CommandRunner {
  private static final int LONGEST_LINE = 2_000;

  private CommandRunner() {}

  /// Runs one command.
  ///
  /// @param command an object that picocli's annotations describe
  /// @return 0 done, 1 failed or refused, 2 wrong usage, or nothing to judge
  public static int run(Object command, String... arguments) {
    return CheckedValues.register(new CommandLine(command))
        .setExpandAtFiles(false) // a reason may begin with @
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExitCodeExceptionMapper(CommandRunner::exitCode)
        .setParameterExceptionHandler(CommandRunner::explainUsage)
        .setExecutionExceptionHandler(CommandRunner::explain)
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.AUTO))
        .execute(arguments);
  }

  private static int exitCode(Throwable thrown) {
    return thrown instanceof InfraException.WrongUsage
            || thrown instanceof InfraException.NoVerdict
            || thrown instanceof ParameterException
        ? 2
        : 1;
  }

  private static int explainUsage(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    String message = Objects.toString(wrong.getMessage());
    String help = command.getCommandSpec().qualifiedName() + " --help";
    tell(command, message.contains("--help") ? message : message + "; see: " + help);
    PrintWriter err = command.getErr();
    UnmatchedArgumentException.printSuggestions(wrong, err);
    err.flush();
    return exitCode(wrong);
  }

  private static int explain(
      Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
    boolean foreseen =
        thrown instanceof InfraException
            || thrown instanceof SchemasException
            || thrown instanceof LambdasException
            || thrown instanceof WorkersException;
    tell(command, foreseen ? Objects.toString(thrown.getMessage()) : unforeseen(thrown));
    return exitCode(thrown);
  }

  /// What a report of the fault needs.
  private static String unforeseen(Exception thrown) {
    return "a fault that nobody foresaw, please report it: %s%s"
        .formatted(
            thrown,
            Arrays.stream(thrown.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("com.caiatech.afdp."))
                .findFirst()
                .map(frame -> ", at " + frame)
                .orElse(""));
  }

  /// One line, whatever an argument or a file put into the message.
  private static void tell(CommandLine command, String message) {
    String line = message.strip().replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]+", " ");
    String shown = line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
    command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + shown);
    command.getErr().flush();
  }
}
