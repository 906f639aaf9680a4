package com.caiatech.afdp.graphmodel.query.reading;

import org.jspecify.annotations.Nullable;

/// One object of an answer: the values of the selected fields by their keys. Values are scalars as
/// the graph holds them (text, `Long`, `Double`, `Boolean`), rows, or lists of either.
public final class Row {
  private final Layout layout;
  private final @Nullable Object[] values;

  public Row(Layout layout, @Nullable Object[] values) {
    this.layout = layout;
    this.values = values;
  }

  /// The object's type in the catalogue.
  public String type() {
    return layout.type();
  }

  /// Whether some field was selected under a key that is not its name, so that a reader has to ask
  /// by key.
  public boolean aliased() {
    return layout.aliased();
  }

  /// The value of the field at that position of the object's selection.
  public @Nullable Object value(int position) {
    return values[position];
  }

  /// The value under that key, or null where it is absent.
  public @Nullable Object get(String key) {
    Integer position = layout.positions().get(key);
    return position == null ? null : values[position];
  }
}
