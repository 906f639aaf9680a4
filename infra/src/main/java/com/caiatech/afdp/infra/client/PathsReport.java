package com.caiatech.afdp.infra.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/// Paths as text: each thing on a line of its own, with what joins it with the thing before.
public final class PathsReport {
  /// The query whose answer the report shows.
  public static final String QUERY =
      """
      query(
        $from: ID!, $to: ID!, $maxDepth: Int = 6, $maxPaths: Int = 10, $via: [ID!], $through: [ThingKind!],
        $excluding: [ID!], $relationships: [RelationshipType!], $shortestOnly: Boolean = false,
        $directed: Boolean = false, $asOf: DateTime
      ) {
        paths(
          from: $from, to: $to, maxDepth: $maxDepth, maxPaths: $maxPaths, via: $via, through: $through,
          excluding: $excluding, relationships: $relationships, shortestOnly: $shortestOnly,
          directed: $directed, asOf: $asOf
        ) {
          exhausted truncatedAtDepth truncatedBy excludedKinds expansions
          paths {
            length
            hops {
              from { ...thing } to { ...thing }
              relationships {
                type direction since role inScope weight change added deleted method confidence
                evidence { kind volume index verdict }
              }
            }
          }
        }
      }
      """
          + FoundThing.FRAGMENT;

  private PathsReport() {}

  /// The text of an answer to the query.
  public static String of(JsonNode found) {
    List<String> lines = new ArrayList<>();
    int number = 0;
    for (JsonNode path : found.path("paths")) {
      number++;
      int length = path.path("length").asInt();
      lines.add("#%d  %d %s".formatted(number, length, length == 1 ? "hop" : "hops"));
      addHops(lines, path);
      lines.add("");
    }
    lines.add(summary(found));
    lines.add(notLedThrough(found));
    return String.join(System.lineSeparator(), lines);
  }

  private static void addHops(List<String> lines, JsonNode path) {
    boolean first = true;
    for (JsonNode hop : path.path("hops")) {
      if (first) {
        lines.add("  " + FoundThing.text(hop.path("from")));
        first = false;
      }
      for (JsonNode joined : hop.path("relationships")) {
        lines.add("    " + relationship(joined));
      }
      lines.add("  " + FoundThing.text(hop.path("to")));
    }
  }

  private static String summary(JsonNode found) {
    boolean none = found.path("paths").isEmpty();
    if (found.path("exhausted").asBoolean()) {
      return none ? "There is no such path." : "There are no other such paths.";
    }
    return "%s: %s, so paths of %d hops or more may be missing."
        .formatted(
            none ? "No path was found, which does not say that there is none" : "Cut",
            cutBy(found),
            found.path("truncatedAtDepth").asInt());
  }

  /// What was used up when a search was cut.
  static String cutBy(JsonNode found) {
    return switch (found.path("truncatedBy").asText()) {
      case "MAX_PATHS" -> "as many paths were told as were asked for";
      case "TIME" -> "the time of one search was over";
      default ->
          "the next layer holds more relationships than one search may look at (%d so far)"
              .formatted(found.path("expansions").asLong());
    };
  }

  /// The kinds of things that a search did not lead through.
  static String notLedThrough(JsonNode found) {
    return "Not led through: %s; --through names the kinds that are."
        .formatted(words(found.path("excludedKinds")));
  }

  private static String relationship(JsonNode joined) {
    boolean outgoing = joined.path("direction").asText().equals("OUTGOING");
    List<String> words = new ArrayList<>();
    words.add((outgoing ? "↓ " : "↑ ") + joined.path("type").asText());
    for (String property :
        List.of("role", "weight", "change", "added", "deleted", "method", "confidence")) {
      if (joined.hasNonNull(property)) {
        words.add(property + " " + joined.path(property).asText());
      }
    }
    if (joined.hasNonNull("inScope") && !joined.path("inScope").asBoolean()) {
      words.add("only brought along");
    }
    if (joined.hasNonNull("since")) {
      words.add("since " + joined.path("since").asText());
    }
    for (JsonNode record : joined.path("evidence")) {
      words.add(
          "evidence %s[%d] %s %s"
              .formatted(
                  record.path("volume").asText(),
                  record.path("index").asLong(),
                  record.path("kind").asText(),
                  record.path("verdict").asText()));
    }
    return String.join(", ", words);
  }

  private static String words(JsonNode kinds) {
    return StreamSupport.stream(kinds.spliterator(), false)
        .map(kind -> kind.asText().toLowerCase(Locale.ROOT).replace('_', '-'))
        .reduce((a, b) -> a + ", " + b)
        .orElse("nothing");
  }
}
