package com.caiatech.afdp.graphmodel.commit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Relationships from commits to nodes of one label, as the parameters of a statement that looks
/// each node up once: `commits` lists the ids of the commits, `ends` the nodes at the other end,
/// and a row names both by their places in these lists, before what the relationship says. There is
/// a list of rows for each kind of relationship. What is too much for one statement is in parts.
final class Links {
  private static final int MAX_ROWS = 5000;

  private final List<String> kinds;
  private final List<Map<String, Object>> parts = new ArrayList<>();
  private final Map<String, Integer> commits = new LinkedHashMap<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final List<Map<String, Object>> ends = new ArrayList<>();
  private final Map<String, List<List<@Nullable Object>>> rows = new HashMap<>();
  private int size;

  /// @param kinds the parameters that hold the rows
  Links(String... kinds) {
    this.kinds = List.of(kinds);
  }

  /// @param commit its node's id
  /// @param endId the id of the node at the other end
  /// @param end its properties
  /// @param says in the order in which the statement takes it
  void add(
      String kind, String commit, String endId, Map<String, Object> end, @Nullable Object... says) {
    if (size == MAX_ROWS) {
      endPart();
    }
    List<@Nullable Object> row = new ArrayList<>(2 + says.length);
    row.add(commits.computeIfAbsent(commit, _ -> commits.size()));
    row.add(
        places.computeIfAbsent(
            endId,
            _ -> {
              ends.add(end);
              return places.size();
            }));
    row.addAll(Arrays.asList(says));
    rows.computeIfAbsent(kind, _ -> new ArrayList<>()).add(row);
    size++;
  }

  /// The parameters of as many statements as it takes.
  Collection<Map<String, Object>> parts() {
    if (size > 0) {
      endPart();
    }
    return parts;
  }

  private void endPart() {
    Map<String, Object> part = new HashMap<>();
    part.put("commits", List.copyOf(commits.keySet()));
    part.put("ends", List.copyOf(ends));
    kinds.forEach(kind -> part.put(kind, rows.getOrDefault(kind, List.of())));
    parts.add(part);
    commits.clear();
    places.clear();
    ends.clear();
    rows.clear();
    size = 0;
  }
}
