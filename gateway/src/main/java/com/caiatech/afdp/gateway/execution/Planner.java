package com.caiatech.afdp.gateway.execution;

import com.caiatech.afdp.gateway.cost.AnswerPrice;
import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.schema.GraphQLSchema;
import java.util.Optional;

/// Finds the operations that can be answered without asking graphql-java for every field.
@FunctionalInterface
public interface Planner {
  /// Leaves all to graphql-java.
  Planner NONE = (schema, document, operation, price) -> Optional.empty();

  /// The plan of an operation, or empty where there can be none, whatever its variables are.
  ///
  /// @param document in which the operation stands; it is valid
  /// @param price of what the answer will hold
  Optional<Plan> plan(
      GraphQLSchema schema, Document document, OperationDefinition operation, AnswerPrice price);
}
