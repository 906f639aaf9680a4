package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.graphmodel.path.ThingKind;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.schemas.record.RecordJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a search of the graph may walk over.
final class WalkOptions {
  @Nullable
  @Option(
      names = "--max-depth",
      paramLabel = "N",
      description = "So many hops at most, 1 to 12; default: 6, for afdp reach 3.")
  private Integer maxDepth;

  @Option(
      names = "--through",
      paramLabel = "KIND",
      description =
          "Lead through things of this kind alone, such as commit or signing-key; repeatable."
              + " Default: all but services, environments, teams, people, repositories, ledgers and"
              + " keys.")
  private List<ThingKind> through = new ArrayList<>();

  @Option(
      names = "--excluding",
      paramLabel = "THING",
      description = "Do not lead through this thing; repeatable.")
  private List<ThingWord> excluding = new ArrayList<>();

  @Option(
      names = "--relationship",
      paramLabel = "TYPE",
      description =
          "Walk relationships of this type alone, such as SHIPPED or TOUCHED; repeatable. Default:"
              + " all that state facts.")
  private List<String> relationships = new ArrayList<>();

  @Nullable
  @Option(
      names = "--as-of",
      paramLabel = "MOMENT",
      description =
          "As it was believed at this moment of recorded time, such as 2026-01-31T12:00:00Z.")
  private Instant asOf;

  /// The variables of a search, without those that are left to the gateway.
  Map<String, Object> put(Map<String, Object> variables, GatewayClient client) {
    Session.put(variables, "maxDepth", maxDepth);
    if (!through.isEmpty()) {
      variables.put("through", through.stream().map(Enum::name).toList());
    }
    if (!excluding.isEmpty()) {
      variables.put("excluding", excluding.stream().map(it -> it.id(client)).toList());
    }
    if (!relationships.isEmpty()) {
      variables.put(
          "relationships",
          relationships.stream().map(it -> it.toUpperCase(Locale.ROOT).replace('-', '_')).toList());
    }
    if (asOf != null) {
      variables.put("asOf", RecordJson.text(Objects.requireNonNull(asOf)));
    }
    return variables;
  }
}
