package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.Terminal;
import com.caiatech.afdp.infra.generate.Generation;
import com.caiatech.afdp.infra.generate.model.Scale;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes an organisation that never was, with the truth about its incidents.
@Command(
    name = "generate",
    description =
        "Writes an organisation that never was into a state folder: services, people, Git"
            + " histories, deployments, checks, approvals and incidents as signed ledgers, and the"
            + " truth about what caused them in truth.ndjson. The same seed and sizes write the"
            + " same. Whoever knows the seed has the keys: never use such a folder for anything"
            + " real.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp generate /tmp/shop --deployments 500",
      "  afdp generate /tmp/shop --seed 7 --services 30 --days 365 --deployments 5000 --json",
      "  afdp verify --state /tmp/shop && afdp up --state /tmp/shop"
    })
public final class GenerateCommand implements Callable<ExitCode> {
  private static final int COMMITS_OF_DEPLOYMENT = 5;
  private static final int PEOPLE_OF_SERVICE = 3;

  @SuppressWarnings("NullAway.Init") // picocli sets it before run
  @Parameters(paramLabel = "FOLDER", description = "Where to write it; nothing may be there.")
  private Path folder;

  @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--deployments",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "How many deployments, rollbacks and repetitions among them; default:"
              + " ${DEFAULT-VALUE}.")
  private int deployments;

  @Nullable
  @Option(
      names = "--commits",
      paramLabel = "N",
      description = "About how many commits; default: five for each deployment.")
  private Integer commits;

  @Option(
      names = "--services",
      paramLabel = "N",
      defaultValue = "12",
      description = "How many services; default: ${DEFAULT-VALUE}.")
  private int services;

  @Nullable
  @Option(
      names = "--people",
      paramLabel = "N",
      description = "How many people; default: three for each service, and at least four.")
  private Integer people;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "90",
      description = "About how long it takes; default: ${DEFAULT-VALUE}.")
  private int days;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      defaultValue = "2025-01-06",
      description = "The first day, such as 2025-01-06, which is the default.")
  private LocalDate from = LocalDate.EPOCH;

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Override
  public ExitCode call() {
    Generation.Result result =
        Generation.run(folder.toAbsolutePath().normalize(), scale(), Terminal::progress);
    if (json) {
      Terminal.data(report(result).toString());
    } else {
      Terminal.report(text(result));
    }
    return ExitCode.DONE;
  }

  private Scale scale() {
    try {
      return new Scale(
          seed,
          deployments,
          commits == null
              ? (int) Math.min(Integer.MAX_VALUE, (long) COMMITS_OF_DEPLOYMENT * deployments)
              : commits,
          services,
          people == null ? Math.max(4, PEOPLE_OF_SERVICE * services) : people,
          days,
          from);
    } catch (IllegalArgumentException wrong) {
      throw new InfraException.WrongUsage(
          "generating an organisation: " + wrong.getMessage() + "; nothing was written");
    }
  }

  private static ObjectNode report(Generation.Result result) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("folder", result.folder().toString())
        .put("truth", result.folder().resolve(Generation.TRUTH).toString())
        .put("policy", result.pinnedPolicy().value())
        .put("deployments", result.deployments())
        .put("commits", result.commits())
        .put("repositories", result.repositories())
        .put("incidents", result.incidents())
        .put("records", result.records());
  }

  private static String text(Generation.Result result) {
    return """
        %d deployments and %d incidents, %d records in signed ledgers
        %d commits in %d repositories
        truth   %s
        policy  %s"""
        .formatted(
            result.deployments(),
            result.incidents(),
            result.records(),
            result.commits(),
            result.repositories(),
            result.folder().resolve(Generation.TRUTH),
            result.pinnedPolicy());
  }
}
