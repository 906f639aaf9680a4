package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The object at hand while a statement is composed.
///
/// @param node the variable that is bound to its node
/// @param state the variable that is bound to what the node said at the moment that is asked about:
///   the node itself where that is now, or where it never changes
/// @param edge the variable that is bound to the relationship, or the map, by which it was reached
/// @param asOf the parameter of the moment of recorded time that is asked about; {@link #ABSENT}
///   for now
/// @param arguments gives the parameters of the field that leads to the object
public record Scope(String node, String state, String edge, String asOf, Arguments arguments) {
  /// The literal that stands for an argument which the query does not give.
  public static final String ABSENT = "null";

  /// The arguments of a field as parameters of the statement.
  public interface Arguments {
    /// The parameter for the argument, or null where the query does not give it.
    @Nullable String parameter(String argument, Conversion conversion);

    /// A parameter whose value no query gives: it is this one in every query.
    String constant(Object value);
  }

  /// The start of a statement that is asked about a moment, and takes no arguments of a field.
  ///
  /// @param moment a parameter, or {@link #ABSENT} for now
  public static Scope at(String moment) {
    return new Scope(
        "",
        "",
        "",
        moment,
        new Arguments() {
          @Override
          public @Nullable String parameter(String argument, Conversion conversion) {
            return null;
          }

          @Override
          public String constant(Object value) {
            return ABSENT;
          }
        });
  }

  /// A node whose variable is bound, and the variable that is to be bound to its state.
  public Scope of(String bound, String stateOfIt) {
    return new Scope(bound, stateOfIt, edge, asOf, arguments);
  }

  /// The object at hand for another field.
  public Scope with(Arguments ofField) {
    return new Scope(node, state, edge, asOf, ofField);
  }

  /// The same, asked about another moment.
  public Scope asOf(String moment) {
    return new Scope(node, state, edge, moment, arguments);
  }

  /// Whether what is the case now is asked for.
  public boolean isNow() {
    return asOf.equals(ABSENT);
  }

  /// The types under which a relationship may stand that was believed at the moment.
  public String types(String relationship) {
    return isDated(relationship)
        ? relationship + "|" + Relationships.was(relationship)
        : relationship;
  }

  /// What has to hold of a relationship's variable so that it was believed at the moment.
  public List<String> dated(String relationship, String variable) {
    return isDated(relationship) ? List.of(believed(variable)) : List.of();
  }

  /// That something was believed of the variable's node at the moment, by its own records or by
  /// what refers to it.
  public String known(String variable) {
    return "EXISTS { MATCH (%s)-[x]-() WHERE %s }".formatted(variable, believed("x"));
  }

  private String believed(String variable) {
    return "%1$s.%2$s <= %4$s AND coalesce(%4$s < %1$s.%3$s, true)"
        .formatted(variable, Properties.SINCE, Properties.UNTIL, asOf);
  }

  /// That a relationship which leaves the variable's node was believed at the moment.
  public String leads(String variable, String relationship) {
    return "EXISTS { MATCH (%s)-[x:%s]->()%s }"
        .formatted(variable, types(relationship), where(dated(relationship, "x")));
  }

  /// The clause that binds the state to what was believed of the node at the moment, or to null.
  ///
  /// @param version a variable that is free
  public String stated(String version) {
    return "OPTIONAL MATCH (%s)-[%s:%s]->(%s:%s)%s"
        .formatted(
            node,
            version,
            types(Relationships.HAS_VERSION),
            state,
            Labels.VERSION,
            where(dated(Relationships.HAS_VERSION, version)));
  }

  /// The clause that demands all of the conditions; empty where there are none.
  public static String where(List<String> conditions) {
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  private boolean isDated(String relationship) {
    return !isNow() && Relationships.DATED.contains(relationship);
  }

  /// The parameter for an argument that the schema demands.
  public String required(String argument, Conversion conversion) {
    String parameter = arguments.parameter(argument, conversion);
    if (parameter == null) {
      throw new GraphModelException.InvalidArgument(argument + ": expected a value, found none");
    }
    return parameter;
  }

  /// The parameter for an argument, or the literal null where the query does not give it.
  public String optional(String argument, Conversion conversion) {
    String parameter = arguments.parameter(argument, conversion);
    return parameter == null ? ABSENT : parameter;
  }
}
