package com.caiatech.afdp.graphmodel.query.composition;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.query.catalogue.Catalogue;
import com.caiatech.afdp.graphmodel.query.catalogue.Comparison;
import com.caiatech.afdp.graphmodel.query.catalogue.Criterion;
import com.caiatech.afdp.graphmodel.query.catalogue.Expression;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Connection;
import com.caiatech.afdp.graphmodel.query.catalogue.Filter;
import com.caiatech.afdp.graphmodel.query.catalogue.Scope;
import com.caiatech.afdp.graphmodel.query.catalogue.Source;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Composes what the filter of one list demands. A value that is absent compares with nothing, so
/// what is compared with it does not hold; below a `not` that is said in so many words, since there
/// Cypher would know neither.
final class FilterComposer {
  private static final int MAX_CONDITIONS = 50;
  private static final int MAX_HOPS = 4;

  private final StatementComposer composer;
  private final Catalogue catalogue;
  private final Selection field;
  private final Set<String> pinned = new LinkedHashSet<>();
  private final List<String> beside = new ArrayList<>();
  private int conditions;

  FilterComposer(StatementComposer composer, Catalogue catalogue, Selection field) {
    this.composer = composer;
    this.catalogue = catalogue;
    this.field = field;
  }

  /// Where in a filter its composer is.
  ///
  /// @param path the names and numbers that lead to it from the argument
  /// @param target the object of which it demands something
  /// @param stored properties of the target by the field of the filter, where they stand for those
  ///   of another object that is not read
  /// @param negated whether what is not known has to be told from what holds
  /// @param pins whether all of it has to hold of the objects of the list
  /// @param hops how many other objects lead there
  private record Place(
      List<Object> path,
      Scope target,
      Map<String, String> stored,
      boolean negated,
      boolean pins,
      int hops) {
    Place at(Object... further) {
      List<Object> longer = new ArrayList<>(path);
      longer.addAll(List.of(further));
      return new Place(longer, target, stored, negated, pins, hops);
    }

    Place negated(boolean isNegated) {
      return new Place(path, target, stored, isNegated, false, hops);
    }

    Place of(Scope other, boolean isNegated) {
      return new Place(path, other, Map.of(), isNegated, false, hops + 1);
    }

    Place storing(Map<String, String> values) {
      return new Place(path, target, values, negated, pins, hops);
    }

    Place inOneOfSeveral() {
      return new Place(path, target, stored, negated, false, hops);
    }
  }

  /// What has to hold of the objects, all of it.
  List<String> demanded(String type, Scope target) {
    return field.argument(Connection.FILTER) instanceof Map<?, ?> given
        ? all(type, given, new Place(List.of(), target, Map.of(), false, true, 0))
        : List.of();
  }

  /// The properties that have to have one value each.
  Set<String> pinned() {
    return pinned;
  }

  /// What has to be read with the objects, where reading may begin as well.
  String beside() {
    return String.join("", beside);
  }

  private List<String> all(String type, Map<?, ?> given, Place place) {
    Filter filter = catalogue.filter(type);
    List<String> demanded = new ArrayList<>();
    given.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          if (value != null) {
            Place below = place.at(name);
            switch (name) {
              case Filter.AND -> demanded.addAll(each(type, (List<?>) value, below));
              case Filter.OR -> demanded.add(any(type, (List<?>) value, below));
              case Filter.NOT -> demanded.add(not(type, (Map<?, ?>) value, below));
              default -> demanded.addAll(criterion(filter, name, value, below));
            }
          }
        });
    return demanded;
  }

  private List<String> each(String type, List<?> filters, Place place) {
    List<String> demanded = new ArrayList<>();
    for (int i = 0; i < filters.size(); i++) {
      demanded.addAll(all(type, (Map<?, ?>) filters.get(i), place.at(i)));
    }
    return demanded;
  }

  /// False where there is nothing to choose from.
  private String any(String type, List<?> filters, Place place) {
    List<String> choices = new ArrayList<>();
    for (int i = 0; i < filters.size(); i++) {
      choices.add(conjunction(all(type, (Map<?, ?>) filters.get(i), place.inOneOfSeveral().at(i))));
    }
    return counted(
        choices.isEmpty()
            ? "false"
            : choices.stream().collect(Collectors.joining(" OR ", "(", ")")),
        place);
  }

  private String not(String type, Map<?, ?> filter, Place place) {
    return counted("NOT " + conjunction(all(type, filter, place.negated(true))), place);
  }

  private static String conjunction(List<String> demanded) {
    return demanded.isEmpty()
        ? "true"
        : demanded.stream().collect(Collectors.joining(" AND ", "(", ")"));
  }

  private List<String> criterion(Filter filter, String name, Object given, Place place) {
    String stored = place.stored.get(name);
    return switch (filter.criteria().get(name)) {
      case Criterion.Compared(Expression value, Comparison comparison, String property) ->
          stored == null
              ? compared(value, comparison, property, (Map<?, ?>) given, place)
              : compared(
                  scope -> scope.state() + "." + stored,
                  comparison,
                  stored,
                  (Map<?, ?>) given,
                  place);
      case Criterion.Flag(Expression condition) ->
          List.of(
              counted(
                  "%s = %s".formatted(condition.cypher(place.target), slot(place, null)), place));
      case Criterion.Seen(String type) -> all(type, (Map<?, ?>) given, place);
      case Criterion.Related related -> related(related, (Map<?, ?>) given, place);
      case Criterion.Listed listed -> listed(listed, (Map<?, ?>) given, place);
      case null -> throw new IllegalStateException("no filter has the field " + place.path);
    };
  }

  private List<String> compared(
      Expression value, Comparison comparison, String property, Map<?, ?> operators, Place place) {
    List<String> demanded = new ArrayList<>();
    operators.forEach(
        (key, operand) -> {
          String operator = String.valueOf(key);
          if (operand != null) {
            if (place.pins && operator.equals(Comparison.EQUAL) && !property.isEmpty()) {
              pinned.add(property);
            }
            Comparison.Operator compares =
                Objects.requireNonNull(comparison.operators().get(operator));
            String predicate =
                compares
                    .predicate()
                    .formatted(value.cypher(place.target), slot(place.at(operator), compares));
            demanded.add(
                counted(
                    place.negated ? "coalesce(%s, false)".formatted(predicate) : predicate, place));
          }
        });
    return demanded;
  }

  private List<String> related(Criterion.Related related, Map<?, ?> given, Place place) {
    if (!related.stored().isEmpty() && names(given, related.stored().keySet())) {
      return all(related.type(), given, place.storing(related.stored()));
    }
    String found = found(related.type(), related.source(), given, place, false);
    if (related.one() && place.pins && place.hops == 0) {
      beside.add(counted(" " + found, place));
      return List.of();
    }
    return List.of(counted(exists(found), place));
  }

  /// Whether no more is demanded than values of those names, and anything at all.
  private static boolean names(Map<?, ?> given, Set<String> names) {
    return !given.isEmpty()
        && given.entrySet().stream()
            .allMatch(
                entry ->
                    names.contains(String.valueOf(entry.getKey()))
                        || (entry.getValue() instanceof Map<?, ?> negated
                            && Filter.NOT.equals(entry.getKey())
                            && names(negated, names))
                        || (entry.getValue() instanceof List<?> list
                            && list.stream().allMatch(each -> names((Map<?, ?>) each, names))));
  }

  private List<String> listed(Criterion.Listed listed, Map<?, ?> given, Place place) {
    List<String> demanded = new ArrayList<>();
    given.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> filter) {
            boolean every = Criterion.Listed.EVERY.equals(key);
            String exists =
                exists(
                    found(
                        listed.type(),
                        listed.source(),
                        filter,
                        place.at(String.valueOf(key)),
                        every));
            demanded.add(
                counted(Criterion.Listed.SOME.equals(key) ? exists : "NOT " + exists, place));
          }
        });
    return demanded;
  }

  private static String exists(String found) {
    return "EXISTS { %s }".formatted(found);
  }

  /// Reads the objects of which the filter's demands hold.
  ///
  /// @param otherwise whether they must not all hold instead
  private String found(
      String type, Source source, Map<?, ?> given, Place place, boolean otherwise) {
    if (place.hops == MAX_HOPS) {
      throw new GraphModelException.InvalidArgument(
          "%s: expected at most %d objects after each other, found more; ask for what is further away by a query of its own"
              .formatted(name(place.path), MAX_HOPS));
    }
    Scope fresh = composer.target(place.target);
    Source.Match match = source.match(place.target, fresh.node(), fresh.edge());
    Scope other = StatementComposer.stated(match, fresh);
    List<String> demanded = all(type, given, place.of(other, otherwise));
    return StatementComposer.reading(
        match, other, otherwise ? List.of("NOT " + conjunction(demanded)) : demanded);
  }

  private String counted(String condition, Place place) {
    conditions++;
    if (conditions > MAX_CONDITIONS) {
      throw new GraphModelException.InvalidArgument(
          "%s: expected at most %d conditions in all, found more"
              .formatted(name(place.path), MAX_CONDITIONS));
    }
    return condition;
  }

  private String slot(Place place, Comparison.@Nullable Operator operator) {
    int position = composer.position(field);
    List<Object> path = List.copyOf(place.path);
    String name = name(path);
    return composer.slot(
        selections -> {
          Object value = selections.get(position).argument(Connection.FILTER);
          for (Object step : path) {
            value =
                step instanceof Integer index
                    ? ((List<?>) value(value, name)).get(index)
                    : ((Map<?, ?>) value(value, name)).get(step);
          }
          Object given = value(value, name);
          return operator == null ? given : operator.converted(name, given);
        });
  }

  private static Object value(@Nullable Object value, String name) {
    if (value == null) {
      throw new IllegalStateException(name + " is absent in a query of the same shape");
    }
    return value;
  }

  private static String name(List<Object> path) {
    return path.stream().map(String::valueOf).collect(Collectors.joining(".", "filter.", ""));
  }
}
