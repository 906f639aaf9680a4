package com.caiatech.afdp.gateway.cost;

import java.util.List;

/// How many look-ups a selection needs, and how deep they lie: a database plans each look-up once
/// for every one around it, so that this is what planning takes, whatever the sizes of pages.
///
/// @param lookups the fields that are looked up, those of a fragment wherever it is spread
/// @param weight each counted as deep as it lies, the topmost as one
record Nesting(long lookups, long weight) {
  private static final Nesting NONE = new Nesting(0, 0);
  private static final Nesting ONE = new Nesting(1, 1);

  static Nesting of(List<PricedSelection.Part> parts) {
    Nesting all = NONE;
    for (PricedSelection.Part part : parts) {
      all =
          all.plus(
              switch (part) {
                case PricedSelection.Spread spread -> spread.of().nesting();
                case PricedSelection.Priced field -> of(field);
              });
    }
    return all;
  }

  private static Nesting of(PricedSelection.Priced field) {
    Nesting below = field.below().nesting();
    return field.price().isLookUp() ? ONE.plus(below.deeper()) : below;
  }

  private Nesting deeper() {
    return new Nesting(lookups, Cost.plus(weight, lookups));
  }

  private Nesting plus(Nesting other) {
    return new Nesting(Cost.plus(lookups, other.lookups), Cost.plus(weight, other.weight));
  }
}
