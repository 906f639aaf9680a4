package com.caiatech.afdp.infra.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What was found by its texts, as text: a thing on each line with the text that has the words.
public final class SearchReport {
  /// The query whose answer the report shows.
  public static final String QUERY =
      """
      query($text: String!, $kinds: [SearchKind!], $first: Int = 20, $asOf: DateTime) {
        search(text: $text, kinds: $kinds, first: $first, asOf: $asOf) {
          totalCount truncated
          nodes { kind property excerpt score thing { id } }
        }
      }
      """;

  private SearchReport() {}

  /// The text of an answer to the query.
  public static String of(JsonNode found) {
    List<String> lines = new ArrayList<>();
    int width = 0;
    for (JsonNode hit : found.path("nodes")) {
      width = Math.max(width, kind(hit).length());
    }
    for (JsonNode hit : found.path("nodes")) {
      lines.add(
          "%s  %s  %s: %s"
              .formatted(
                  " ".repeat(width - kind(hit).length()) + kind(hit),
                  FoundThing.name(hit.path("thing")),
                  hit.path("property").asText(),
                  hit.path("excerpt").asText()));
    }
    long left = found.path("totalCount").asLong() - found.path("nodes").size();
    if (lines.isEmpty()) {
      lines.add("Nothing was found.");
    } else if (left > 0) {
      lines.add("%d more; --first shows up to 100.".formatted(left));
    }
    if (found.path("truncated").asBoolean()) {
      lines.add("There may be more that was not looked at; more words, or --kind, find it.");
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static String kind(JsonNode hit) {
    return hit.path("kind").asText().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
