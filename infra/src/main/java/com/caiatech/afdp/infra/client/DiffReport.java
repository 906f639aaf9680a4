package com.caiatech.afdp.infra.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// What differs between two states of what serves, as text: each service with what served, and the
/// commits and files of each of its sources.
public final class DiffReport {
  /// The query whose answer the report shows, page by page.
  public static final String QUERY =
      """
      query($from: DiffState!, $to: DiffState!, $service: String, $after: String) {
        diff(from: $from, to: $to, service: $service, first: 4, after: $after) {
          exhausted truncatedBy expansions serviceCount differingCount hasNextPage
          services {
            service { name } change
            from { ...state } to { ...state }
            sources {
              role repository { name } sameTree unrelated truncatedBy shippedCount withdrewCount
              from { commit { sha } } to { commit { sha } }
              shipped(first: 5) { nodes { ...change } }
              withdrew(first: 5) { nodes { ...change } }
              fileCount
              files(first: 5) { path kind shipped withdrew }
              unprojected(first: 5) { sha }
            }
          }
        }
      }
      fragment state on RunningAt {
        serving { weight deployment { deploymentId } } final
      }
      fragment change on Commit { sha subject author { personId } issueKeys }
      """;

  private static final int SHORT = 12;

  private DiffReport() {}

  /// All pages of the answer as one.
  ///
  /// @param variables without `after`
  public static JsonNode read(GatewayClient client, Map<String, Object> variables) {
    Map<String, Object> asked = new HashMap<>(variables);
    ObjectNode all = (ObjectNode) client.query(QUERY, asked).path("diff");
    ArrayNode services = all.withArray("services");
    while (all.path("hasNextPage").asBoolean()) {
      asked.put("after", services.path(services.size() - 1).path("service").path("name").asText());
      JsonNode page = client.query(QUERY, asked).path("diff");
      page.path("services").forEach(services::add);
      all.set("hasNextPage", page.path("hasNextPage"));
      all.put("expansions", all.path("expansions").asLong() + page.path("expansions").asLong());
      if (!page.path("exhausted").asBoolean()) {
        all.put("exhausted", false);
        all.set("truncatedBy", page.path("truncatedBy"));
      }
    }
    return all;
  }

  /// The text of an answer to the query.
  public static String of(JsonNode found) {
    List<String> lines = new ArrayList<>();
    found.path("services").forEach(service -> addService(lines, service));
    long same = found.path("serviceCount").asLong() - found.path("differingCount").asLong();
    lines.add(
        "%d of %d services differ%s"
            .formatted(
                found.path("differingCount").asLong(),
                found.path("serviceCount").asLong(),
                same > 0 && found.path("differingCount").asLong() > 0
                    ? "; %d do not".formatted(same)
                    : ""));
    if (!found.path("exhausted").asBoolean()) {
      lines.add(
          "Cut: %s; ask for one service with --service."
              .formatted(
                  found.path("truncatedBy").asText().equals("TIME")
                      ? "the time of one search was over"
                      : "there are more commits between than one search may look at"));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static void addService(List<String> lines, JsonNode service) {
    lines.add(
        "%s  %s"
            .formatted(
                service.path("service").path("name").asText(),
                service.path("change").asText().toLowerCase(Locale.ROOT)));
    lines.add("  from %s".formatted(serving(service.path("from"))));
    lines.add("  to   %s".formatted(serving(service.path("to"))));
    service.path("sources").forEach(source -> addSource(lines, source));
    lines.add("");
  }

  private static String serving(JsonNode state) {
    String serving =
        words(
            state.path("serving"),
            it ->
                "%s (%s %%)"
                    .formatted(
                        it.path("deployment").path("deploymentId").asText(),
                        it.path("weight").asText()));
    return serving.isEmpty() ? "nothing" : serving;
  }

  private static void addSource(List<String> lines, JsonNode source) {
    lines.add(
        "  %s %s: %s"
            .formatted(
                source.path("role").asText().toLowerCase(Locale.ROOT),
                source.path("repository").path("name").asText(),
                summary(source)));
    addCommits(lines, "+", source.path("shipped").path("nodes"), source.path("shippedCount"));
    addCommits(lines, "-", source.path("withdrew").path("nodes"), source.path("withdrewCount"));
    for (JsonNode file : source.path("files")) {
      lines.add(
          "    %s  %s"
              .formatted(
                  file.path("path").asText(), file.path("kind").asText().toLowerCase(Locale.ROOT)));
    }
    long more = source.path("fileCount").asLong() - source.path("files").size();
    if (more > 0) {
      lines.add("    … and %d more files".formatted(more));
    }
  }

  private static String summary(JsonNode source) {
    if (source.path("from").isEmpty() || source.path("to").isEmpty()) {
      JsonNode deployed = source.path(source.path("from").isEmpty() ? "to" : "from");
      return "commit %s, %s"
          .formatted(
              words(deployed, it -> shortened(it.path("commit").path("sha"))),
              source.path("from").isEmpty() ? "newly deployed" : "no longer deployed");
    }
    String trees = source.path("sameTree").asBoolean() ? ", the same tree" : "";
    if (!source.path("unprojected").isEmpty()) {
      return "not known yet: commit %s is not projected"
          .formatted(words(source.path("unprojected"), it -> shortened(it.path("sha"))));
    }
    if (!source.hasNonNull("shippedCount")) {
      return "cut; commits may be missing" + trees;
    }
    return "+%d -%d commits%s%s"
        .formatted(
            source.path("shippedCount").asLong(),
            source.path("withdrewCount").asLong(),
            trees,
            source.path("unrelated").asBoolean() ? ", of histories without a common commit" : "");
  }

  private static void addCommits(List<String> lines, String sign, JsonNode commits, JsonNode all) {
    for (JsonNode commit : commits) {
      lines.add(
          "    %s %s %s"
              .formatted(sign, shortened(commit.path("sha")), commit.path("subject").asText("")));
    }
    if (all.asLong() > commits.size()) {
      lines.add("    %s … and %d more".formatted(sign, all.asLong() - commits.size()));
    }
  }

  private static String shortened(JsonNode sha) {
    String text = sha.asText();
    return text.length() > SHORT ? text.substring(0, SHORT) : text;
  }

  private static String words(JsonNode list, Function<JsonNode, String> word) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(word)
        .collect(Collectors.joining(", "));
  }
}
