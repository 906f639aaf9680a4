package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.workers.WorkersException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Runs a command line as every program here does: what failed or was refused is one line on
/// stderr, never a stack trace.
public final class CommandRunner {
  private static final int LONGEST_LINE = 2_000;

  /// That of an account in an address.
  private static final Pattern PASSWORD = Pattern.compile("://[^/?#\\s@:]*:[^/?#\\s@]+@");

  private CommandRunner() {}

  /// Runs one command.
  ///
  /// @param command an object that picocli's annotations describe, or a specification
  /// @return the code of an {@link ExitCode}
  public static int run(Object command, String... arguments) {
    return line(command).execute(arguments);
  }

  private static CommandLine line(Object command) {
    CommandLine line = new CommandLine(command);
    if (!line.getSubcommands().isEmpty()) {
      line.getCommandSpec()
          .usageMessage()
          .exitCodeListHeading("%nExit codes:%n")
          .exitCodeList(ExitCode.table());
    }
    return CheckedValues.register(line)
        .setExpandAtFiles(false) // a reason may begin with @
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExitCodeExceptionMapper(CommandRunner::exitCode)
        .setParameterExceptionHandler(CommandRunner::explainUsage)
        .setExecutionExceptionHandler(CommandRunner::explain)
        .setExecutionStrategy(CommandRunner::execute)
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.AUTO));
  }

  /// Runs the last command that was named; its result is the exit code.
  private static int execute(CommandLine.ParseResult parsed) {
    CommandLine.ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    CommandLine command = last.commandSpec().commandLine();
    if (parsed.originalArgs().stream().anyMatch(word -> PASSWORD.matcher(word).find())) {
      throw new ParameterException(
          command,
          "expected addresses without a password, which every process of this machine would see,"
              + " found one with; clone the repository by git, and give its folder");
    }
    int code = new CommandLine.RunLast().execute(parsed);
    return command.getExecutionResult() instanceof ExitCode result ? result.code() : code;
  }

  private static int exitCode(Throwable thrown) {
    return switch (thrown) {
      case InfraException foreseen -> foreseen.exitCode().code();
      case ParameterException _ -> ExitCode.USAGE.code();
      default -> ExitCode.FAILED.code();
    };
  }

  private static int explainUsage(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    tell(command, withHelp(command, Objects.toString(wrong.getMessage())));
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
    String message = foreseen ? Objects.toString(thrown.getMessage()) : unforeseen(thrown);
    tell(
        command,
        thrown instanceof InfraException.WrongUsage ? withHelp(command, message) : message);
    return exitCode(thrown);
  }

  private static String withHelp(CommandLine command, String message) {
    return message.contains("--help")
        ? message
        : message + "; see: " + command.getCommandSpec().qualifiedName() + " --help";
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
