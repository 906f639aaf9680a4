package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.graphmodel.path.ThingKind;
import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.client.ReachReport;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists what can be reached from a thing, the nearest first.
@Command(
    name = "reach",
    description = {
      "Lists what can be reached from a thing, the nearest first, with the first of the shortest"
          + " ways to each.",
      "A thing is named as for afdp paths. Where nothing can be reached the exit code is 1, and 2"
          + " where the search was cut before it found anything."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp reach shop@<commit> --kind deployment --kind environment",
      "  afdp reach file:shop:src/cart/Total.java --kind incident --max-depth 4",
      "  afdp reach key:<fingerprint> --kind deployment --json"
    })
public final class ReachCommand implements Callable<ExitCode> {
  @Mixin private final Session session = new Session();
  @Mixin private final FirstOption first = new FirstOption();
  @Mixin private final WalkOptions walk = new WalkOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(paramLabel = "THING", description = "The thing where every way begins.")
  private ThingWord from;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "Look for things of this kind alone, such as service; repeatable. Default: all but"
              + " services, environments, teams, people, repositories, ledgers and keys.")
  private List<ThingKind> kinds = new ArrayList<>();

  @Nullable
  @Option(
      names = "--direction",
      paramLabel = "DIRECTION",
      description =
          "Walk relationships from their start (outgoing) or from their end (incoming); default:"
              + " both.")
  private Direction direction;

  @Nullable
  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "Go on after this cursor, which an earlier answer to the same question tells.")
  private String after;

  /// Along which end a relationship is left.
  enum Direction {
    OUTGOING,
    INCOMING
  }

  @Override
  public ExitCode call() {
    int count = first.count();
    try (GatewayClient client = session.client("viewer")) {
      Map<String, Object> variables = walk.put(new HashMap<>(), client);
      variables.put("from", from.id(client));
      variables.put("first", count);
      Session.put(variables, "after", after);
      if (direction != null) {
        variables.put("direction", Objects.requireNonNull(direction).name());
      }
      if (!kinds.isEmpty()) {
        variables.put("kinds", kinds.stream().map(Enum::name).toList());
      }
      JsonNode found = client.query(ReachReport.QUERY, variables).path("reachable");
      session.print(found, ReachReport.of(found));
      if (!found.path("edges").isEmpty()) {
        return ExitCode.DONE;
      }
      return found.path("truncatedBy").isNull() ? ExitCode.FAILED : ExitCode.USAGE;
    }
  }
}
