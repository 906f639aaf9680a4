package com.caiatech.afdp.graphmodel.query.catalogue;

import java.util.ArrayList;
import java.util.List;

/// An order in which a list can be told.
///
/// @param field its name among those that may be asked for
/// @param keys run in one direction, and the last one makes every object's place unique; the first
///   may be found by an index
/// @param indexPrefixes properties that precede the keys in indexes, the first to be preferred;
///   where the query demands a value of each of one, naming these in the order lets the index give
///   that
/// @param present what an object has to have so that it is listed in that order
public record Order(
    String field, List<OrderKey> keys, List<List<String>> indexPrefixes, List<String> present) {
  public Order {
    keys = List.copyOf(keys);
    indexPrefixes = indexPrefixes.stream().map(List::copyOf).toList();
    present = List.copyOf(present);
  }

  static Order of(String field, OrderKey... keys) {
    return new Order(field, List.of(keys), List.of(), List.of());
  }

  /// The same, where a further index has those properties before the keys.
  Order indexedBy(String... properties) {
    List<List<String>> prefixes = new ArrayList<>(indexPrefixes);
    prefixes.add(List.of(properties));
    return new Order(field, keys, prefixes, present);
  }

  /// The same, of the objects alone that have those properties.
  Order having(String... properties) {
    return new Order(field, keys, indexPrefixes, List.of(properties));
  }

  /// The same order, the largest first or last.
  public Order directed(boolean descending) {
    return isDescending() == descending
        ? this
        : new Order(
            field,
            keys.stream()
                .map(key -> new OrderKey(key.expression(), descending, key.number()))
                .toList(),
            indexPrefixes,
            present);
  }

  /// Whether the largest comes first.
  public boolean isDescending() {
    return keys.getFirst().descending();
  }
}
