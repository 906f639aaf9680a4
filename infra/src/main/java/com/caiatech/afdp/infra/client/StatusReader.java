package com.caiatech.afdp.infra.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the status of the platform: what runs where, the last deployments, the ledgers, and how
/// far the intakes are.
public final class StatusReader {
  private static final int PAIRS_PER_QUERY = 25;
  private static final String NEWEST =
      """
      query {
        deployments(first: 10) {
          nodes { deploymentId status type requestedAt service { name } environment { name } }
        }
      }
      """;

  private StatusReader() {}

  /// As it is now: `repositories`, `ledgers`, `deployments`, `services`, `environments` and
  /// `running`.
  public static ObjectNode read(Listing.Asking gateway) {
    ObjectNode data = IntakeLines.read(gateway);
    data.setAll((ObjectNode) gateway.data(NEWEST, Map.of()));
    for (String names : List.of("services", "environments")) {
      data.set(names, Listing.read(gateway, names, "name", "").json());
    }
    data.set("running", running(gateway, data));
    return data;
  }

  private static ArrayNode running(Listing.Asking gateway, JsonNode names) {
    List<String[]> pairs = new ArrayList<>();
    for (JsonNode service : names.path("services").path("nodes")) {
      for (JsonNode environment : names.path("environments").path("nodes")) {
        pairs.add(new String[] {service.path("name").asText(), environment.path("name").asText()});
      }
    }
    ArrayNode running = JsonNodeFactory.instance.arrayNode();
    for (int start = 0; start < pairs.size(); start += PAIRS_PER_QUERY) {
      addRunning(
          gateway, pairs.subList(start, Math.min(pairs.size(), start + PAIRS_PER_QUERY)), running);
    }
    return running;
  }

  private static void addRunning(Listing.Asking gateway, List<String[]> pairs, ArrayNode running) {
    StringBuilder parameters = new StringBuilder();
    StringBuilder fields = new StringBuilder();
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < pairs.size(); i++) {
      parameters.append("$s%1$d: String! $e%1$d: String! ".formatted(i));
      fields.append("r%d: ".formatted(i)).append(runningField(i));
      variables.put("s" + i, pairs.get(i)[0]);
      variables.put("e" + i, pairs.get(i)[1]);
    }
    JsonNode data = gateway.data("query(%s) { %s }".formatted(parameters, fields), variables);
    data.forEach(
        entry -> {
          if (!entry.path("serving").isEmpty()) {
            running.add(entry);
          }
        });
  }

  private static String runningField(int number) {
    return """
    runningAt(service: $s%1$d, environment: $e%1$d) {
      service environment recordedAt
      serving { weight deployment { deploymentId sources { role commit { sha subject } } } }
    }
    """
        .formatted(number);
  }
}
