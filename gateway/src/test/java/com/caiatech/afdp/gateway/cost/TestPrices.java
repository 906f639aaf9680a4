package com.caiatech.afdp.gateway.cost;

import graphql.language.FieldDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.schema.idl.SchemaParser;
import java.util.Collection;

/// Prices for a schema of objects that a test makes up.
public final class TestPrices {
  private TestPrices() {}

  /// Every field costs that.
  public static PriceList each(FieldPrice price, String sdl) {
    PriceList.Builder prices = PriceList.builder();
    Collection<ObjectTypeDefinition> types =
        new SchemaParser().parse(sdl).getTypesMap(ObjectTypeDefinition.class).values();
    for (ObjectTypeDefinition type : types) {
      for (FieldDefinition field : type.getFieldDefinitions()) {
        prices.type(type.getName()).price(price, field.getName());
      }
    }
    return prices.build();
  }

  /// No field costs anything.
  public static PriceList free(String sdl) {
    return each(FieldPrice.FREE, sdl);
  }
}
