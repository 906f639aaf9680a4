package com.caiatech.afdp.gateway.query;

import com.caiatech.afdp.gateway.cost.AnswerPrice;
import com.caiatech.afdp.gateway.execution.Plan;
import com.caiatech.afdp.gateway.execution.Planner;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import graphql.language.Argument;
import graphql.language.Directive;
import graphql.language.Document;
import graphql.language.Node;
import graphql.language.OperationDefinition;
import graphql.language.VariableReference;
import graphql.schema.GraphQLSchema;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Plans queries: any that asks nothing but what the graph says, with no directives but `@skip` and
/// `@include`. All else is graphql-java's to answer.
final class QueryPlanner implements Planner {
  private static final Set<String> DIRECTIVES = Set.of("skip", "include");

  private final GraphQueries queries;
  private final GraphTurns turns;
  private final Map<String, ComputedField> computed;
  private final int maxBytes;

  QueryPlanner(
      GraphQueries queries, GraphTurns turns, Map<String, ComputedField> computed, int maxBytes) {
    this.queries = queries;
    this.turns = turns;
    this.computed = Map.copyOf(computed);
    this.maxBytes = maxBytes;
  }

  @Override
  public Optional<Plan> plan(
      GraphQLSchema schema, Document document, OperationDefinition operation, AnswerPrice price) {
    if (operation.getOperation() != OperationDefinition.Operation.QUERY) {
      return Optional.empty();
    }
    Set<String> asked = new TreeSet<>();
    Deque<Node<?>> open = new ArrayDeque<>();
    open.push(document);
    while (!open.isEmpty()) {
      Node<?> node = open.pop();
      if (node instanceof Directive directive) {
        if (!DIRECTIVES.contains(directive.getName())) {
          return Optional.empty();
        }
        for (Argument argument : directive.getArguments()) {
          if (argument.getValue() instanceof VariableReference variable) {
            asked.add(variable.getName());
          }
        }
      }
      node.getChildren().forEach(open::push);
    }
    return Optional.of(
        new QueryPlan(
            queries,
            turns,
            computed,
            maxBytes,
            new QueryPlan.Prepared(schema, document, operation, asked, price)));
  }
}
