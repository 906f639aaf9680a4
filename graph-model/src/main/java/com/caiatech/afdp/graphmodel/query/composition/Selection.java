package com.caiatech.afdp.graphmodel.query.composition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One field that a query asks for, with what it asks for below it.
///
/// @param key the name under which the answer holds the value: the field's alias or name
/// @param name the field's name in the schema
/// @param arguments by name; absent and null mean the same; input objects are maps, enumerations
///   are their names, moments are {@link java.time.Instant}s
/// @param types the object types on which the field was selected; empty for all
/// @param fields what is selected below; empty for a scalar
public record Selection(
    String key,
    String name,
    Map<String, @Nullable Object> arguments,
    Set<String> types,
    List<Selection> fields) {
  public Selection {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    types = Set.copyOf(types);
    fields = List.copyOf(fields);
  }

  /// A field without arguments.
  public static Selection of(String name, Selection... fields) {
    return new Selection(name, name, Map.of(), Set.of(), List.of(fields));
  }

  /// One object by its id.
  public static Selection byId(String name, String id, List<Selection> fields) {
    return new Selection(name, name, Map.of("id", id), Set.of(), fields);
  }

  /// The same field, asked with other arguments.
  public Selection with(Map<String, @Nullable Object> given) {
    return new Selection(key, name, given, types, fields);
  }

  /// The value of the argument, or null where it is absent.
  public @Nullable Object argument(String argument) {
    return arguments.get(argument);
  }

  /// The same selection, as it applies to an object of that type.
  Selection on(String type) {
    List<Selection> applicable =
        fields.stream()
            .filter(field -> field.types.isEmpty() || field.types.contains(type))
            .toList();
    return new Selection(key, name, arguments, types, applicable);
  }
}
