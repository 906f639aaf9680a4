package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.client.Terminal;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Prints what makes a shell complete the commands and their options.
@Command(
    name = "completion",
    description = "Prints what makes bash or zsh complete the commands and their options.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(afdp completion bash)",
      "  afdp completion zsh > ~/.afdp-completion && echo 'source ~/.afdp-completion' >> ~/.zshrc"
    })
public final class CompletionCommand implements Callable<ExitCode> {
  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Spec
  private CommandSpec spec;

  @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // one script does for both, and asks
  @Parameters(index = "0", paramLabel = "SHELL", description = "bash or zsh.")
  private Shell shell;

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  /// The shells that the script knows.
  enum Shell {
    BASH,
    ZSH
  }

  @Override
  public ExitCode call() {
    CommandLine all = spec.root().commandLine();
    String script = AutoComplete.bash(all.getCommandName(), all);
    Terminal.data(
        json ? JsonNodeFactory.instance.objectNode().put("script", script).toString() : script);
    return ExitCode.DONE;
  }
}
