package com.caiatech.afdp.graphmodel.projection;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Properties under construction, in the types that the database holds; what is absent is left out.
public final class PropertyMap {
  private final SortedMap<String, Object> values = new TreeMap<>();

  /// Begins with these.
  static PropertyMap of(SortedMap<String, Object> properties) {
    PropertyMap map = new PropertyMap();
    map.values.putAll(properties);
    return map;
  }

  public PropertyMap with(String name, @Nullable String value) {
    return put(name, value);
  }

  public PropertyMap with(String name, @Nullable Long value) {
    return put(name, value);
  }

  public PropertyMap with(String name, @Nullable Integer value) {
    return put(name, value == null ? null : Long.valueOf(value));
  }

  public PropertyMap with(String name, @Nullable Double value) {
    return put(name, value);
  }

  public PropertyMap with(String name, boolean value) {
    return put(name, value);
  }

  public PropertyMap with(String name, @Nullable Instant value) {
    return put(name, value == null ? null : value.toEpochMilli());
  }

  public PropertyMap with(String name, @Nullable Enum<?> value) {
    return put(name, value == null ? null : value.name());
  }

  public PropertyMap with(String name, @Nullable List<String> value) {
    return put(name, value == null ? null : List.copyOf(value));
  }

  /// A copy of what was collected.
  public SortedMap<String, Object> toMap() {
    return new TreeMap<>(values);
  }

  private PropertyMap put(String name, @Nullable Object value) {
    if (value == null) {
      values.remove(name);
    } else {
      values.put(name, value);
    }
    return this;
  }
}
