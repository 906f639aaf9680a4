package com.caiatech.afdp.gateway.cost;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The price of every field, by type and field.
public final class PriceList {
  private static final String CONNECTION = "Connection";

  private final Map<String, Map<String, FieldPrice>> prices;

  private PriceList(Map<String, Map<String, FieldPrice>> prices) {
    this.prices = prices;
  }

  /// Begins with no price.
  public static Builder builder() {
    return new Builder();
  }

  /// The types that it names.
  public Set<String> types() {
    return prices.keySet();
  }

  /// The fields of the type that have a price.
  public Set<String> fields(String type) {
    return prices.getOrDefault(type, Map.of()).keySet();
  }

  Optional<FieldPrice> of(String type, String field) {
    return Optional.ofNullable(prices.getOrDefault(type, Map.of()).get(field));
  }

  /// Collects prices.
  public static final class Builder {
    private final Map<String, Map<String, FieldPrice>> prices = new HashMap<>();

    private Builder() {}

    /// The type whose fields are priced next.
    public OfType type(String type) {
      return new OfType(type);
    }

    /// A type that is a page of a list, with its edges.
    ///
    /// @param node the type of what is listed
    /// @param total what it costs to count the list
    public void connection(String node, long total) {
      type(node + CONNECTION)
          .price(FieldPrice.ofPage(0), "edges")
          .price(FieldPrice.ofPage(1), "nodes")
          .price(FieldPrice.computed(total), "totalCount")
          .price(FieldPrice.FREE, "pageInfo");
      type(node + "Edge").price(FieldPrice.FREE, "cursor").price(FieldPrice.HOP, "node");
    }

    public PriceList build() {
      Map<String, Map<String, FieldPrice>> copy = HashMap.newHashMap(prices.size());
      prices.forEach((type, fields) -> copy.put(type, Map.copyOf(fields)));
      return new PriceList(Map.copyOf(copy));
    }

    /// Prices fields of one type.
    public final class OfType {
      private final String type;

      private OfType(String type) {
        this.type = type;
      }

      /// Gives those fields that price.
      public OfType price(FieldPrice price, String... fields) {
        Map<String, FieldPrice> ofType = prices.computeIfAbsent(type, _ -> new HashMap<>());
        for (String field : fields) {
          if (ofType.put(field, price) != null) {
            throw new IllegalStateException(type + "." + field + " is priced twice");
          }
        }
        return this;
      }
    }
  }
}
