package com.caiatech.afdp.graphmodel.testing;

import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The names that the schema of the graph spells, against which statements are held.
public final class SchemaNames {
  public static final Set<String> LABELS = constants(Labels.class);
  public static final Set<String> RELATIONSHIPS = Set.copyOf(Relationships.TYPES);
  public static final Set<String> PROPERTIES = constants(Properties.class);

  private SchemaNames() {}

  /// What the statement names and the schema does not spell, such as `label Deploymint`.
  public static List<String> unknownIn(String statement) {
    CypherNames names = CypherNames.of(statement);
    List<String> unknown = new ArrayList<>();
    addUnknown(unknown, "label", names.labels(), LABELS);
    addUnknown(unknown, "relationship type", names.types(), RELATIONSHIPS);
    addUnknown(unknown, "property", names.properties(), PROPERTIES);
    return unknown;
  }

  private static void addUnknown(
      List<String> unknown, String kind, Set<String> used, Set<String> known) {
    used.stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> unknown.add(kind + " " + name));
  }

  /// The texts that a class holds as constants.
  public static Set<String> constants(Class<?> type) {
    return Arrays.stream(type.getFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()))
        .filter(field -> field.getType() == String.class)
        .map(SchemaNames::text)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String text(Field field) {
    try {
      return (String) field.get(null);
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException("a public constant cannot be read", impossible);
    }
  }
}
