package com.caiatech.afdp.graphmodel.path;

import static com.caiatech.afdp.graphmodel.query.Answers.row;
import static com.caiatech.afdp.graphmodel.query.Answers.rows;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import java.util.ArrayList;
import java.util.List;

/// How tests ask for the hops of a path and look at them.
public final class PathAnswers {
  public static final Selection HOPS =
      Selection.of(
          "hops",
          Selection.of("from", Selection.of("id")),
          Selection.of("to", Selection.of("id")),
          Selection.of(
              "relationships",
              Selection.of("type"),
              Selection.of("direction"),
              Selection.of("role"),
              Selection.of("since"),
              Selection.of("added"),
              Selection.of("method"),
              Selection.of("evidence", Selection.of("index"))));

  private PathAnswers() {}

  /// The ids along a path.
  static List<String> along(Row path) {
    List<String> ids = new ArrayList<>();
    for (Row hop : rows(path.get("hops"))) {
      if (ids.isEmpty()) {
        ids.add(String.valueOf(row(hop.get("from")).get("id")));
      }
      assertThat(row(hop.get("from")).get("id")).isEqualTo(ids.getLast());
      assertThat(rows(hop.get("relationships"))).isNotEmpty();
      ids.add(String.valueOf(row(hop.get("to")).get("id")));
    }
    assertThat(path.get("length")).isEqualTo(ids.size() - 1L);
    return ids;
  }
}
