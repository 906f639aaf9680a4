package com.caiatech.afdp.gateway.query;

import com.caiatech.afdp.graphmodel.query.reading.Row;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.LightDataFetcher;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Gives a field of an object that a query has brought whole: one look-up, without reflection.
final class RowFetcher implements LightDataFetcher<@Nullable Object> {
  static final RowFetcher INSTANCE = new RowFetcher();

  private RowFetcher() {}

  @Override
  public @Nullable Object get(
      GraphQLFieldDefinition field, Object source, Supplier<DataFetchingEnvironment> environment) {
    Row row = (Row) source;
    return row.aliased()
        ? row.get(environment.get().getMergedField().getResultKey())
        : row.get(field.getName());
  }

  @Override
  public @Nullable Object get(DataFetchingEnvironment environment) {
    Row row = Objects.requireNonNull(environment.getSource());
    return row.get(environment.getMergedField().getResultKey());
  }
}
