package com.caiatech.afdp.gateway.cost;

import com.caiatech.afdp.schemas.Excerpt;
import graphql.language.BooleanValue;
import graphql.language.Document;
import graphql.language.IntValue;
import graphql.language.OperationDefinition;
import graphql.language.VariableDefinition;
import graphql.schema.GraphQLSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The price of one operation of a valid document: that of each field, the sizes of pages
/// multiplied down the tree, a fragment counted wherever it is spread but computed once. It takes
/// no longer than the document is long, whatever its fragments make of it. Safe for many threads.
public final class PricedOperation {
  private static final int LONGEST_PATH = 300;

  private final PricedSelection selection;
  private final Map<String, Object> defaults;
  private final AnswerPrice answer;

  private PricedOperation(PricedSelection selection, Map<String, Object> defaults) {
    this.selection = selection;
    this.defaults = Map.copyOf(defaults);
    this.answer = new AnswerPrice(List.of(selection));
  }

  /// The field that costs most.
  ///
  /// @param path the names by which the answer would hold it
  /// @param cost with everything below it, for all objects that have it
  public record Heaviest(String path, long cost) {}

  /// The prices of each operation of a document that was validated against the schema.
  public static Map<OperationDefinition, PricedOperation> all(
      Document document, GraphQLSchema schema, PriceList prices) {
    SelectionPricing pricing = new SelectionPricing(document, schema, prices);
    Map<OperationDefinition, PricedOperation> all = new HashMap<>();
    for (OperationDefinition operation : document.getDefinitionsOfType(OperationDefinition.class)) {
      all.put(
          operation,
          new PricedOperation(
              pricing.of(operation.getSelectionSet(), root(schema, operation)),
              defaults(operation)));
    }
    return all;
  }

  private static String root(GraphQLSchema schema, OperationDefinition operation) {
    return switch (operation.getOperation()) {
      case QUERY -> schema.getQueryType().getName();
      case MUTATION -> Objects.requireNonNull(schema.getMutationType()).getName();
      case SUBSCRIPTION -> Objects.requireNonNull(schema.getSubscriptionType()).getName();
    };
  }

  private static Map<String, Object> defaults(OperationDefinition operation) {
    Map<String, Object> defaults = new HashMap<>();
    for (VariableDefinition variable : operation.getVariableDefinitions()) {
      switch (variable.getDefaultValue()) {
        case IntValue number -> defaults.put(variable.getName(), number.getValue());
        case BooleanValue flag -> defaults.put(variable.getName(), flag.isValue());
        case null, default -> {}
      }
    }
    return defaults;
  }

  /// What it costs at most, if lists without `first` are as long as usual.
  ///
  /// @param variables as the request gives them; one that cannot be meant counts as the dearest
  public long requested(Map<String, ? extends @Nullable Object> variables) {
    return new Estimate(defaults, variables).of(selection);
  }

  /// How many look-ups it needs, each counted as deep as it lies below others.
  public long nesting() {
    return selection.nesting().weight();
  }

  /// Where most of that comes from.
  public Heaviest heaviest(Map<String, ? extends @Nullable Object> variables) {
    Heaviest found = new Estimate(defaults, variables).heaviest(selection);
    return new Heaviest(Excerpt.of(found.path(), LONGEST_PATH), found.cost());
  }

  /// What it has cost by the same prices, of the objects that it really gave.
  ///
  /// @param data of the response
  public long actual(@Nullable Object data) {
    return answer.of(data);
  }

  /// The same prices, for who sums up while writing the answer.
  public AnswerPrice answer() {
    return answer;
  }
}
