package com.caiatech.afdp.infra.benchmark;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.generate.model.Scale;
import java.nio.file.Path;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How large an organisation is whose graph is made.
final class GraphOptions {
  private static final int COMMITS_OF_DEPLOYMENT = 5;
  private static final int PEOPLE_OF_SERVICE = 3;
  private static final LocalDate FIRST_DAY = LocalDate.of(2023, 1, 2);

  @Option(
      names = "--graph-deployments",
      paramLabel = "N",
      defaultValue = "2000",
      description =
          "Deployments of the organisation whose graph is made, with five times as many commits and"
              + " six times as many checks. Default: ${DEFAULT-VALUE}.")
  private int deployments;

  @Option(
      names = "--graph-services",
      paramLabel = "N",
      defaultValue = "20",
      description = "Its services. Default: ${DEFAULT-VALUE}.")
  private int services;

  @Option(
      names = "--graph-days",
      paramLabel = "N",
      defaultValue = "100",
      description = "How long it takes. Default: ${DEFAULT-VALUE}.")
  private int days;

  @Nullable
  @Option(
      names = "--graph",
      paramLabel = "FOLDER",
      description =
          "Ask queries on the graph that --only graph made there, in place of a new one; made there"
              + " where nothing is.")
  private Path folder;

  /// Where the graph is, or is made.
  Path state(Path otherwise) {
    return folder == null ? otherwise.resolve("made") : folder.toAbsolutePath();
  }

  Scale scale() {
    try {
      return new Scale(
          1,
          deployments,
          COMMITS_OF_DEPLOYMENT * deployments,
          services,
          Math.max(4, PEOPLE_OF_SERVICE * services),
          days,
          FIRST_DAY);
    } catch (IllegalArgumentException wrong) {
      throw new InfraException.WrongUsage("the organisation: " + wrong.getMessage());
    }
  }
}
