package com.caiatech.afdp.infra.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/// The nodes of a connection of the gateway, read page by page up to a bound.
///
/// @param nodes in the connection's order, at most [#MOST]
/// @param leftOut how many follow beyond that
public record Listing(ArrayNode nodes, long leftOut) {
  /// The most nodes that are read.
  public static final int MOST = 1_000;

  private static final int PAGE = 100;

  /// How a document is sent, with its variables; gives the response's `data`.
  @FunctionalInterface
  public interface Asking {
    JsonNode data(String document, Map<String, ?> variables);
  }

  /// Reads a top-level connection.
  ///
  /// @param fields to select of each node
  /// @param fragments that these fields spread; empty where they spread none
  public static Listing read(Asking gateway, String connection, String fields, String fragments) {
    String document =
        """
        query($first: Int!, $after: String) {
          %s(first: $first, after: $after) {
            nodes { %s } pageInfo { hasNextPage endCursor }
          }
        }
        %s
        """
            .formatted(connection, fields, fragments);
    ArrayNode nodes = JsonNodeFactory.instance.arrayNode();
    Map<String, Object> variables = new HashMap<>(Map.of("first", PAGE));
    while (true) {
      JsonNode page = gateway.data(document, variables).path(connection);
      page.path("nodes").forEach(nodes::add);
      if (!page.path("pageInfo").path("hasNextPage").asBoolean()) {
        return new Listing(nodes, 0);
      }
      if (nodes.size() >= MOST) {
        return new Listing(nodes, Math.max(1, count(gateway, connection) - nodes.size()));
      }
      variables.put("after", page.path("pageInfo").path("endCursor").asText());
    }
  }

  private static long count(Asking gateway, String connection) {
    return gateway
        .data("query { %s(first: 1) { totalCount } }".formatted(connection), Map.of())
        .path(connection)
        .path("totalCount")
        .asLong();
  }

  /// As JSON; says what was left out only where something was.
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("nodes", nodes);
    return leftOut == 0 ? json : json.put("leftOut", leftOut);
  }
}
