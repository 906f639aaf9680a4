package com.caiatech.afdp.infra.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How far the intakes are that have something left to do, a line each.
public final class IntakeLines {
  private static final String REPOSITORY = "name progress { ...intake }";
  private static final String FRAGMENT =
      """
      fragment intake on IntakeProgress {
        activity unit done total ratePerSecond secondsLeft lastMovedAt endedAt waitsFor
      }
      """;
  private static final String LEDGERS =
      "query { ledgers { volume size head stopped violationCount progress { ...intake } } } "
          + FRAGMENT;

  /// After that long without a move it is said since when nothing moved.
  private static final Duration QUIET = Duration.ofSeconds(30);

  private IntakeLines() {}

  /// Reads what the lines are made of: `repositories`, by pages, and `ledgers`.
  public static ObjectNode read(Listing.Asking gateway) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.set("repositories", Listing.read(gateway, "repositories", REPOSITORY, FRAGMENT).json());
    data.set("ledgers", gateway.data(LEDGERS, Map.of()).path("ledgers"));
    return data;
  }

  /// The lines, of what was read.
  public static List<String> of(JsonNode data, Instant now) {
    List<String> lines = new ArrayList<>();
    data.path("repositories")
        .path("nodes")
        .forEach(it -> add(lines, it.path("name").asText(), it.path("progress"), now));
    data.path("ledgers")
        .forEach(it -> add(lines, it.path("volume").asText(), it.path("progress"), now));
    return lines;
  }

  private static void add(List<String> lines, String name, JsonNode progress, Instant now) {
    if (progress.isObject() && progress.path("endedAt").isNull()) {
      lines.add("%-28s %s".formatted(name, text(progress, now)));
    }
  }

  private static String text(JsonNode progress, Instant now) {
    StringBuilder text = new StringBuilder(howFar(progress));
    Duration quiet = Duration.between(Instant.parse(progress.path("lastMovedAt").asText()), now);
    String waits = progress.path("waitsFor").asText("");
    long left = progress.path("secondsLeft").asLong() - quiet.toSeconds();
    if (!waits.isEmpty()) {
      text.append(", waits for ").append(waited(waits));
    } else if (left > 0) {
      text.append(", %d/s, %s left".formatted(progress.path("ratePerSecond").asLong(), time(left)));
    }
    if (quiet.compareTo(QUIET) > 0) {
      text.append(", nothing moved since ").append(time(quiet.toSeconds()));
    }
    return text.toString();
  }

  private static String howFar(JsonNode progress) {
    String unit = progress.path("unit").asText().toLowerCase(Locale.ROOT);
    long done = progress.path("done").asLong();
    if (progress.path("total").isNull()) {
      return progress.path("activity").asText().equals("FETCHING")
          ? "is fetched for the first time"
          : "%d %s".formatted(done, unit);
    }
    long total = progress.path("total").asLong();
    return "%d of %d %s (%d %%)%s"
        .formatted(
            done,
            total,
            unit,
            total == 0 ? 100 : done * 100 / total,
            progress.path("activity").asText().equals("JUDGING_ANEW")
                ? " judged by the new policy"
                : "");
  }

  private static String waited(String waitsFor) {
    return switch (waitsFor) {
      case "NEXT_CALL" -> "the next call, which goes on there";
      case "REPOSITORY" -> "its repository, which does not answer or lacks what it should hold";
      case "STORAGE" -> "the disk of mirrors and evidence";
      case "GRAPH" -> "the graph's database";
      case "CONFIGURATION" -> "a configuration that can be used";
      case "SOFTWARE" -> "newer software, which can read what is there";
      default -> "somebody who reads the log: " + waitsFor;
    };
  }

  private static String time(long seconds) {
    return seconds < 120 ? seconds + " s" : (seconds + 59) / 60 + " min";
  }
}
