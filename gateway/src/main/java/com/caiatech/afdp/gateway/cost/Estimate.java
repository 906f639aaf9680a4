package com.caiatech.afdp.gateway.cost;

import com.caiatech.afdp.graphmodel.query.catalogue.Conversion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The cost of a selection for certain variables, each fragment computed once. Used by one thread.
final class Estimate {
  private static final int MAX_FIRST = Conversion.MAX_FIRST;

  private final Map<String, Object> defaults;
  private final Map<String, ? extends @Nullable Object> variables;
  private final IdentityHashMap<PricedSelection, Sum> known = new IdentityHashMap<>();

  Estimate(Map<String, Object> defaults, Map<String, ? extends @Nullable Object> variables) {
    this.defaults = defaults;
    this.variables = variables;
  }

  /// A cost that grows with the page of the connection in which it stands.
  private record Sum(long fixed, long perItem) {
    Sum plus(Sum other) {
      return new Sum(Cost.plus(fixed, other.fixed), Cost.plus(perItem, other.perItem));
    }

    long at(long items) {
      return Cost.plus(fixed, Cost.times(items, perItem));
    }
  }

  long of(PricedSelection selection) {
    return sum(selection).at(1);
  }

  private Sum sum(PricedSelection selection) {
    Sum sum = known.get(selection);
    if (sum == null) {
      sum = new Sum(0, 0);
      for (PricedSelection.Part part : selection.parts()) {
        if (isKept(part)) {
          sum =
              sum.plus(
                  switch (part) {
                    case PricedSelection.Spread spread -> sum(spread.of());
                    case PricedSelection.Priced field -> sum(field);
                  });
        }
      }
      known.put(selection, sum);
    }
    return sum;
  }

  private Sum sum(PricedSelection.Priced field) {
    FieldPrice price = field.price();
    long each = Cost.plus(price.each(), below(field));
    return switch (price.items()) {
      case FieldPrice.Items.Assumed usual ->
          new Sum(Cost.plus(price.base(), Cost.times(usual.count(), each)), 0);
      case FieldPrice.Items.First _ ->
          new Sum(Cost.plus(price.base(), Cost.times(length(field), each)), 0);
      case FieldPrice.Items.OfPage _ -> new Sum(price.base(), each);
    };
  }

  private long below(PricedSelection.Priced field) {
    return sum(field.below()).at(length(field));
  }

  /// How many objects the field asks for; 1 where it cannot be asked.
  private long length(PricedSelection.Priced field) {
    return field.length() == null
        ? 1
        : field.length().given().stream()
            .map(this::number)
            .filter(Objects::nonNull)
            .mapToLong(number -> Math.clamp(number, 1, MAX_FIRST))
            .max()
            .orElse(MAX_FIRST);
  }

  private @Nullable Long number(PricedSelection.Given given) {
    if (given.number() != null) {
      return given.number();
    }
    return switch (value(given.variable())) {
      case Number number -> number.longValue();
      case Collection<?> list -> (long) list.size();
      case null, default -> null;
    };
  }

  private boolean isKept(PricedSelection.Part part) {
    for (PricedSelection.Condition condition : part.conditions()) {
      Object value = condition.value() == null ? value(condition.variable()) : condition.value();
      if (value instanceof Boolean known && known != condition.wanted()) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Object value(@Nullable String variable) {
    if (variable == null) {
      return null;
    }
    return variables.containsKey(variable) ? variables.get(variable) : defaults.get(variable);
  }

  /// From the dearest top-level field down, for as long as one field below makes most of the cost.
  PricedOperation.Heaviest heaviest(PricedSelection selection) {
    List<String> path = new ArrayList<>();
    long found = of(selection);
    long objects = 1;
    PricedSelection open = selection;
    long page = 1;
    while (!open.isFree()) {
      PricedSelection.Priced field = dearest(open, page);
      long share = field == null ? 0 : Cost.times(objects, sum(field).at(page));
      if (field == null || (!path.isEmpty() && share <= found / 2)) {
        break;
      }
      path.add(field.key());
      found = share;
      objects = Cost.times(objects, items(field, page));
      page = length(field);
      open = field.below();
    }
    return new PricedOperation.Heaviest(String.join(".", path), found);
  }

  private long items(PricedSelection.Priced field, long page) {
    return switch (field.price().items()) {
      case FieldPrice.Items.Assumed usual -> usual.count();
      case FieldPrice.Items.First _ -> length(field);
      case FieldPrice.Items.OfPage _ -> page;
    };
  }

  private PricedSelection.@Nullable Priced dearest(PricedSelection selection, long page) {
    PricedSelection.Priced dearest = null;
    for (PricedSelection.Part part : selection.parts()) {
      PricedSelection.Priced candidate =
          switch (part) {
            case PricedSelection.Spread spread when isKept(part) -> dearest(spread.of(), page);
            case PricedSelection.Priced field when isKept(part) -> field;
            default -> null;
          };
      if (candidate != null
          && (dearest == null || sum(candidate).at(page) > sum(dearest).at(page))) {
        dearest = candidate;
      }
    }
    return dearest;
  }
}
