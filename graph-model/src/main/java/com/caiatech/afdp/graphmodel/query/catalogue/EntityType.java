package com.caiatech.afdp.graphmodel.query.catalogue;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A type of the schema and how each of its fields is read.
///
/// @param urnKind the word after `urn:afdp:` in global ids of its objects, where they have one
public record EntityType(
    String name, @Nullable String urnKind, Map<String, FieldDefinition> fields) {
  public EntityType {
    fields = Map.copyOf(fields);
  }

  /// A type whose objects have no global id.
  static Builder named(String name) {
    return new Builder(name, null);
  }

  /// A type whose objects have a global id of that kind.
  static Builder named(String name, String urnKind) {
    return new Builder(name, urnKind).properties("id");
  }

  /// Collects the fields of a type.
  static final class Builder {
    private final String name;
    private final @Nullable String urnKind;
    private final Map<String, FieldDefinition> fields = new HashMap<>();

    private Builder(String name, @Nullable String urnKind) {
      this.name = name;
      this.urnKind = urnKind;
    }

    /// Fields that are properties of the same name of the node.
    Builder properties(String... names) {
      for (String property : names) {
        field(property, new FieldDefinition.Value(Expression.node(property)));
      }
      return this;
    }

    /// Fields that are properties of the same name of the edge.
    Builder edgeProperties(String... names) {
      for (String property : names) {
        field(property, new FieldDefinition.Value(Expression.edge(property)));
      }
      return this;
    }

    Builder field(String field, FieldDefinition definition) {
      if (fields.put(field, definition) != null) {
        throw new IllegalStateException(name + "." + field + " is defined twice");
      }
      return this;
    }

    EntityType build() {
      return new EntityType(name, urnKind, fields);
    }
  }
}
