package com.caiatech.afdp.gateway.cost;

/// What one field costs: `base`, and for each of its objects `each` and all that is selected below
/// it.
///
/// @param base once, whatever it gives
/// @param each for every object that it gives, beside what is selected of it
/// @param items how many objects that is before anybody has looked
public record FieldPrice(long base, long each, Items items) {
  /// A value, or an object, that is at hand once the object is that has the field.
  public static final FieldPrice FREE = new FieldPrice(0, 0, new Items.Assumed(1));

  /// An object that is one hop away.
  public static final FieldPrice HOP = new FieldPrice(0, 1, new Items.Assumed(1));

  public FieldPrice {
    if (base < 0 || each < 0 || base > Cost.MOST || each > Cost.MOST) {
      throw new IllegalArgumentException(
          "FieldPrice: expected 0 to %d, found %d and %d".formatted(Cost.MOST, base, each));
    }
  }

  /// How many objects a field is taken to give.
  public sealed interface Items {
    /// As many as that: one, or of a list that takes no `first` as many as are usual.
    record Assumed(int count) implements Items {}

    /// As many as the field's own argument `first` says.
    record First() implements Items {}

    /// As many as the argument `first` of the connection says to which the field belongs.
    record OfPage() implements Items {}
  }

  /// The same, with so much more once.
  FieldPrice plus(long more) {
    return new FieldPrice(Cost.plus(base, more), each, items);
  }

  /// Whether the objects are looked up for the field, and not for the connection around it.
  boolean isLookUp() {
    return (base > 0 || each > 0) && !(items instanceof Items.OfPage);
  }

  /// A value that has to be computed, or an object that has.
  public static FieldPrice computed(long base) {
    return new FieldPrice(base, 0, new Items.Assumed(1));
  }

  /// A list of hops without `first`.
  ///
  /// @param usual how many it usually has
  public static FieldPrice list(int usual) {
    return new FieldPrice(0, 1, new Items.Assumed(usual));
  }

  /// A list of hops whose length `first` says.
  public static FieldPrice page(long base) {
    return new FieldPrice(base, 1, new Items.First());
  }

  /// The objects of a connection's page, or its edges.
  static FieldPrice ofPage(long each) {
    return new FieldPrice(0, each, new Items.OfPage());
  }
}
