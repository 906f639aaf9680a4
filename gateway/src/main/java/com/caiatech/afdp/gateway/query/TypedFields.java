package com.caiatech.afdp.gateway.query;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.LightDataFetcher;
import graphql.schema.idl.RuntimeWiring;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Gives code to the fields of a type whose objects are of one Java type, without reflection.
///
/// @param <T> the Java type
public final class TypedFields<T> {
  private final String type;
  private final Class<T> javaType;
  private final Map<String, DataFetcher<?>> fetchers = new HashMap<>();

  /// Fields of that type of the schema.
  public TypedFields(String type, Class<T> javaType) {
    this.type = type;
    this.javaType = javaType;
  }

  /// Reads a field by an accessor.
  public TypedFields<T> field(String name, Function<T, ? extends @Nullable Object> accessor) {
    fetchers.put(name, new Accessor<>(javaType, accessor));
    return this;
  }

  /// Adds the fields to the wiring.
  public void wire(RuntimeWiring.Builder wiring) {
    wiring.type(
        type,
        builder -> {
          fetchers.forEach(builder::dataFetcher);
          return builder;
        });
  }

  private record Accessor<T>(Class<T> javaType, Function<T, ? extends @Nullable Object> read)
      implements LightDataFetcher<@Nullable Object> {
    @Override
    public @Nullable Object get(
        GraphQLFieldDefinition field,
        Object source,
        Supplier<DataFetchingEnvironment> environment) {
      return read.apply(javaType.cast(source));
    }

    @Override
    public @Nullable Object get(DataFetchingEnvironment environment) {
      return read.apply(javaType.cast(Objects.requireNonNull(environment.<Object>getSource())));
    }
  }
}
