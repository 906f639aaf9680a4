package com.caiatech.afdp.infra.trial;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.client.Terminal;
import com.caiatech.afdp.infra.command.CommandRunner;
import com.caiatech.afdp.infra.embedded.Neo4jServer;
import com.caiatech.afdp.infra.state.Ports;
import com.caiatech.afdp.infra.trial.suspect.SuspectReport;
import com.caiatech.afdp.infra.trial.suspect.SuspectTrial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line of the suspect trial: figures on stdout, progress on stderr.
@Command(
    name = "suspect-trial",
    description =
        "Ranks the suspects of the incidents of generated organisations, whose causes are known, at"
            + " the moment at which each is first told, and says how often the cause is first and"
            + " among the first five, and the mean of 1 / place; beside it the most recent commit,"
            + " the largest one, and the ranking before weights were set by measurement.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  infra/suspect-trial --seeds 1,2,3,4,5",
      "  infra/suspect-trial --seeds 101,102,103,104 --fit"
    })
public final class SuspectCommand implements Callable<ExitCode> {
  @Option(
      names = "--seeds",
      split = ",",
      defaultValue = "1,2,3,4,5",
      description = "Of the organisations; default: ${DEFAULT-VALUE}.")
  private List<Long> seeds = List.of();

  @Option(
      names = "--deployments",
      defaultValue = "3000",
      description = "Of each organisation; default: ${DEFAULT-VALUE}.")
  private int deployments;

  @Option(
      names = "--fit",
      description =
          "Set weights on these organisations and print them, for weights.json; their own figures"
              + " then say nothing.")
  private boolean fit;

  @Nullable
  @Option(names = "--folder", description = "An empty folder to work in; default: a new one.")
  private Path folder;

  /// Runs the trial and exits with its code.
  public static void main(String[] arguments) {
    System.exit(CommandRunner.run(new SuspectCommand(), arguments));
  }

  @Override
  public ExitCode call() throws Exception {
    Path work = folder == null ? Files.createTempDirectory("afdp-suspect-trial") : folder;
    Terminal.progress("working in " + work);
    int port = Ports.load(work.resolve("ports.json")).take("graph", Optional.empty());
    String password = UUID.randomUUID().toString();
    try (Neo4jServer server = Neo4jServer.start(work.resolve("graph"), port, password);
        Driver driver =
            GraphDatabase.driver(server.boltUri(), AuthTokens.basic(Neo4jServer.USER, password))) {
      SuspectReport report =
          SuspectReport.of(new SuspectTrial(driver), seeds, deployments, Terminal::progress);
      report.rows().forEach(Terminal::data);
      if (fit) {
        report.fitted().forEach((signal, weight) -> Terminal.data(signal + " " + weight));
      }
    }
    return ExitCode.DONE;
  }
}
