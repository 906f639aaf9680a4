package com.caiatech.afdp.graphmodel.query.composition;

import com.caiatech.afdp.graphmodel.query.catalogue.Catalogue;
import com.caiatech.afdp.graphmodel.query.catalogue.Condition;
import com.caiatech.afdp.graphmodel.query.catalogue.Conversion;
import com.caiatech.afdp.graphmodel.query.catalogue.EntityType;
import com.caiatech.afdp.graphmodel.query.catalogue.Expression;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition;
import com.caiatech.afdp.graphmodel.query.catalogue.Order;
import com.caiatech.afdp.graphmodel.query.catalogue.OrderKey;
import com.caiatech.afdp.graphmodel.query.catalogue.Scope;
import com.caiatech.afdp.graphmodel.query.catalogue.Source;
import com.caiatech.afdp.graphmodel.query.reading.Layout;
import com.caiatech.afdp.graphmodel.query.reading.Reader;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Composes one statement from the definitions of the catalogue. An object is composed as the list
/// of its values, a list as a `COLLECT` subquery, so that any selection is one expression. Used
/// once, by one thread.
final class StatementComposer {
  private static final Set<String> STATEFUL =
      Set.of(
          Labels.DEPLOYMENT,
          Labels.INCIDENT,
          Labels.ASSERTED_DEPLOYMENT,
          Labels.ANNOTATION,
          Labels.SAVED_QUERY,
          Labels.REGISTRATION);

  private final Catalogue catalogue;
  private final IdentityHashMap<Selection, Integer> positions = new IdentityHashMap<>();
  private final List<CompiledQuery.Slot> slots = new ArrayList<>();
  private @Nullable Scope search;
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
    FieldDefinition definition =
        type.equals(Catalogue.QUERY)
            ? definition(catalogue.type(type), root)
            : node(type, scope -> scope.required("id", Conversion.plain()));
    Scope start = start(root);
    if (definition instanceof FieldDefinition.AsOf dated
        && dated.field() instanceof FieldDefinition.One one
        && one.clause()) {
      Scope then = then(start);
      Piece found = found(one, root, then, dated.known() && !then.isNow());
      return new CompiledQuery(
          "OPTIONAL CALL () { %s AS answer LIMIT 1 } RETURN answer".formatted(found.cypher),
          slots,
          found.reader);
    }
    Piece answer = piece(definition, root, start);
    return new CompiledQuery("RETURN " + answer.cypher + " AS answer", slots, answer.reader);
  }

  /// The statement for objects that are known by their global ids: how many were asked for, and for
  /// each type a list with each object in its place.
  ///
  /// @param roots what is selected of each type that the ids name
  CompiledQuery composeNodes(Selection asked, Map<String, Selection> roots) {
    String ids = parameter(asked, Catalogue.IDS, Conversion.ids());
    Expression given = _ -> "given";
    List<String> parts = new ArrayList<>(List.of("size(" + ids + ")"));
    List<Reader> readers = new ArrayList<>();
    roots.forEach(
        (type, root) -> {
          Piece object = piece(node(type, given), root, start(root));
          parts.add("COLLECT { UNWIND %s AS given RETURN %s }".formatted(ids, object.cypher));
          readers.add(object.reader);
        });
    return new CompiledQuery(
        "RETURN [" + String.join(", ", parts) + "] AS answer",
        slots,
        new Reader.NodesReader(readers));
  }

  private Scope start(Selection root) {
    return new Scope("", "", "", Scope.ABSENT, new FieldArguments(root));
  }

  /// One object of the type by its global id, as it was at the moment that is asked about.
  private static FieldDefinition node(String type, Expression id) {
    return new FieldDefinition.AsOf(
        new FieldDefinition.One(type, Source.lookup(type, Properties.ID, id), List.of()), true);
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
      case FieldDefinition.AsOf dated -> {
        Scope then = then(scope);
        boolean known = dated.known() && !then.isNow();
        yield switch (dated.field()) {
          case FieldDefinition.One one -> one(one, field, then, known);
          case FieldDefinition.Connection list ->
              new ConnectionComposer(this, list, field, then, known).compose();
          case FieldDefinition other -> piece(other, field, then);
        };
      }
      case FieldDefinition.Then then -> piece(then.field(), field, then(then, scope));
      case FieldDefinition.AnyOf any -> any(any, field, scope);
      case FieldDefinition.Searched searched -> searched(searched, field, scope);
      case FieldDefinition.One one -> one(one, field, scope, false);
      case FieldDefinition.Many many -> many(many, field, scope);
      case FieldDefinition.Connection connection ->
          new ConnectionComposer(this, connection, field, scope, false).compose();
    };
  }

  /// The list of an object's values.
  Piece object(String typeName, List<Selection> fields, Scope scope) {
    EntityType type = catalogue.type(typeName);
    List<Piece> pieces = new ArrayList<>(fields.size());
    for (Selection field : fields) {
      Scope own = scope.with(new FieldArguments(field));
      pieces.add(piece(definition(type, field), field, own));
    }
    return new Piece(
        pieces.stream().map(Piece::cypher).collect(Collectors.joining(", ", "[", "]")),
        new Reader.ObjectReader(
            layout(typeName, fields), pieces.stream().map(Piece::reader).toList()));
  }

  private Piece one(FieldDefinition.One one, Selection field, Scope scope, boolean known) {
    Piece found = found(one, field, scope, known);
    return new Piece("head(COLLECT { %s })".formatted(found.cypher), found.reader);
  }

  /// The clauses that return the object.
  ///
  /// @param known whether only an object counts that something is known of
  private Piece found(FieldDefinition.One one, Selection field, Scope scope, boolean known) {
    Scope fresh = target(scope);
    Source.Match match = one.source().match(scope, fresh.node(), fresh.edge());
    Scope target = stated(match, fresh);
    List<String> demanded =
        known && STATEFUL.contains(match.label())
            ? List.of(target.known(target.node()))
            : List.of();
    Piece object = object(one.type(), field.fields(), target);
    String order = one.order().isEmpty() ? "" : ordered(match, one.order(), target) + " LIMIT 1";
    return new Piece(
        "%s%s RETURN %s".formatted(reading(match, target, demanded), order, object.cypher),
        object.reader);
  }

  /// A thing as its type's name and the list of its values; one of which only the id is wanted is
  /// not looked up.
  private Piece any(FieldDefinition.AnyOf any, Selection field, Scope scope) {
    Map<String, Reader> readers = new HashMap<>();
    StringBuilder cases = new StringBuilder();
    for (EntityType type : catalogue.globalTypes()) {
      Selection own = field.on(type.name());
      boolean named = own.fields().stream().allMatch(it -> it.name().equals(Properties.ID));
      Piece thing = named ? named(any, own, type, scope) : lookedUp(any, own, type, scope);
      readers.put(type.name(), thing.reader);
      cases.append(" WHEN '%1$s' THEN ['%1$s', %2$s]".formatted(type.name(), thing.cypher));
    }
    return new Piece(
        "CASE %s%s END".formatted(any.type().cypher(scope), cases), new Reader.AnyReader(readers));
  }

  private static Piece named(
      FieldDefinition.AnyOf any, Selection field, EntityType type, Scope scope) {
    return new Piece(
        field.fields().stream()
            .map(_ -> any.id().cypher(scope))
            .collect(Collectors.joining(", ", "[", "]")),
        new Reader.ObjectReader(
            layout(type.name(), field.fields()),
            field.fields().stream().<Reader>map(_ -> new Reader.Scalar()).toList()));
  }

  private Piece lookedUp(FieldDefinition.AnyOf any, Selection field, EntityType type, Scope scope) {
    Source byId = Source.lookup(type.name(), Properties.ID, any.id());
    return one(new FieldDefinition.One(type.name(), byId, List.of()), field, scope, false);
  }

  /// As of the moment that the field's argument gives, if it is given.
  private static Scope then(Scope scope) {
    return scope.asOf(scope.optional(FieldDefinition.AsOf.ARGUMENT, Conversion.moment()));
  }

  private Scope then(FieldDefinition.Then then, Scope scope) {
    String moment = Objects.requireNonNull(search).optional(then.moment(), Conversion.moment());
    return moment.equals(Scope.ABSENT) ? scope : scope.asOf(moment);
  }

  /// The result is a row, so that what is read of it is read of a parameter.
  private Piece searched(FieldDefinition.Searched searched, Selection field, Scope scope) {
    search = scope;
    int position = position(field);
    String rows =
        slot(
            selections ->
                selections.get(position).argument(FieldDefinition.Searched.RESULT)
                        instanceof FieldDefinition.Searched.Result(Map<String, Object> values)
                    ? List.of(values)
                    : List.of());
    Source source =
        (_, node, _) ->
            new Source.Match("UNWIND %s AS %s".formatted(rows, node), List.of(), "", false, false);
    return one(new FieldDefinition.One(searched.type(), source, List.of()), field, scope, false);
  }

  private Piece many(FieldDefinition.Many many, Selection field, Scope scope) {
    Scope fresh = target(scope);
    Source.Match match = many.source().match(scope, fresh.node(), fresh.edge());
    Scope target = stated(match, fresh);
    List<String> demanded = demanded(many.arguments(), field, target);
    String limit =
        many.limited() ? " LIMIT " + scope.required(FieldDefinition.FIRST, Conversion.first()) : "";
    Piece object = object(many.type(), field.fields(), target);
    return new Piece(
        "COLLECT { %s%s%s RETURN %s }"
            .formatted(
                reading(match, target, demanded),
                ordered(match, many.order(), target),
                limit,
                object.cypher),
        new Reader.ListReader(object.reader));
  }

  /// How the values of the selected fields lie in a row, each where it stands in the selection.
  static Layout layout(String type, List<Selection> fields) {
    Map<String, Integer> positions = new HashMap<>();
    boolean aliased = false;
    for (int i = 0; i < fields.size(); i++) {
      positions.put(fields.get(i).key(), i);
      aliased |= !fields.get(i).key().equals(fields.get(i).name());
    }
    return new Layout(type, positions, aliased);
  }

  /// The object with a variable for its state at the moment that is asked about, where that may be
  /// another than what its node has now.
  static Scope stated(Source.Match match, Scope target) {
    return target.isNow() || !STATEFUL.contains(match.label())
        ? target
        : target.of(target.node(), target.node() + "s");
  }

  /// The clauses that bind the objects of which all that is demanded holds.
  static String reading(Source.Match match, Scope target, List<String> demanded) {
    if (target.state().equals(target.node())) {
      List<String> conditions = new ArrayList<>(match.conditions());
      conditions.addAll(demanded);
      return match.clause() + Scope.where(conditions);
    }
    return match.clause()
        + Scope.where(match.conditions())
        + " "
        + target.stated(target.node() + "v")
        + (demanded.isEmpty() ? "" : " WITH *" + Scope.where(demanded));
  }

  /// Fresh variables for the objects of a field.
  Scope target(Scope scope) {
    int number = variables++;
    String node = "n" + number;
    return new Scope(node, node, "e" + number, scope.asOf(), scope.arguments());
  }

  static String ordered(Source.Match match, List<OrderKey> order, Scope target) {
    return carried(match, target)
        + order.stream()
            .map(key -> key.ordering(target))
            .collect(Collectors.joining(", ", " ORDER BY ", ""));
  }

  static String carried(Source.Match match, Scope target) {
    List<String> variables = new ArrayList<>(List.of(target.node()));
    if (!target.state().equals(target.node())) {
      variables.add(target.state());
    }
    if (match.edge() && !match.distinct()) {
      variables.add(target.edge());
    }
    return (match.distinct() ? " WITH DISTINCT " : " WITH ") + String.join(", ", variables);
  }

  /// What the given arguments demand.
  List<String> demanded(Map<String, Condition> conditions, Selection field, Scope target) {
    List<String> demanded = new ArrayList<>();
    conditions.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(entry -> field.argument(entry.getKey()) != null)
        .forEach(
            entry -> {
              Condition condition = entry.getValue();
              String parameter = parameter(field, entry.getKey(), condition.conversion());
              demanded.add(condition.cypher(target, parameter));
            });
    return demanded;
  }

  Map<String, Order> orders(String type) {
    return catalogue.orders(type);
  }

  /// Composes the filter of a list.
  FilterComposer filter(Selection field) {
    return new FilterComposer(this, catalogue, field);
  }

  /// Makes a parameter of an argument.
  private String parameter(Selection field, String name, Conversion conversion) {
    int position = position(field);
    return slot(
        selections -> {
          Object value = selections.get(position).argument(name);
          if (value == null) {
            throw new IllegalStateException(name + " is absent in a query of the same shape");
          }
          return conversion.convert(name, value);
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
          : StatementComposer.this.parameter(field, argument, conversion);
    }

    @Override
    public String constant(Object value) {
      return slot(selections -> value);
    }
  }
}
