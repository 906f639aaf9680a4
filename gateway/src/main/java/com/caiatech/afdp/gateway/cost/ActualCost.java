package com.caiatech.afdp.gateway.cost;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Prices what an answer holds. What is not in it was left out, or belongs to objects of other
/// types, and costs nothing.
final class ActualCost {
  private ActualCost() {}

  static long of(PricedSelection selection, @Nullable Object object) {
    long sum = 0;
    if (object instanceof Map<?, ?> values) {
      for (PricedSelection.Part part : selection.parts()) {
        sum =
            Cost.plus(
                sum,
                switch (part) {
                  case PricedSelection.Spread spread -> of(spread.of(), object);
                  case PricedSelection.Priced field -> of(field, values);
                });
      }
    }
    return sum;
  }

  private static long of(PricedSelection.Priced field, Map<?, ?> values) {
    if (!values.containsKey(field.key())) {
      return 0;
    }
    FieldPrice price = field.price();
    long sum = price.base();
    Object value = values.get(field.key());
    for (Object item : value instanceof List<?> list ? list : one(value)) {
      sum = Cost.plus(sum, Cost.plus(price.each(), of(field.below(), item)));
    }
    return sum;
  }

  private static List<?> one(@Nullable Object value) {
    return value == null ? List.of() : List.of(value);
  }
}
