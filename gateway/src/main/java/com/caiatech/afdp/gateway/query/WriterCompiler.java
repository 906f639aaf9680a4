package com.caiatech.afdp.gateway.query;

import com.caiatech.afdp.gateway.cost.AnswerPrice;
import com.caiatech.afdp.gateway.query.SelectedObjects.Shown;
import com.fasterxml.jackson.core.io.SerializedString;
import graphql.Scalars;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLEnumValueDefinition;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLType;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes the writers of what a document selects. Used once, by one thread.
final class WriterCompiler {
  /// What the graph gives as text already.
  private static final Set<String> TEXTS =
      Set.of(Scalars.GraphQLString.getName(), Scalars.GraphQLID.getName(), "UUID");

  private final Map<String, ComputedField> computed;
  private final IdentityHashMap<SelectedField, ValueWriter> known = new IdentityHashMap<>();

  /// @param computed by type and field, with a dot between them
  WriterCompiler(Map<String, ComputedField> computed) {
    this.computed = computed;
  }

  /// The writer of what a field gives.
  ValueWriter of(SelectedField field, AnswerPrice.OfField price) {
    ValueWriter writer = known.get(field);
    if (writer == null) {
      writer = of(field.definition().getType(), field.objects(), price.below());
      known.put(field, writer);
    }
    return writer;
  }

  private ValueWriter of(GraphQLType type, SelectedObjects objects, AnswerPrice price) {
    return switch (type) {
      case GraphQLNonNull never ->
          new ValueWriter.NonNull(of(never.getWrappedType(), objects, price));
      case GraphQLList list -> new ValueWriter.Elements(of(list.getWrappedType(), objects, price));
      case GraphQLScalarType scalar when TEXTS.contains(scalar.getName()) -> new ValueWriter.Text();
      case GraphQLScalarType scalar -> new ValueWriter.Scalar(scalar.getCoercing());
      case GraphQLEnumType choice ->
          new ValueWriter.EnumName(
              choice.getValues().stream()
                  .map(GraphQLEnumValueDefinition::getName)
                  .collect(Collectors.toUnmodifiableSet()));
      case GraphQLObjectType object -> fields(object.getName(), objects, price);
      default -> anyObject(objects, price);
    };
  }

  private ValueWriter anyObject(SelectedObjects objects, AnswerPrice price) {
    Map<String, ValueWriter.FieldsOf> types = new HashMap<>();
    objects.shown().keySet().forEach(type -> types.put(type, fields(type, objects, price)));
    return new ValueWriter.AnyObject(types);
  }

  private ValueWriter.FieldsOf fields(String type, SelectedObjects objects, AnswerPrice price) {
    List<Shown> shown = objects.shown().getOrDefault(type, List.of());
    return new ValueWriter.FieldsOf(shown.stream().map(each -> field(type, each, price)).toList());
  }

  private ValueWriter.FieldWriter field(String type, Shown shown, AnswerPrice price) {
    SerializedString key = new SerializedString(shown.key());
    SelectedField field = shown.field();
    if (field == null) {
      return new ValueWriter.TypeName(key, new SerializedString(type));
    }
    AnswerPrice.OfField own = price.field(shown.key());
    return new ValueWriter.Read(
        key,
        shown.position(),
        computed.get(type + "." + field.definition().getName()),
        of(field, own),
        own);
  }
}
