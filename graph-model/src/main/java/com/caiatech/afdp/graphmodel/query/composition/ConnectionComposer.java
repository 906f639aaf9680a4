package com.caiatech.afdp.graphmodel.query.composition;

import com.caiatech.afdp.graphmodel.query.catalogue.Conversion;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Connection;
import com.caiatech.afdp.graphmodel.query.catalogue.Scope;
import com.caiatech.afdp.graphmodel.query.catalogue.Source;
import com.caiatech.afdp.graphmodel.query.reading.ConnectionReader;
import com.caiatech.afdp.graphmodel.query.reading.Cursor;
import com.caiatech.afdp.graphmodel.query.reading.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Composes a connection: its objects come by one subquery with all views that the query wants of
/// them, its total by another where it is asked for.
final class ConnectionComposer {

  private final StatementComposer composer;
  private final FieldDefinition.Connection connection;
  private final Selection field;
  private final Scope scope;
  private final Scope target;
  private final Source.Match match;
  private final FilterComposer filter;
  private final List<String> views = new ArrayList<>();

  ConnectionComposer(
      StatementComposer composer,
      FieldDefinition.Connection connection,
      Selection field,
      Scope scope) {
    this.composer = composer;
    this.connection = connection;
    this.field = field;
    this.scope = scope;
    Scope fresh = composer.target(scope);
    this.match = connection.source().match(scope, fresh.node(), fresh.edge());
    this.target = StatementComposer.stated(match, fresh);
    this.filter = composer.filter(field);
  }

  StatementComposer.Piece compose() {
    List<ConnectionReader.Part> parts = field.fields().stream().map(this::part).toList();
    boolean counted = parts.stream().anyMatch(ConnectionReader.Part.TotalCount.class::isInstance);
    boolean listed = !parts.stream().allMatch(ConnectionReader.Part.TotalCount.class::isInstance);
    List<String> demanded = demanded();
    String limit = scope.required(FieldDefinition.FIRST, Conversion.firstAndNext());
    String cypher =
        "[%s, %s]"
            .formatted(
                counted ? total(demanded) : Scope.ABSENT, listed ? page(demanded, limit) : "[]");
    return new StatementComposer.Piece(
        cypher,
        new ConnectionReader(
            StatementComposer.layout(connection.type() + "Connection", field.fields()),
            parts,
            connection.type(),
            connection.order().size(),
            limit.substring(1),
            field.argument(Connection.AFTER) != null));
  }

  private ConnectionReader.Part part(Selection part) {
    return switch (part.name()) {
      case "totalCount" -> new ConnectionReader.Part.TotalCount();
      case "nodes" -> view(part);
      case "edges" ->
          new ConnectionReader.Part.Edges(
              StatementComposer.layout(connection.type() + "Edge", part.fields()),
              part.fields().stream().map(this::edgeField).toList());
      case "pageInfo" ->
          new ConnectionReader.Part.PageInfo(
              StatementComposer.layout("PageInfo", part.fields()),
              part.fields().stream().map(Selection::name).toList());
      default -> throw new IllegalStateException("a connection has no field " + part.name());
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

  /// What the arguments and the filter demand.
  private List<String> demanded() {
    List<String> demanded =
        new ArrayList<>(composer.demanded(connection.arguments(), field, target));
    demanded.addAll(filter.demanded(connection.type(), target));
    return demanded;
  }

  private String total(List<String> demanded) {
    return "COUNT { %s RETURN %s%s }"
        .formatted(
            StatementComposer.reading(match, target, demanded),
            match.distinct() ? "DISTINCT " : "",
            target.node());
  }

  private String page(List<String> demanded, String limit) {
    List<String> conditions = new ArrayList<>(demanded);
    List<String> keys =
        connection.order().stream().map(key -> key.expression().cypher(target)).toList();
    if (field.argument(Connection.AFTER) != null) {
      conditions.add(afterwards(keys));
    }
    return "COLLECT { %s%s ORDER BY %s LIMIT %s RETURN %s }"
        .formatted(
            StatementComposer.reading(match, target, conditions),
            StatementComposer.carried(match, target),
            ordering(),
            limit,
            Stream.concat(keys.stream(), views.stream())
                .collect(Collectors.joining(", ", "[", "]")));
  }

  /// The order's keys, after those properties that the filter pins and an index has before them.
  private String ordering() {
    boolean descending = connection.order().getFirst().descending();
    Stream<String> pinned =
        connection.indexPrefix().stream()
            .filter(filter.pinned()::contains)
            .map(property -> target.node() + "." + property + (descending ? " DESC" : ""));
    return Stream.concat(pinned, connection.order().stream().map(key -> key.ordering(target)))
        .collect(Collectors.joining(", "));
  }

  /// The places after the cursor; the first key alone bounds the range of an index.
  private String afterwards(List<String> keys) {
    List<String> places = new ArrayList<>();
    int position = composer.position(field);
    for (int i = 0; i < keys.size(); i++) {
      int key = i;
      places.add(
          composer.slot(
              selections ->
                  Cursor.decode(
                          connection.type(),
                          connection.order(),
                          Connection.AFTER,
                          String.valueOf(selections.get(position).argument(Connection.AFTER)))
                      .get(key)));
    }
    return afterwards(keys, places, 0);
  }

  private String afterwards(List<String> keys, List<String> places, int from) {
    String beyond = connection.order().get(from).descending() ? "<" : ">";
    String key = keys.get(from);
    String place = places.get(from);
    return from == keys.size() - 1
        ? "%s %s %s".formatted(key, beyond, place)
        : "%s %s= %s AND (%s %s %s OR %s)"
            .formatted(key, beyond, place, key, beyond, place, afterwards(keys, places, from + 1));
  }
}
