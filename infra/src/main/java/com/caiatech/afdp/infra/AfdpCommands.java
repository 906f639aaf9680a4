package com.caiatech.afdp.infra;

import com.caiatech.afdp.infra.command.AbortCommand;
import com.caiatech.afdp.infra.command.AnnotateCommand;
import com.caiatech.afdp.infra.command.ApproveCommand;
import com.caiatech.afdp.infra.command.CommandRunner;
import com.caiatech.afdp.infra.command.CompletionCommand;
import com.caiatech.afdp.infra.command.DemoCommand;
import com.caiatech.afdp.infra.command.DeployCommand;
import com.caiatech.afdp.infra.command.DiffCommand;
import com.caiatech.afdp.infra.command.DlqCommand;
import com.caiatech.afdp.infra.command.GenerateCommand;
import com.caiatech.afdp.infra.command.GetCommand;
import com.caiatech.afdp.infra.command.HistoryCommand;
import com.caiatech.afdp.infra.command.HookCommand;
import com.caiatech.afdp.infra.command.IncidentCommand;
import com.caiatech.afdp.infra.command.InitCommand;
import com.caiatech.afdp.infra.command.LedgerCommand;
import com.caiatech.afdp.infra.command.LintCommand;
import com.caiatech.afdp.infra.command.LogsCommand;
import com.caiatech.afdp.infra.command.NotifyCommand;
import com.caiatech.afdp.infra.command.PathsCommand;
import com.caiatech.afdp.infra.command.PauseCommand;
import com.caiatech.afdp.infra.command.PromoteCommand;
import com.caiatech.afdp.infra.command.QueryCommand;
import com.caiatech.afdp.infra.command.ReachCommand;
import com.caiatech.afdp.infra.command.RebuildCommand;
import com.caiatech.afdp.infra.command.RefusalsCommand;
import com.caiatech.afdp.infra.command.RegisterCommand;
import com.caiatech.afdp.infra.command.RejectCommand;
import com.caiatech.afdp.infra.command.ReportCommand;
import com.caiatech.afdp.infra.command.ResumeCommand;
import com.caiatech.afdp.infra.command.RetryCommand;
import com.caiatech.afdp.infra.command.RollbackCommand;
import com.caiatech.afdp.infra.command.SaveQueryCommand;
import com.caiatech.afdp.infra.command.SearchCommand;
import com.caiatech.afdp.infra.command.SkipStepCommand;
import com.caiatech.afdp.infra.command.StatusCommand;
import com.caiatech.afdp.infra.command.TokenCommand;
import com.caiatech.afdp.infra.command.TraceCommand;
import com.caiatech.afdp.infra.command.TrustCommand;
import com.caiatech.afdp.infra.command.UndoCommand;
import com.caiatech.afdp.infra.command.UpCommand;
import com.caiatech.afdp.infra.command.UpdateIncidentCommand;
import com.caiatech.afdp.infra.command.UrlCommand;
import com.caiatech.afdp.infra.command.VerifyCommand;
import com.caiatech.afdp.infra.command.VersionCommand;
import com.caiatech.afdp.infra.command.WhereCommand;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The command line with its commands. Data goes to stdout, progress and errors to stderr; {@link
/// ExitCode} tells how it ended.
@Command(
    name = "afdp",
    description = "Deploys, records what happened with proof, and answers from it.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp up                              start everything on this machine",
      "  afdp demo                            see a whole story in a minute",
      "  afdp register ~/src/checkout         make a service known",
      "  afdp deploy checkout staging --wait  deploy it",
    })
public final class AfdpCommands implements Runnable {
  private static final List<Class<?>> COMMANDS =
      List.of(
          UpCommand.class,
          DemoCommand.class,
          GenerateCommand.class,
          RebuildCommand.class,
          LedgerCommand.class,
          TrustCommand.class,
          VerifyCommand.class,
          RegisterCommand.class,
          HookCommand.class,
          NotifyCommand.class,
          DlqCommand.class,
          UrlCommand.class,
          LogsCommand.class,
          InitCommand.class,
          LintCommand.class,
          DeployCommand.class,
          StatusCommand.class,
          HistoryCommand.class,
          GetCommand.class,
          ApproveCommand.class,
          RejectCommand.class,
          PromoteCommand.class,
          SkipStepCommand.class,
          PauseCommand.class,
          ResumeCommand.class,
          AbortCommand.class,
          RetryCommand.class,
          UndoCommand.class,
          RollbackCommand.class,
          IncidentCommand.class,
          UpdateIncidentCommand.class,
          AnnotateCommand.class,
          ReportCommand.class,
          TraceCommand.class,
          WhereCommand.class,
          QueryCommand.class,
          SaveQueryCommand.class,
          PathsCommand.class,
          ReachCommand.class,
          SearchCommand.class,
          DiffCommand.class,
          RefusalsCommand.class,
          TokenCommand.class,
          CompletionCommand.class,
          VersionCommand.class);

  @SuppressWarnings("NullAway.Init") // picocli sets it before run
  @Spec
  private CommandSpec spec;

  /// Runs one command.
  ///
  /// @return the code of an {@link ExitCode}
  static int execute(String... arguments) {
    return CommandRunner.run(specification(arguments), arguments);
  }

  /// The command line with every command.
  public static CommandSpec whole() {
    return with(COMMANDS, CommandLine::new);
  }

  /// As much of it as the words need, since to read what all commands take costs more than most
  /// commands do: the one that the first word names, or of all what help lists.
  private static CommandSpec specification(String... words) {
    List<Class<?>> named =
        COMMANDS.stream()
            .filter(command -> words.length > 0 && described(command).name().equals(words[0]))
            .toList();
    if (named.isEmpty()) {
      return words.length > 1 ? whole() : with(COMMANDS, AfdpCommands::listed);
    }
    // which tells of them all
    return named.contains(CompletionCommand.class) ? whole() : with(named, CommandLine::new);
  }

  private static CommandSpec with(List<Class<?>> commands, Function<Class<?>, CommandLine> made) {
    CommandSpec all = CommandSpec.forAnnotatedObject(new AfdpCommands());
    commands.forEach(command -> all.addSubcommand(described(command).name(), made.apply(command)));
    return all;
  }

  private static CommandLine listed(Class<?> command) {
    Command described = described(command);
    CommandSpec name = CommandSpec.create().name(described.name());
    name.usageMessage().description(described.description());
    return new CommandLine(name);
  }

  private static Command described(Class<?> command) {
    return Objects.requireNonNull(command.getAnnotation(Command.class), command::getName);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "expected a command, found none; 'afdp --help' lists them");
  }
}
