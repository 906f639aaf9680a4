package com.caiatech.afdp.infra.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// What can be reached as a table: a line for each thing, with the way to it.
public final class ReachReport {
  /// The query whose answer the report shows.
  public static final String QUERY =
      """
      query(
        $from: ID!, $kinds: [ThingKind!], $direction: RelationshipDirection, $maxDepth: Int = 3, $first: Int!,
        $after: String, $through: [ThingKind!], $excluding: [ID!], $relationships: [RelationshipType!], $asOf: DateTime
      ) {
        reachable(
          from: $from, kinds: $kinds, direction: $direction, maxDepth: $maxDepth, first: $first, after: $after,
          through: $through, excluding: $excluding, relationships: $relationships, asOf: $asOf
        ) {
          truncatedAtDepth truncatedBy excludedKinds expansions
          pageInfo { hasNextPage endCursor }
          edges {
            cursor distance
            node { ...thing }
            path { hops { to { id } relationships { type direction } } }
          }
        }
      }
      """
          + FoundThing.FRAGMENT;

  private ReachReport() {}

  /// The text of an answer to the query.
  public static String of(JsonNode found) {
    List<List<String>> rows = new ArrayList<>(List.of(List.of("HOPS", "THING", "WAY")));
    for (JsonNode edge : found.path("edges")) {
      rows.add(
          List.of(
              edge.path("distance").asText(),
              FoundThing.text(edge.path("node")),
              way(edge.path("path").path("hops"))));
    }
    int width = rows.stream().mapToInt(row -> row.get(1).length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    if (rows.size() > 1) {
      for (List<String> row : rows) {
        lines.add(
            "%4s  %s%s  %s"
                .formatted(
                    row.get(0), row.get(1), " ".repeat(width - row.get(1).length()), row.get(2)));
      }
      lines.add("");
    }
    lines.add(summary(found));
    lines.add(PathsReport.notLedThrough(found));
    return String.join(System.lineSeparator(), lines);
  }

  /// What joins each thing on the way with the one before, and the things between the ends.
  private static String way(JsonNode hops) {
    List<String> words = new ArrayList<>();
    for (JsonNode hop : hops) {
      words.add(
          StreamSupport.stream(hop.path("relationships").spliterator(), false)
              .map(
                  joined ->
                      (joined.path("direction").asText().equals("OUTGOING") ? "→ " : "← ")
                          + joined.path("type").asText())
              .distinct()
              .collect(Collectors.joining(" and ")));
      words.add(FoundThing.name(hop.path("to")));
    }
    return String.join("  ", words.subList(0, Math.max(0, words.size() - 1)));
  }

  private static String summary(JsonNode found) {
    boolean none = found.path("edges").isEmpty();
    if (found.path("pageInfo").path("hasNextPage").asBoolean()) {
      return "There is more: --after " + found.path("pageInfo").path("endCursor").asText();
    }
    if (!found.hasNonNull("truncatedBy")) {
      return none ? "Nothing such can be reached." : "Nothing else such can be reached.";
    }
    return "%s: %s, so things at a distance of %d and more may be missing."
        .formatted(
            none ? "Nothing was found, which does not say that there is nothing" : "Cut",
            PathsReport.cutBy(found),
            found.path("truncatedAtDepth").asInt());
  }
}
