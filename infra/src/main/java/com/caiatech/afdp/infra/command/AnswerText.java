package com.caiatech.afdp.infra.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The answer to any query for people: a list is a table with a line for each object, an object a
/// line for each value. An object within an object gives columns of its own, such as
/// `service.name`; a list within one is told in one cell.
final class AnswerText {
  private static final int MAX_CELL = 60;
  private static final String NEXT = "  ";

  private AnswerText() {}

  static String of(JsonNode data) {
    List<String> parts = new ArrayList<>();
    boolean several = data.size() > 1;
    for (Map.Entry<String, JsonNode> field : data.properties()) {
      String part = part(field.getValue());
      parts.add(several ? field.getKey() + ":" + System.lineSeparator() + part : part);
    }
    return String.join(System.lineSeparator() + System.lineSeparator(), parts);
  }

  private static String part(JsonNode value) {
    List<JsonNode> listed = listed(value);
    if (listed != null) {
      String rows = listed.isEmpty() ? "none" : table(listed);
      return rows + beside(value);
    }
    if (!value.isObject()) {
      return value.isNull() ? "none" : cell(value);
    }
    Map<String, String> values = flat(value);
    int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
    return values.entrySet().stream()
        .map(entry -> padded(entry.getKey(), width) + NEXT + entry.getValue())
        .collect(Collectors.joining(System.lineSeparator()));
  }

  /// What a connection says beside its objects.
  private static String beside(JsonNode connection) {
    StringBuilder beside = new StringBuilder();
    if (connection.path("pageInfo").path("hasNextPage").asBoolean()) {
      beside.append(System.lineSeparator()).append("… and more");
      if (connection.path("pageInfo").has("endCursor")) {
        beside.append(" after ").append(connection.path("pageInfo").path("endCursor").asText());
      }
    }
    if (connection.has("totalCount")) {
      beside
          .append(System.lineSeparator())
          .append(connection.path("totalCount").asText())
          .append(" in all");
    }
    return beside.toString();
  }

  /// The objects of a list or a connection; null where the value is neither.
  private static @Nullable List<JsonNode> listed(JsonNode value) {
    List<JsonNode> objects = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(objects::add);
    } else if (value.path("nodes").isArray()) {
      value.path("nodes").forEach(objects::add);
    } else if (value.path("edges").isArray()) {
      value.path("edges").forEach(edge -> objects.add(edge.path("node")));
    } else {
      return null;
    }
    return objects;
  }

  private static String table(List<JsonNode> objects) {
    List<Map<String, String>> rows = objects.stream().map(AnswerText::flat).toList();
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (Map<String, String> row : rows) {
      row.forEach(
          (column, cell) ->
              widths.merge(column, Math.max(column.length(), cell.length()), Math::max));
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(widths, Map.of(), true));
    rows.forEach(row -> lines.add(line(widths, row, false)));
    return String.join(System.lineSeparator(), lines);
  }

  private static String line(
      Map<String, Integer> widths, Map<String, String> row, boolean isHeading) {
    return widths.entrySet().stream()
        .map(
            column ->
                padded(
                    isHeading ? column.getKey() : row.getOrDefault(column.getKey(), ""),
                    column.getValue()))
        .collect(Collectors.joining(NEXT))
        .stripTrailing();
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  /// The values of an object by the path that leads to each.
  private static Map<String, String> flat(JsonNode object) {
    Map<String, String> values = new LinkedHashMap<>();
    flatten("", object, values);
    return values;
  }

  private static void flatten(String path, JsonNode value, Map<String, String> values) {
    if (value.isObject() && listed(value) == null) {
      value
          .properties()
          .forEach(
              field ->
                  flatten(
                      path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                      field.getValue(),
                      values));
    } else {
      values.put(path.isEmpty() ? "value" : path, cell(value));
    }
  }

  private static String cell(JsonNode value) {
    List<JsonNode> listed = listed(value);
    String text =
        listed == null
            ? value.isNull() ? "-" : value.asText()
            : listed.stream()
                .map(
                    each -> each.isObject() ? String.join(" ", flat(each).values()) : each.asText())
                .collect(Collectors.joining(", "));
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= MAX_CELL ? line : line.substring(0, MAX_CELL - 1) + "…";
  }
}
