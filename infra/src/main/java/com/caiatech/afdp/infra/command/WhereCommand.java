package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Tells where a commit serves.
@Command(
    name = "where",
    description = "Tells in which services and environments a commit serves now.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp where checkout $(git rev-parse HEAD)",
      "  afdp where checkout 3f2c9a1      the beginning of its id will do, where no other has it"
    })
public final class WhereCommand implements Callable<ExitCode> {
  private static final Pattern BEGINNING = Pattern.compile("[0-9a-f]{4,64}");
  private static final int SHA1 = 40;
  private static final int SHA256 = 64;
  private static final String COMMITS =
      """
      query($repository: String!, $sha: String!) {
        commits(first: 2, filter: {repository: {name: {eq: $repository}}, sha: {startsWith: $sha}}) {
          nodes { sha }
        }
      }
      """;
  private static final String QUERY =
      """
      query($repository: String!, $sha: String!) {
        commit(repository: $repository, sha: $sha) { sha subject author { personId } committedAt }
        whereIs(repository: $repository, sha: $sha) {
          service { name } environment { name } role weight
          deployment { deploymentId type status openedAt }
        }
      }
      """;

  @Mixin private final Session session = new Session();

  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(paramLabel = "REPOSITORY", description = "The repository, by its name.")
  private RepositoryName repository;

  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(paramLabel = "COMMIT", description = "The commit's id, or how it begins.")
  private String commit;

  @Override
  public ExitCode call() {
    String beginning = commit.toLowerCase(Locale.ROOT);
    if (!BEGINNING.matcher(beginning).matches()) {
      throw new InfraException.WrongUsage(
          "COMMIT: expected 4 to 64 hex digits, found '%s'".formatted(commit));
    }
    try (GatewayClient client = session.client("viewer")) {
      String sha = isWhole(beginning) ? beginning : whole(client, beginning);
      JsonNode data = client.query(QUERY, Map.of("repository", repository.value(), "sha", sha));
      if (data.path("commit").isNull()) {
        throw unknown(sha);
      }
      session.print(data, text(data));
      return ExitCode.DONE;
    }
  }

  private static boolean isWhole(String sha) {
    return sha.length() == SHA1 || sha.length() == SHA256;
  }

  private String whole(GatewayClient client, String beginning) {
    JsonNode found =
        client
            .query(COMMITS, Map.of("repository", repository.value(), "sha", beginning))
            .path("commits")
            .path("nodes");
    return switch (found.size()) {
      case 0 -> throw unknown(beginning);
      case 1 -> found.path(0).path("sha").asText();
      default ->
          throw new InfraException.Refused(
              "several commits of %s begin with %s, such as %s and %s; give more of the id"
                  .formatted(
                      repository,
                      beginning,
                      found.path(0).path("sha").asText(),
                      found.path(1).path("sha").asText()));
    };
  }

  private InfraException.Refused unknown(String sha) {
    return new InfraException.Refused(
        "no commit %s of %s is in the graph; the repositories there are: afdp status"
            .formatted(sha, repository));
  }

  private static String text(JsonNode data) {
    JsonNode commit = data.path("commit");
    StringBuilder text =
        new StringBuilder(
            "%s %s".formatted(commit.path("sha").asText(), commit.path("subject").asText("")));
    if (data.path("whereIs").isEmpty()) {
      text.append(System.lineSeparator()).append("serves nowhere");
    }
    for (JsonNode location : data.path("whereIs")) {
      JsonNode deployment = location.path("deployment");
      text.append(System.lineSeparator())
          .append(
              "  %s in %s: %s %% as %s, by deployment %s (%s %s)"
                  .formatted(
                      location.path("service").path("name").asText(),
                      location.path("environment").path("name").asText(),
                      location.path("weight").asText(),
                      location.path("role").asText().toLowerCase(Locale.ROOT),
                      deployment.path("deploymentId").asText(),
                      deployment.path("type").asText("-").toLowerCase(Locale.ROOT),
                      deployment.path("status").asText("-").toLowerCase(Locale.ROOT)));
    }
    return text.toString();
  }
}
