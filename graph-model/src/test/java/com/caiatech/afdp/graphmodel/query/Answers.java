package com.caiatech.afdp.graphmodel.query;

import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What tests ask for and how they look at the answer.
public final class Answers {
  private Answers() {}

  public static Selection with(
      Map<String, ? extends @Nullable Object> arguments, String name, Selection... fields) {
    return new Selection(name, name, Map.copyOf(arguments), Set.of(), List.of(fields));
  }

  public static Row row(@Nullable Object value) {
    return (Row) Objects.requireNonNull(value);
  }

  public static List<Row> rows(@Nullable Object value) {
    return ((List<?>) Objects.requireNonNull(value)).stream().map(Row.class::cast).toList();
  }

  public static List<@Nullable Object> values(@Nullable Object list, String key) {
    List<@Nullable Object> values = new ArrayList<>();
    rows(list).forEach(row -> values.add(row.get(key)));
    return values;
  }
}
