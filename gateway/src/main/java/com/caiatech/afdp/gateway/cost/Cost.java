package com.caiatech.afdp.gateway.cost;

/// Arithmetic on costs, which are never negative: what is too large to be counted is {@link #MOST},
/// so that no sum and no product wraps around into something cheap.
public final class Cost {
  /// The largest whole number that every reader of JSON can hold.
  static final long MOST = (1L << 53) - 1;

  private Cost() {}

  /// The sum of both.
  public static long plus(long one, long other) {
    return Math.min(MOST, one + other);
  }

  static long times(long items, long each) {
    return items != 0 && each > MOST / items ? MOST : items * each;
  }
}
