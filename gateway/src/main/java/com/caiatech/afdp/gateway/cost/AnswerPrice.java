package com.caiatech.afdp.gateway.cost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the objects of one selection cost, by the names under which an answer holds their fields.
/// What is not in an answer was left out, or belongs to objects of other types, and costs nothing.
/// Found when it is first asked for, as it is of valid documents alone, whose fields are limited.
/// Safe for many threads.
public final class AnswerPrice {
  private final List<PricedSelection> selections;
  private volatile @Nullable Map<String, OfField> fields;

  /// Wherever a document names a field, it costs: of those that it names repeatedly, the sum.
  AnswerPrice(List<PricedSelection> selections) {
    this.selections = List.copyOf(selections);
  }

  /// What a field costs that an object holds.
  ///
  /// @param base once, whatever it gives
  /// @param each for every object that it gives, beside what is below it
  /// @param below what its objects cost
  public record OfField(long base, long each, AnswerPrice below) {
    private static final OfField FREE = new OfField(0, 0, new AnswerPrice(List.of()));

    /// With so many objects, without what is below them.
    public long of(int objects) {
      return Cost.plus(base, Cost.times(objects, each));
    }

    /// Whether it costs nothing, however many objects it gives.
    public boolean isFree() {
      return base == 0 && each == 0;
    }
  }

  private Map<String, OfField> fields() {
    Map<String, OfField> known = fields;
    if (known == null) {
      Map<String, List<PricedSelection.Priced>> named = new HashMap<>();
      selections.forEach(selection -> collect(selection, named));
      known = HashMap.newHashMap(named.size());
      for (Map.Entry<String, List<PricedSelection.Priced>> parts : named.entrySet()) {
        known.put(parts.getKey(), sum(parts.getValue()));
      }
      fields = known;
    }
    return known;
  }

  private static void collect(
      PricedSelection selection, Map<String, List<PricedSelection.Priced>> named) {
    for (PricedSelection.Part part : selection.parts()) {
      switch (part) {
        case PricedSelection.Spread spread -> collect(spread.of(), named);
        case PricedSelection.Priced field ->
            named.computeIfAbsent(field.key(), _ -> new ArrayList<>()).add(field);
      }
    }
  }

  private static OfField sum(List<PricedSelection.Priced> parts) {
    long base = 0;
    long each = 0;
    for (PricedSelection.Priced part : parts) {
      base = Cost.plus(base, part.price().base());
      each = Cost.plus(each, part.price().each());
    }
    return new OfField(
        base, each, new AnswerPrice(parts.stream().map(PricedSelection.Priced::below).toList()));
  }

  /// What the field under that name costs.
  public OfField field(String key) {
    return Objects.requireNonNullElse(fields().get(key), OfField.FREE);
  }

  /// What an object costs.
  long of(@Nullable Object object) {
    long sum = 0;
    if (object instanceof Map<?, ?> values) {
      for (Map.Entry<String, OfField> field : fields().entrySet()) {
        if (values.containsKey(field.getKey())) {
          sum = Cost.plus(sum, of(field.getValue(), values.get(field.getKey())));
        }
      }
    }
    return sum;
  }

  private static long of(OfField price, @Nullable Object value) {
    List<?> objects =
        value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
    long sum = price.of(objects.size());
    for (Object object : objects) {
      sum = Cost.plus(sum, price.below().of(object));
    }
    return sum;
  }
}
