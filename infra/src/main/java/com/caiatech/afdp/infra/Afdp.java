package com.caiatech.afdp.infra;

import com.caiatech.afdp.infra.command.AbortCommand;
import com.caiatech.afdp.infra.command.ApproveCommand;
import com.caiatech.afdp.infra.command.CommandRunner;
import com.caiatech.afdp.infra.command.CompletionCommand;
import com.caiatech.afdp.infra.command.DemoCommand;
import com.caiatech.afdp.infra.command.DeployCommand;
import com.caiatech.afdp.infra.command.DlqCommand;
import com.caiatech.afdp.infra.command.GetCommand;
import com.caiatech.afdp.infra.command.HistoryCommand;
import com.caiatech.afdp.infra.command.HookCommand;
import com.caiatech.afdp.infra.command.IncidentCommand;
import com.caiatech.afdp.infra.command.InitCommand;
import com.caiatech.afdp.infra.command.LedgerCommand;
import com.caiatech.afdp.infra.command.LintCommand;
import com.caiatech.afdp.infra.command.LogsCommand;
import com.caiatech.afdp.infra.command.PauseCommand;
import com.caiatech.afdp.infra.command.PromoteCommand;
import com.caiatech.afdp.infra.command.RebuildCommand;
import com.caiatech.afdp.infra.command.RegisterCommand;
import com.caiatech.afdp.infra.command.RejectCommand;
import com.caiatech.afdp.infra.command.ReportCommand;
import com.caiatech.afdp.infra.command.ResumeCommand;
import com.caiatech.afdp.infra.command.RollbackCommand;
import com.caiatech.afdp.infra.command.SkipStepCommand;
import com.caiatech.afdp.infra.command.StatusCommand;
import com.caiatech.afdp.infra.command.TokenCommand;
import com.caiatech.afdp.infra.command.TraceCommand;
import com.caiatech.afdp.infra.command.TrustCommand;
import com.caiatech.afdp.infra.command.UpCommand;
import com.caiatech.afdp.infra.command.UrlCommand;
import com.caiatech.afdp.infra.command.VerifyCommand;
import com.caiatech.afdp.infra.command.VersionCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The command line. Data goes to stdout, progress and errors to stderr; {@link ExitCode} tells how
/// it ended.
@Command(
    name = "afdp",
    description = "Deploys, records what happened with proof, and answers from it.",
    mixinStandardHelpOptions = true,
    subcommands = {
      UpCommand.class,
      DemoCommand.class,
      RebuildCommand.class,
      LedgerCommand.class,
      TrustCommand.class,
      VerifyCommand.class,
      RegisterCommand.class,
      HookCommand.class,
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
      RollbackCommand.class,
      IncidentCommand.class,
      ReportCommand.class,
      TraceCommand.class,
      TokenCommand.class,
      CompletionCommand.class,
      VersionCommand.class,
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp up                              start everything on this machine",
      "  afdp demo                            see a whole story in a minute",
      "  afdp register ~/src/checkout         make a service known",
      "  afdp deploy checkout staging --wait  deploy it",
    })
public final class Afdp implements Runnable {
  @SuppressWarnings("NullAway.Init") // picocli sets it before run
  @Spec
  private CommandSpec spec;

  /// Runs one command and exits with its code.
  public static void main(String[] arguments) {
    System.exit(execute(arguments));
  }

  /// Runs one command.
  ///
  /// @return the code of an {@link ExitCode}
  public static int execute(String... arguments) {
    return CommandRunner.run(new Afdp(), arguments);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "expected a command, found none; 'afdp --help' lists them");
  }
}
