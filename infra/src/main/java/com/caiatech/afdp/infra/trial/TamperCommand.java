package com.caiatech.afdp.infra.trial;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.client.Terminal;
import com.caiatech.afdp.infra.command.CommandRunner;
import com.caiatech.afdp.infra.trial.tamper.Outcome;
import com.caiatech.afdp.infra.trial.tamper.TamperTrial;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line of the tamper trial: a table of attacks on stdout, progress on stderr; exit
/// code 0 when of each was found what should be.
@Command(
    name = "tamper-trial",
    description =
        "Plays a thief on a demo's state and compares what is found with what should be found.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  infra/tamper-trial --seed 1", "  infra/tamper-trial --state ~/demo-state --json"})
public final class TamperCommand implements Callable<ExitCode> {
  @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Nullable
  @Option(
      names = "--state",
      description = "The state folder of a stopped demo, which is copied; default: a new demo.")
  private Path state;

  @Nullable
  @Option(names = "--folder", description = "An empty folder to work in; default: a new one.")
  private Path folder;

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  /// Runs the trial and exits with its code.
  public static void main(String[] arguments) {
    System.exit(CommandRunner.run(new TamperCommand(), arguments));
  }

  @Override
  public ExitCode call() throws Exception {
    Path work = folder == null ? Files.createTempDirectory("afdp-tamper-trial") : folder;
    Terminal.progress("working in " + work);
    List<Outcome> outcomes =
        new TamperTrial(work.toAbsolutePath(), seed, Terminal::progress)
            .run(Optional.ofNullable(state).map(Path::toAbsolutePath));
    long failed = outcomes.stream().filter(it -> !it.asExpected()).count();
    if (json) {
      Terminal.data(JsonMapper.builder().build().writeValueAsString(outcomes));
    } else {
      outcomes.forEach(it -> Terminal.data(it.row()));
      Terminal.data("%d attacks, %d not as expected".formatted(outcomes.size(), failed));
    }
    return failed == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }
}
