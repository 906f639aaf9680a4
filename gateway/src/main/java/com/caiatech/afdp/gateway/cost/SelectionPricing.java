package com.caiatech.afdp.gateway.cost;

import com.caiatech.afdp.graphmodel.query.catalogue.Catalogue;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition;
import graphql.language.Argument;
import graphql.language.ArrayValue;
import graphql.language.BooleanValue;
import graphql.language.Directive;
import graphql.language.DirectivesContainer;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.IntValue;
import graphql.language.NullValue;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.TypeName;
import graphql.language.Value;
import graphql.language.VariableReference;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the prices of what a valid document selects, each fragment once. Used once, by one thread.
final class SelectionPricing {
  static final String FIRST = FieldDefinition.FIRST;

  /// What says how many objects a field gives: of a search it is `maxPaths`.
  private static final Set<String> LENGTHS =
      Set.of(FIRST, FieldDefinition.Connection.LAST, Catalogue.IDS, "maxPaths");

  /// What a list of another moment costs more than one of now.
  private static final long PAST = 500;

  private static final String INTROSPECTION = "__";
  private static final PricedSelection NOTHING = PricedSelection.of(List.of());

  private final GraphQLSchema schema;
  private final PriceList prices;
  private final Map<String, FragmentDefinition> fragments = new HashMap<>();
  private final Map<String, PricedSelection> priced = new HashMap<>();

  SelectionPricing(Document document, GraphQLSchema schema, PriceList prices) {
    this.schema = schema;
    this.prices = prices;
    document
        .getDefinitionsOfType(FragmentDefinition.class)
        .forEach(fragment -> fragments.put(fragment.getName(), fragment));
  }

  PricedSelection of(@Nullable SelectionSet selections, String type) {
    if (selections == null) {
      return NOTHING;
    }
    List<PricedSelection.Part> parts = new ArrayList<>();
    for (Selection<?> selection : selections.getSelections()) {
      switch (selection) {
        case Field field -> addField(parts, field, type);
        case InlineFragment inline -> {
          TypeName on = inline.getTypeCondition();
          String narrowed = on == null ? type : on.getName();
          addSpread(parts, of(inline.getSelectionSet(), narrowed), inline);
        }
        case FragmentSpread spread -> addSpread(parts, fragment(spread.getName()), spread);
        default -> throw new IllegalStateException("no selection: " + selection);
      }
    }
    return PricedSelection.of(parts);
  }

  private PricedSelection fragment(String name) {
    PricedSelection known = priced.get(name);
    if (known == null) {
      FragmentDefinition fragment = Objects.requireNonNull(fragments.get(name), name);
      known = of(fragment.getSelectionSet(), fragment.getTypeCondition().getName());
      priced.put(name, known);
    }
    return known;
  }

  private static void addSpread(
      List<PricedSelection.Part> parts, PricedSelection of, DirectivesContainer<?> written) {
    if (!of.isFree()) {
      parts.add(new PricedSelection.Spread(of, conditions(written)));
    }
  }

  private void addField(List<PricedSelection.Part> parts, Field field, String type) {
    if (field.getName().startsWith(INTROSPECTION)) {
      return;
    }
    GraphQLFieldDefinition definition =
        ((GraphQLFieldsContainer) Objects.requireNonNull(schema.getType(type)))
            .getFieldDefinition(field.getName());
    FieldPrice price =
        prices
            .of(type, field.getName())
            .orElseThrow(
                () -> new IllegalStateException(type + "." + field.getName() + " has no price"));
    PricedSelection below =
        of(field.getSelectionSet(), GraphQLTypeUtil.unwrapAll(definition.getType()).getName());
    if (price.base() > 0 || price.each() > 0 || !below.isFree()) {
      parts.add(
          new PricedSelection.Priced(
              field.getResultKey(),
              isSearchedInThePast(field, definition) ? price.plus(PAST) : price,
              isMeasured(definition) ? length(field, definition) : null,
              below,
              conditions(field)));
    }
  }

  /// Whether it lists what was known at another moment, for which there is no index.
  private static boolean isSearchedInThePast(Field field, GraphQLFieldDefinition definition) {
    return definition.getArgument(FieldDefinition.Connection.AFTER) != null
        && field.getArguments().stream()
            .anyMatch(
                argument ->
                    argument.getName().equals(FieldDefinition.AsOf.ARGUMENT)
                        && !(argument.getValue() instanceof NullValue));
  }

  /// Whether an argument says how many objects it gives.
  private static boolean isMeasured(GraphQLFieldDefinition definition) {
    return LENGTHS.stream().anyMatch(name -> definition.getArgument(name) != null);
  }

  private static PricedSelection.Length length(Field field, GraphQLFieldDefinition definition) {
    List<PricedSelection.Given> given = new ArrayList<>();
    for (String name : LENGTHS) {
      GraphQLArgument length = definition.getArgument(name);
      if (length != null) {
        Argument written =
            field.getArguments().stream()
                .filter(argument -> argument.getName().equals(name))
                .findFirst()
                .orElse(null);
        Object value =
            written == null ? length.getArgumentDefaultValue().getValue() : written.getValue();
        switch (value) {
          case IntValue number ->
              given.add(new PricedSelection.Given(clamped(number.getValue()), null));
          case ArrayValue list ->
              given.add(new PricedSelection.Given((long) list.getValues().size(), null));
          case VariableReference variable ->
              given.add(new PricedSelection.Given(null, variable.getName()));
          case null, default -> {}
        }
      }
    }
    return new PricedSelection.Length(given);
  }

  private static long clamped(BigInteger number) {
    return number.bitLength() < Long.SIZE ? number.longValue() : Long.MAX_VALUE;
  }

  private static List<PricedSelection.Condition> conditions(DirectivesContainer<?> written) {
    List<PricedSelection.Condition> conditions = new ArrayList<>();
    for (Directive directive : written.getDirectives()) {
      boolean include = directive.getName().equals("include");
      if (include || directive.getName().equals("skip")) {
        Argument condition = directive.getArgument("if");
        conditions.add(condition(include, condition == null ? null : condition.getValue()));
      }
    }
    return conditions;
  }

  private static PricedSelection.Condition condition(boolean wanted, @Nullable Value<?> value) {
    return switch (value) {
      case BooleanValue literal -> new PricedSelection.Condition(wanted, literal.isValue(), null);
      case VariableReference variable ->
          new PricedSelection.Condition(wanted, null, variable.getName());
      case null, default -> new PricedSelection.Condition(wanted, null, null);
    };
  }
}
