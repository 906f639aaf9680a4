package com.caiatech.afdp.graphmodel.query.composition;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.query.catalogue.Conversion;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Connection;
import com.caiatech.afdp.graphmodel.query.catalogue.Order;
import com.caiatech.afdp.graphmodel.query.catalogue.Orders;
import com.caiatech.afdp.graphmodel.query.catalogue.Scope;
import com.caiatech.afdp.graphmodel.query.catalogue.Source;
import com.caiatech.afdp.graphmodel.query.reading.ConnectionReader;
import com.caiatech.afdp.graphmodel.query.reading.Cursor;
import com.caiatech.afdp.graphmodel.query.reading.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Composes a connection: its objects come by one subquery with all views that the query wants of
/// them, its total by another where it is asked for.
final class ConnectionComposer {

  private final StatementComposer composer;
  private final FieldDefinition.Connection connection;
  private final Selection field;
  private final Scope scope;
  private final boolean known;
  private final Scope target;
  private final Source.Match match;
  private final FilterComposer filter;
  private final Order order;
  private final boolean backward;
  private final String list;
  private final List<String> views = new ArrayList<>();
  private final List<String> told = new ArrayList<>();

  /// @param known whether only objects count that something is known of
  ConnectionComposer(
      StatementComposer composer,
      FieldDefinition.Connection connection,
      Selection field,
      Scope scope,
      boolean known) {
    this.composer = composer;
    this.connection = connection;
    this.field = field;
    this.scope = scope;
    this.known = known;
    Scope fresh = composer.target(scope);
    this.match = connection.source().match(scope, fresh.node(), fresh.edge());
    this.target = StatementComposer.stated(match, fresh);
    this.filter = composer.filter(field);
    this.order = order();
    this.backward = field.argument(Connection.LAST) != null;
    this.list =
        order.field().equals(connection.order().field())
            ? connection.type()
            : connection.type() + " by " + order.field();
  }

  StatementComposer.Piece compose() {
    List<ConnectionReader.Part> parts = field.fields().stream().map(this::part).toList();
    boolean counted = field.fields().stream().anyMatch(it -> it.name().equals("totalCount"));
    boolean listed = !parts.stream().allMatch(ConnectionReader.Part::isTold);
    List<String> demanded = demanded();
    boolean sized = field.argument(FieldDefinition.FIRST) != null || backward;
    String limit = listed || sized ? limit() : Scope.ABSENT;
    String cypher =
        Stream.concat(
                Stream.of(
                    counted ? total(demanded) : Scope.ABSENT,
                    listed ? page(demanded, limit) : "[]"),
                told.stream())
            .collect(Collectors.joining(", ", "[", "]"));
    return new StatementComposer.Piece(
        cypher,
        new ConnectionReader(
            StatementComposer.layout(connection.type() + "Connection", field.fields()),
            parts,
            list,
            order.keys().size(),
            new ConnectionReader.Window(
                listed ? limit.substring(1) : "",
                backward,
                field.argument(Connection.AFTER) != null,
                field.argument(Connection.BEFORE) != null)));
  }

  /// One more than the objects that are wanted, from one end of the list.
  private String limit() {
    boolean both = backward && field.argument(FieldDefinition.FIRST) != null;
    if (both || (!backward && field.argument(FieldDefinition.FIRST) == null)) {
      throw new GraphModelException.InvalidArgument(
          "%s: expected either first, for the first objects, or last, for the last ones; found %s"
              .formatted(field.name(), both ? "both" : "neither"));
    }
    return scope.required(
        backward ? Connection.LAST : FieldDefinition.FIRST, Conversion.firstAndNext());
  }

  private Order order() {
    if (!(field.argument(Connection.ORDER_BY) instanceof Map<?, ?> asked)) {
      return connection.order();
    }
    String name = String.valueOf(asked.get(Orders.FIELD));
    Order found =
        name.equals(connection.order().field())
            ? connection.order()
            : composer.orders(connection.type()).get(name);
    return Objects.requireNonNull(found, name)
        .directed(Orders.DESCENDING.equals(asked.get(Orders.DIRECTION)));
  }

  private ConnectionReader.Part part(Selection part) {
    return switch (part.name()) {
      case "totalCount" -> new ConnectionReader.Part.Told(ConnectionReader.TOTAL);
      case "nodes" -> view(part);
      case "edges" ->
          new ConnectionReader.Part.Edges(
              StatementComposer.layout(connection.type() + "Edge", part.fields()),
              part.fields().stream().map(this::edgeField).toList());
      case "pageInfo" ->
          new ConnectionReader.Part.PageInfo(
              StatementComposer.layout("PageInfo", part.fields()),
              part.fields().stream().map(Selection::name).toList());
      default -> {
        told.add(
            Objects.requireNonNull(connection.told().get(part.name()), part.name()).cypher(scope));
        yield new ConnectionReader.Part.Told(ConnectionReader.PAGE + told.size());
      }
    };
  }

  private ConnectionReader.Part.Nodes edgeField(Selection edgeField) {
    return switch (edgeField.name()) {
      case "cursor" ->
          new ConnectionReader.Part.Nodes(ConnectionReader.CURSOR, new Reader.Scalar());
      case "node" -> view(edgeField);
      default -> throw new IllegalStateException("an edge has no field " + edgeField.name());
    };
  }

  private ConnectionReader.Part.Nodes view(Selection selected) {
    StatementComposer.Piece object = composer.object(connection.type(), selected.fields(), target);
    views.add(object.cypher());
    return new ConnectionReader.Part.Nodes(views.size() - 1, object.reader());
  }

  /// What the arguments, the filter and the order demand.
  private List<String> demanded() {
    List<String> demanded =
        new ArrayList<>(composer.demanded(connection.arguments(), field, target));
    if (known) {
      demanded.add(target.state() + " IS NOT NULL");
    }
    demanded.addAll(filter.demanded(connection.type(), target));
    order
        .present()
        .forEach(property -> demanded.add("%s.%s IS NOT NULL".formatted(target.state(), property)));
    return demanded;
  }

  private String total(List<String> demanded) {
    return "COUNT { %s%s RETURN %s%s }"
        .formatted(
            StatementComposer.reading(match, target, demanded),
            filter.beside(),
            match.distinct() ? "DISTINCT " : "",
            target.node());
  }

  private String page(List<String> demanded, String limit) {
    List<String> conditions = new ArrayList<>(demanded);
    if (field.argument(Connection.AFTER) != null) {
      conditions.add(beyond(Connection.AFTER, order.isDescending()));
    }
    if (field.argument(Connection.BEFORE) != null) {
      conditions.add(beyond(Connection.BEFORE, !order.isDescending()));
    }
    return "COLLECT { %s%s%s ORDER BY %s LIMIT %s RETURN %s }"
        .formatted(
            StatementComposer.reading(match, target, conditions),
            filter.beside(),
            StatementComposer.carried(match, target),
            ordering(),
            limit,
            Stream.concat(keys().stream(), views.stream())
                .collect(Collectors.joining(", ", "[", "]")));
  }

  private List<String> keys() {
    return order.keys().stream().map(key -> key.expression().cypher(target)).toList();
  }

  /// The order's keys, after those properties that the filter pins and an index has before them;
  /// the other way round where the last objects are wanted.
  private String ordering() {
    Order read = order.directed(order.isDescending() != backward);
    Stream<String> pinned =
        read.indexPrefixes().stream()
            .filter(prefix -> target.isNow() && filter.pinned().containsAll(prefix))
            .limit(1)
            .flatMap(List::stream)
            .map(property -> target.node() + "." + property + (read.isDescending() ? " DESC" : ""));
    return Stream.concat(pinned, read.keys().stream().map(key -> key.ordering(target)))
        .collect(Collectors.joining(", "));
  }

  /// The places on one side of the cursor; the first key alone bounds the range of an index.
  private String beyond(String argument, boolean smaller) {
    List<String> places = new ArrayList<>();
    int position = composer.position(field);
    for (int i = 0; i < order.keys().size(); i++) {
      int key = i;
      places.add(
          composer.slot(
              selections ->
                  Cursor.decode(
                          list,
                          order.keys(),
                          argument,
                          String.valueOf(selections.get(position).argument(argument)))
                      .get(key)));
    }
    return beyond(keys(), places, smaller ? "<" : ">", 0);
  }

  private static String beyond(
      List<String> keys, List<String> places, String comparison, int from) {
    String key = keys.get(from);
    String place = places.get(from);
    return from == keys.size() - 1
        ? "%s %s %s".formatted(key, comparison, place)
        : "%s %s= %s AND (%s %s %s OR %s)"
            .formatted(
                key,
                comparison,
                place,
                key,
                comparison,
                place,
                beyond(keys, places, comparison, from + 1));
  }
}
