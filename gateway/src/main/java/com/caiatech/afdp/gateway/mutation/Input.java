package com.caiatech.afdp.gateway.mutation;

import graphql.schema.DataFetchingEnvironment;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The `input` argument of a mutation, coerced and complete as the schema demands.
record Input(Map<String, @Nullable Object> fields) {
  static Input of(DataFetchingEnvironment environment) {
    Map<String, @Nullable Object> fields = environment.getArgument("input");
    return new Input(Objects.requireNonNull(fields, "input"));
  }

  /// The fields that hold ids, `id` first.
  List<String> ids() {
    return fields.entrySet().stream()
        .filter(field -> field.getValue() instanceof UUID)
        .map(Map.Entry::getKey)
        .sorted(Comparator.comparing(name -> !name.equals("id")))
        .toList();
  }

  /// The same with other texts in the fields that have one.
  Input replaced(Set<String> names, UnaryOperator<String> replacement) {
    Map<String, @Nullable Object> copy = new HashMap<>(fields);
    names.forEach(
        name -> copy.computeIfPresent(name, (_, text) -> replacement.apply((String) text)));
    return new Input(copy);
  }

  /// The same with another value in a field.
  Input with(String field, Object value) {
    Map<String, @Nullable Object> copy = new HashMap<>(fields);
    copy.put(field, value);
    return new Input(copy);
  }

  /// Whether the field has a value.
  boolean has(String field) {
    return fields.get(field) != null;
  }

  UUID uuid(String field) {
    return (UUID) Objects.requireNonNull(fields.get(field), field);
  }

  Optional<UUID> optionalUuid(String field) {
    return Optional.ofNullable((UUID) fields.get(field));
  }

  /// The services that it names.
  List<String> services() {
    String one = given("service");
    return one == null ? texts("services") : List.of(one);
  }

  /// The text as it came in, blank or not.
  @Nullable String given(String field) {
    return (String) fields.get(field);
  }

  String text(String field) {
    return (String) Objects.requireNonNull(fields.get(field), field);
  }

  /// A text that is absent when it is blank.
  @Nullable String optionalText(String field) {
    String text = (String) fields.get(field);
    return text == null || text.isBlank() ? null : text;
  }

  @Nullable Instant optionalMoment(String field) {
    return (Instant) fields.get(field);
  }

  @Nullable Integer optionalInteger(String field) {
    return (Integer) fields.get(field);
  }

  double number(String field, double absent) {
    Object number = fields.get(field);
    return number == null ? absent : ((Number) number).doubleValue();
  }

  /// An object with its own fields.
  Input object(String field) {
    return ofObject(Objects.requireNonNull(fields.get(field), field));
  }

  /// The objects of a list, each with its own fields.
  List<Input> objects(String field) {
    return fields.get(field) instanceof List<?> objects
        ? objects.stream().map(Input::ofObject).toList()
        : List.of();
  }

  private static Input ofObject(Object object) {
    Map<String, @Nullable Object> fields = new HashMap<>();
    ((Map<?, ?>) object).forEach((name, value) -> fields.put((String) name, value));
    return new Input(fields);
  }

  List<String> texts(String field) {
    return fields.get(field) instanceof List<?> texts
        ? texts.stream().map(String.class::cast).toList()
        : List.of();
  }
}
