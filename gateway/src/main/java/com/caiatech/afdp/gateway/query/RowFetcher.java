package com.caiatech.afdp.gateway.query;

import com.caiatech.afdp.gateway.error.GatewayException;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLEnumValueDefinition;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.LightDataFetcher;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Gives a field of an object that a query has brought whole: one look-up, without reflection. A
/// value of an enum that the schema does not have was written by newer software, as while a
/// platform is upgraded part by part: it is refused as such, so the field is null and the rest is
/// answered.
final class RowFetcher implements LightDataFetcher<@Nullable Object> {
  static final RowFetcher INSTANCE = new RowFetcher();

  private RowFetcher() {}

  @Override
  public @Nullable Object get(
      GraphQLFieldDefinition field, Object source, Supplier<DataFetchingEnvironment> environment) {
    Row row = (Row) source;
    Object value =
        row.aliased()
            ? row.get(environment.get().getMergedField().getResultKey())
            : row.get(field.getName());
    if (value != null && field.getType() instanceof GraphQLEnumType known) {
      requireKnown(known, row.type() + "." + field.getName(), value.toString());
    }
    return value;
  }

  @Override
  public @Nullable Object get(DataFetchingEnvironment environment) {
    Row row = Objects.requireNonNull(environment.getSource());
    return row.get(environment.getMergedField().getResultKey());
  }

  private static void requireKnown(GraphQLEnumType known, String field, String found) {
    if (known.getValue(found) == null) {
      throw GatewayException.Refused.newer(
          field,
          known.getValues().stream().map(GraphQLEnumValueDefinition::getName).toList(),
          found);
    }
  }
}
