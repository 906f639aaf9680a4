package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.client.PathsReport;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows how two things are joined, with evidence on every hop.
@Command(
    name = "paths",
    description = {
      "Shows how two things are joined: the shortest paths between them, with evidence on every"
          + " hop.",
      "A thing is a global id (urn:afdp:service:cart, or service:cart), <repository>@<commit>, or"
          + " the UUID of a deployment or an incident.",
      "Where there is no path the exit code is 1, and 2 where the search was cut before it found"
          + " one."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp paths 01890a5d-ac96-774b-bcce-b302099a8057 file:shop:src/cart/Total.java",
      "  afdp paths service:cart service:checkout --through deployment --through commit",
      "  afdp paths environment:production key:<fingerprint> --as-of 2026-01-31T12:00:00Z --json"
    })
public final class PathsCommand implements Callable<ExitCode> {
  @Mixin private final Session session = new Session();
  @Mixin private final WalkOptions walk = new WalkOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(index = "0", paramLabel = "FROM", description = "The thing where paths begin.")
  private ThingWord from;

  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(index = "1", paramLabel = "TO", description = "The thing where paths end.")
  private ThingWord to;

  @Nullable
  @Option(
      names = "--max-paths",
      paramLabel = "N",
      description = "So many paths at most, 1 to 100; default: 10.")
  private Integer maxPaths;

  @Option(
      names = "--via",
      paramLabel = "THING",
      description = "Only paths through this thing; repeatable, at most 4 times.")
  private List<ThingWord> via = new ArrayList<>();

  @Option(names = "--shortest", description = "Only the paths of the smallest length.")
  private boolean shortest;

  @Option(names = "--directed", description = "Walk every relationship from its start to its end.")
  private boolean directed;

  @Override
  public ExitCode call() {
    try (GatewayClient client = session.client("viewer")) {
      Map<String, Object> variables = walk.put(new HashMap<>(), client);
      variables.put("from", from.id(client));
      variables.put("to", to.id(client));
      variables.put("shortestOnly", shortest);
      variables.put("directed", directed);
      Session.put(variables, "maxPaths", maxPaths);
      if (!via.isEmpty()) {
        variables.put("via", via.stream().map(it -> it.id(client)).toList());
      }
      JsonNode found = client.query(PathsReport.QUERY, variables).path("paths");
      session.print(found, PathsReport.of(found));
      if (!found.path("paths").isEmpty()) {
        return ExitCode.DONE;
      }
      return found.path("exhausted").asBoolean() ? ExitCode.FAILED : ExitCode.USAGE;
    }
  }
}
