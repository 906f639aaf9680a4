package com.caiatech.afdp.graphmodel.query;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Composes one statement from the definitions of the catalogue. An object is composed as the list
/// of its values, a list as a `COLLECT` subquery, so that any selection is one expression. Used
/// once, by one thread.
final class StatementComposer {
  private final Catalogue catalogue;
  private final IdentityHashMap<Selection, Integer> positions = new IdentityHashMap<>();
  private final List<CompiledQuery.Slot> slots = new ArrayList<>();
  private int variables;

  StatementComposer(Catalogue catalogue, List<Selection> selections) {
    this.catalogue = catalogue;
    for (int i = 0; i < selections.size(); i++) {
      positions.putIfAbsent(selections.get(i), i);
    }
  }

  /// A piece of a statement and the way to read its value.
  record Piece(String cypher, Reader reader) {}

  CompiledQuery compose(Selection root, String type) {
    Scope scope = new Scope("", "", new FieldArguments(root));
    FieldDefinition definition =
        type.equals(Catalogue.QUERY)
            ? definition(catalogue.type(type), root)
            : new FieldDefinition.One(type, Source.byId(type, Conversion.plain()), List.of());
    Piece answer = piece(definition, root, scope);
    return new CompiledQuery("RETURN " + answer.cypher + " AS answer", slots, answer.reader);
  }

  private static FieldDefinition definition(EntityType type, Selection field) {
    FieldDefinition definition = type.fields().get(field.name());
    if (definition == null) {
      throw new IllegalStateException(
          "the catalogue has no field " + type.name() + "." + field.name());
    }
    return definition;
  }

  private Piece piece(FieldDefinition definition, Selection field, Scope scope) {
    return switch (definition) {
      case FieldDefinition.Value value ->
          new Piece(value.expression().cypher(scope), new Reader.Scalar());
      case FieldDefinition.Same same -> object(same.type(), field.fields(), scope);
      case FieldDefinition.One one -> one(one, field, scope);
      case FieldDefinition.Many many -> many(many, field, scope);
      case FieldDefinition.Connection connection ->
          new ConnectionComposer(this, connection, field, scope).compose();
    };
  }

  /// The list of an object's values.
  Piece object(String typeName, List<Selection> fields, Scope scope) {
    EntityType type = catalogue.type(typeName);
    List<Piece> pieces = new ArrayList<>(fields.size());
    for (Selection field : fields) {
      Scope own = new Scope(scope.node(), scope.edge(), new FieldArguments(field));
      pieces.add(piece(definition(type, field), field, own));
    }
    return new Piece(
        pieces.stream().map(Piece::cypher).collect(Collectors.joining(", ", "[", "]")),
        new Reader.ObjectReader(
            Layout.of(typeName, fields), pieces.stream().map(Piece::reader).toList()));
  }

  private Piece one(FieldDefinition.One one, Selection field, Scope scope) {
    Scope target = target(scope);
    Source.Match match = one.source().match(scope, target.node(), target.edge());
    Piece object = object(one.type(), field.fields(), target);
    String order = one.order().isEmpty() ? "" : ordered(match, one.order(), target) + " LIMIT 1";
    return new Piece(
        "head(COLLECT { %s%s%s RETURN %s })"
            .formatted(match.clause(), where(match.conditions()), order, object.cypher),
        object.reader);
  }

  private Piece many(FieldDefinition.Many many, Selection field, Scope scope) {
    Scope target = target(scope);
    Source.Match match = many.source().match(scope, target.node(), target.edge());
    List<String> conditions = new ArrayList<>(match.conditions());
    conditions.addAll(demanded(many.arguments(), field, target));
    String limit =
        many.limited()
            ? " LIMIT " + scope.required(ConnectionComposer.FIRST, Conversion.first())
            : "";
    Piece object = object(many.type(), field.fields(), target);
    return new Piece(
        "COLLECT { %s%s%s%s RETURN %s }"
            .formatted(
                match.clause(),
                where(conditions),
                ordered(match, many.order(), target),
                limit,
                object.cypher),
        new Reader.ListReader(object.reader));
  }

  /// Fresh variables for the objects of a field.
  Scope target(Scope scope) {
    int number = variables++;
    return new Scope("n" + number, "e" + number, scope.arguments());
  }

  static String where(List<String> conditions) {
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  static String ordered(Source.Match match, List<OrderKey> order, Scope target) {
    return carried(match, target)
        + order.stream()
            .map(key -> key.ordering(target))
            .collect(Collectors.joining(", ", " ORDER BY ", ""));
  }

  static String carried(Source.Match match, Scope target) {
    return match.distinct()
        ? " WITH DISTINCT " + target.node()
        : " WITH " + target.node() + (match.edge() ? ", " + target.edge() : "");
  }

  /// What the given arguments demand.
  List<String> demanded(Map<String, Condition> conditions, Selection field, Scope target) {
    List<String> demanded = new ArrayList<>();
    conditions.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(entry -> field.argument(entry.getKey()) != null)
        .forEach(
            entry ->
                demanded.add(
                    entry
                        .getValue()
                        .cypher(
                            target,
                            parameter(
                                field, entry.getKey(), null, entry.getValue().conversion()))));
    return demanded;
  }

  /// Makes a parameter of an argument, or of a field of it.
  String parameter(
      Selection field, String argument, @Nullable String inputField, Conversion conversion) {
    int position = position(field);
    String named = inputField == null ? argument : argument + "." + inputField;
    return slot(
        selections -> {
          Selection same = selections.get(position);
          Object value =
              inputField == null ? same.argument(argument) : same.argument(argument, inputField);
          if (value == null) {
            throw new IllegalStateException(named + " is absent in a query of the same shape");
          }
          return conversion.convert(named, value);
        });
  }

  String slot(CompiledQuery.Slot slot) {
    slots.add(slot);
    return "$" + CompiledQuery.parameter(slots.size() - 1);
  }

  /// Where the selection stands in every query of the shape.
  int position(Selection field) {
    return Objects.requireNonNull(positions.get(field));
  }

  private final class FieldArguments implements Scope.Arguments {
    private final Selection field;

    FieldArguments(Selection field) {
      this.field = field;
    }

    @Override
    public @Nullable String parameter(String argument, Conversion conversion) {
      return field.argument(argument) == null
          ? null
          : StatementComposer.this.parameter(field, argument, null, conversion);
    }
  }
}
