package com.caiatech.afdp.gateway.mutation;

import graphql.schema.DataFetchingEnvironment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The `input` argument of a mutation, coerced and complete as the schema demands.
record Input(Map<String, @Nullable Object> fields) {
  static Input of(DataFetchingEnvironment environment) {
    Map<String, @Nullable Object> fields = environment.getArgument("input");
    return new Input(Objects.requireNonNull(fields, "input"));
  }

  UUID uuid(String field) {
    return (UUID) Objects.requireNonNull(fields.get(field), field);
  }

  Optional<UUID> optionalUuid(String field) {
    return Optional.ofNullable((UUID) fields.get(field));
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

  double number(String field, double absent) {
    Object number = fields.get(field);
    return number == null ? absent : ((Number) number).doubleValue();
  }

  List<String> texts(String field) {
    return fields.get(field) instanceof List<?> texts
        ? texts.stream().map(String.class::cast).toList()
        : List.of();
  }
}
