package com.caiatech.afdp.graphmodel.query.reading;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Value;

/// Reads a connection: the total or null, then the objects of the page from the end at which it
/// begins, and one more where there are more, then what else it tells. An object comes as the keys
/// of its order and then each wanted view of it.
///
/// @param list what a cursor says of the list that gave it out
public record ConnectionReader(
    Layout layout, List<Part> parts, String list, int keys, Window window) implements Reader {
  /// What part of the list is wanted.
  ///
  /// @param limit the parameter that holds one more than were asked for; empty where no object is
  ///   wanted
  /// @param backward whether the last objects are wanted, which come with the last one first
  /// @param after whether a cursor bounds it at the beginning
  /// @param before whether a cursor bounds it at the end
  public record Window(String limit, boolean backward, boolean after, boolean before) {}

  /// The parts of the answer in the order of the selection.
  public sealed interface Part {
    /// A value beside the page.
    ///
    /// @param place among the values of the connection
    record Told(int place) implements Part {}

    /// Whether it needs no page.
    default boolean isTold() {
      return this instanceof Told;
    }

    /// The objects of the page in one view.
    ///
    /// @param view its position among the wanted views
    record Nodes(int view, Reader reader) implements Part {}

    /// The objects of the page with their cursors.
    ///
    /// @param fields positions of views, and `-1` for the cursor
    record Edges(Layout layout, List<Nodes> fields) implements Part {}

    record PageInfo(Layout layout, List<String> fields) implements Part {}
  }

  public static final int CURSOR = -1;

  /// The place of the total among the values of the connection.
  public static final int TOTAL = 0;

  /// The place of the page.
  public static final int PAGE = 1;

  public ConnectionReader {
    parts = List.copyOf(parts);
  }

  @Override
  public Row read(Value value, Map<String, Object> parameters) {
    Value found = value.get(PAGE);
    long wanted =
        window.limit.isEmpty()
            ? 0
            : ((Number) Objects.requireNonNull(parameters.get(window.limit))).longValue() - 1;
    Page page = new Page(found, (int) Math.min(found.size(), wanted), window.backward, parameters);
    @Nullable Object[] values = new @Nullable Object[parts.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (parts.get(i)) {
            case Part.Told told -> value.get(told.place()).asObject();
            case Part.Nodes nodes -> nodes(page, nodes);
            case Part.Edges edges -> edges(page, edges);
            case Part.PageInfo info -> pageInfo(page, info);
          };
    }
    return new Row(layout, values);
  }

  private record Page(Value found, int size, boolean backward, Map<String, Object> parameters) {
    /// The object at that place of the page.
    Value item(int place) {
      return found.get(backward ? size - 1 - place : place);
    }

    /// Whether there are more beyond the page, on the side to which it was read.
    boolean goesOn() {
      return found.size() > size;
    }
  }

  private List<@Nullable Object> nodes(Page page, Part.Nodes nodes) {
    List<@Nullable Object> rows = new ArrayList<>(page.size);
    for (int i = 0; i < page.size; i++) {
      rows.add(nodes.reader().read(page.item(i).get(keys + nodes.view()), page.parameters));
    }
    return rows;
  }

  private List<Row> edges(Page page, Part.Edges edges) {
    List<Row> rows = new ArrayList<>(page.size);
    for (int i = 0; i < page.size; i++) {
      Value item = page.item(i);
      @Nullable Object[] values = new @Nullable Object[edges.fields().size()];
      for (int j = 0; j < values.length; j++) {
        Part.Nodes field = edges.fields().get(j);
        values[j] =
            field.view() == CURSOR
                ? cursor(item)
                : field.reader().read(item.get(keys + field.view()), page.parameters);
      }
      rows.add(new Row(edges.layout(), values));
    }
    return rows;
  }

  private Row pageInfo(Page page, Part.PageInfo info) {
    @Nullable Object[] values = new @Nullable Object[info.fields().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (info.fields().get(i)) {
            case "hasNextPage" -> window.backward ? window.before : page.goesOn();
            case "hasPreviousPage" -> window.backward ? page.goesOn() : window.after;
            case "startCursor" -> page.size == 0 ? null : cursor(page.item(0));
            case "endCursor" -> page.size == 0 ? null : cursor(page.item(page.size - 1));
            default ->
                throw new IllegalStateException("PageInfo has no field " + info.fields().get(i));
          };
    }
    return new Row(info.layout(), values);
  }

  private String cursor(Value item) {
    List<Object> values = new ArrayList<>(keys);
    for (int i = 0; i < keys; i++) {
      values.add(item.get(i).asObject());
    }
    return Cursor.encode(list, Collections.unmodifiableList(values));
  }
}
