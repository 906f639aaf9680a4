package com.caiatech.afdp.schemas.descriptor;

import com.caiatech.afdp.schemas.SchemasException.ConfigurationFault;
import com.caiatech.afdp.schemas.json.JsonLimits;
import com.caiatech.afdp.schemas.json.StrictJson;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// What the descriptor's JSON Schema says of one value: its bounds, its default, and the words for
/// what is expected. They stand nowhere else.
final class Bounds {
  private static final Bounds DESCRIPTOR = read();

  private final JsonNode root;
  private final JsonNode schema;

  private final JsonNode withDefault;

  private Bounds(JsonNode root, JsonNode schema, JsonNode withDefault) {
    this.root = root;
    this.schema = schema;
    this.withDefault = withDefault;
  }

  /// Those of the whole file.
  static Bounds descriptor() {
    return DESCRIPTOR;
  }

  /// Those of a member.
  Bounds of(String key) {
    return below(schema.path("properties").path(key));
  }

  /// Those of a list's items.
  Bounds items() {
    return below(schema.path("items"));
  }

  /// Those of free keys.
  Bounds keys() {
    return below(schema.path("propertyNames"));
  }

  /// Those of the values of free keys.
  Bounds values() {
    return below(schema.path("additionalProperties"));
  }

  /// Those of a mapping for which the schema's `if` holds, or of one for which it does not.
  Bounds branch(boolean then) {
    return below(schema.path(then ? "then" : "else"));
  }

  /// The keys that a mapping may have, none where they are free.
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode part : new JsonNode[] {schema, schema.path("then"), schema.path("else")}) {
      part.path("properties").fieldNames().forEachRemaining(names::add);
    }
    return names;
  }

  /// How many items or entries there may be.
  int mostItems() {
    return number(schema.has("maxItems") ? "maxItems" : "maxProperties").intValue();
  }

  int leastItems() {
    return schema.path("minItems").asInt(0);
  }

  Number least() {
    return number("minimum");
  }

  Number most() {
    return number("maximum");
  }

  /// How many seconds the checks of a list may take together.
  int mostSecondsTogether() {
    return number("x-mostSecondsTogether").intValue();
  }

  boolean hasDefault() {
    return withDefault.has("default");
  }

  /// The value where none is given.
  JsonNode absent() {
    return withDefault.path("default");
  }

  /// Whether a number or a boolean is taken as it is written.
  boolean takesNumbers() {
    return StreamSupport.stream(schema.path("type").spliterator(), false)
        .anyMatch(type -> type.asText().equals("number"));
  }

  /// Whether the text keeps its bounds.
  boolean takes(String text) {
    int length = text.codePointCount(0, text.length());
    return length >= schema.path("minLength").asInt(0)
        && length <= schema.path("maxLength").asInt(Integer.MAX_VALUE)
        && (!schema.has("pattern")
            || Pattern.compile(schema.path("pattern").asText()).matcher(text).matches())
        && (!schema.has("const") || schema.path("const").asText().equals(text))
        && (!schema.has("enum")
            || StreamSupport.stream(schema.path("enum").spliterator(), false)
                .anyMatch(it -> it.asText().equals(text)));
  }

  /// What is expected of a text.
  String expected() {
    if (schema.has("const")) {
      return schema.path("const").asText();
    }
    if (schema.has("enum")) {
      return StreamSupport.stream(schema.path("enum").spliterator(), false)
          .map(JsonNode::asText)
          .collect(Collectors.joining(" or "));
    }
    return schema.has("pattern") && schema.has("description")
        ? schema.path("description").asText()
        : "text of %s to %s characters"
            .formatted(schema.path("minLength").asInt(0), schema.path("maxLength").asText());
  }

  private Number number(String bound) {
    JsonNode value = schema.path(bound);
    if (!value.isNumber()) {
      throw new ConfigurationFault(
          "The descriptor's schema: expected a number as " + bound + " of " + schema);
    }
    return value.numberValue();
  }

  private Bounds below(JsonNode part) {
    JsonNode target = part.has("$ref") ? root.at(part.path("$ref").asText().substring(1)) : part;
    if (target.isMissingNode()) {
      throw new ConfigurationFault(
          "The descriptor's schema: expected bounds of what is read, found none in " + schema);
    }
    return new Bounds(root, target, part.has("default") ? part : target);
  }

  private static Bounds read() {
    try (InputStream stream =
        Bounds.class.getResourceAsStream("/" + DescriptorParser.SCHEMA_RESOURCE)) {
      if (stream == null) {
        throw new ConfigurationFault("No resource " + DescriptorParser.SCHEMA_RESOURCE);
      }
      JsonNode root = StrictJson.parse(stream.readAllBytes(), JsonLimits.CONFIGURATION);
      return new Bounds(root, root, root);
    } catch (IOException unreadable) {
      throw new ConfigurationFault(
          "The resource " + DescriptorParser.SCHEMA_RESOURCE + " cannot be read", unreadable);
    }
  }
}
