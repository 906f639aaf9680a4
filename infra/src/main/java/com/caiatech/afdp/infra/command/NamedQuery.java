package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A query that somebody saved, as the graph has it now.
record NamedQuery(String id, String name, QueryDocument document) {
  private static final String QUERY =
      """
      query($filter: SavedQueryFilter!) {
        savedQueries(first: 10, filter: $filter) { nodes { savedQueryId name document } }
      }
      """;

  /// Finds the one of that UUID or name.
  ///
  /// @throws InfraException.Refused where there is none, or several have the name
  static NamedQuery find(GatewayClient client, String word) {
    Map<String, ?> called = Map.of(isId(word) ? "savedQueryId" : "name", Map.of("eq", word));
    Map<String, ?> filter = Map.of("and", List.of(called, Map.of("name", Map.of("exists", true))));
    JsonNode found =
        client.query(QUERY, Map.of("filter", filter)).path("savedQueries").path("nodes");
    if (found.size() != 1) {
      throw new InfraException.Refused(
          found.isEmpty()
              ? "--saved: no saved query '%s' is in the graph".formatted(word)
              : "--saved: expected one saved query '%s', found several; give one of their ids: %s"
                  .formatted(word, String.join(", ", ids(found))));
    }
    JsonNode query = found.path(0);
    String id = query.path("savedQueryId").asText();
    return new NamedQuery(
        id,
        query.path("name").asText(),
        QueryDocument.read(query.path("document").asText(), "saved query " + id));
  }

  /// The answer to it.
  ///
  /// @throws InfraException.Refused when the gateway refuses it
  JsonNode ask(GatewayClient client, Map<String, ?> variables) {
    try {
      return client.query(document.text(), variables);
    } catch (InfraException.Refused refused) {
      throw new InfraException.Refused(
          "saved query %s '%s' is refused now, by the gateway's schema and budget of today: %s; its author can replace it by afdp save-query --replace %s"
              .formatted(id, name, refused.getMessage(), id));
    }
  }

  private static boolean isId(String word) {
    try {
      return UUID.fromString(word).toString().equals(word);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static List<String> ids(JsonNode queries) {
    List<String> ids = new ArrayList<>();
    queries.forEach(query -> ids.add(query.path("savedQueryId").asText()));
    return ids;
  }
}
