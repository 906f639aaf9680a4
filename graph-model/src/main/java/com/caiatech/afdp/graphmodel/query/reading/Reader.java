package com.caiatech.afdp.graphmodel.query.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Value;

/// Turns a value of a result into what the answer holds.
public sealed interface Reader
    permits Reader.Scalar,
        Reader.ObjectReader,
        Reader.AnyReader,
        Reader.ListReader,
        Reader.NodesReader,
        ConnectionReader {
  /// What the answer holds for the value.
  ///
  /// @param parameters those of the statement that gave the value
  @Nullable Object read(Value value, Map<String, Object> parameters);

  /// A scalar, or a list of scalars.
  record Scalar() implements Reader {
    @Override
    public @Nullable Object read(Value value, Map<String, Object> parameters) {
      return value.isNull() ? null : value.asObject();
    }
  }

  /// An object, which comes as the list of its values.
  record ObjectReader(Layout layout, List<Reader> fields) implements Reader {
    public ObjectReader {
      fields = List.copyOf(fields);
    }

    @Override
    public @Nullable Row read(Value value, Map<String, Object> parameters) {
      if (value.isNull()) {
        return null;
      }
      @Nullable Object[] values = new @Nullable Object[fields.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = fields.get(i).read(value.get(i), parameters);
      }
      return new Row(layout, values);
    }
  }

  /// An object of whatever type, which comes as the type's name and the list of its values.
  ///
  /// @param types the reader of each type's objects
  record AnyReader(Map<String, Reader> types) implements Reader {
    public AnyReader {
      types = Map.copyOf(types);
    }

    @Override
    public @Nullable Object read(Value value, Map<String, Object> parameters) {
      return value.isNull()
          ? null
          : Objects.requireNonNull(types.get(value.get(0).asString()))
              .read(value.get(1), parameters);
    }
  }

  /// A list.
  record ListReader(Reader element) implements Reader {
    @Override
    public List<@Nullable Object> read(Value value, Map<String, Object> parameters) {
      List<@Nullable Object> elements = new ArrayList<>(value.size());
      for (int i = 0; i < value.size(); i++) {
        elements.add(element.read(value.get(i), parameters));
      }
      return elements;
    }
  }

  /// Objects of several types, each in its place: how many there are, then for each type a list
  /// that has nothing where the object is of another one, or there is none.
  record NodesReader(List<Reader> types) implements Reader {
    public NodesReader {
      types = List.copyOf(types);
    }

    @Override
    public List<@Nullable Object> read(Value value, Map<String, Object> parameters) {
      int count = value.get(0).asInt();
      List<@Nullable Object> objects = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        objects.add(object(value, i, parameters));
      }
      return objects;
    }

    private @Nullable Object object(Value value, int place, Map<String, Object> parameters) {
      for (int type = 0; type < types.size(); type++) {
        Value found = value.get(type + 1).get(place);
        if (!found.isNull()) {
          return types.get(type).read(found, parameters);
        }
      }
      return null;
    }
  }
}
