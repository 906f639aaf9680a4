package com.caiatech.afdp.schemas.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.json.SchemaValidator;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The bounds of a descriptor stand in its schema alone: the parser takes what the schema takes,
/// and each bound of the schema refuses something.
class DescriptorBoundsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Set<String> BOUNDS =
      Set.of(
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "maxProperties",
          "pattern",
          "enum",
          "const",
          "required",
          "additionalProperties");

  private static final String FULL =
      """
      {"apiVersion": "afdp/v1", "service": "cart",
       "run": {"command": ["java", 5], "portEnv": "CART_PORT", "env": {"MODE": "fast", "LEVEL": 3},
               "replicas": 2, "workingDirectory": "server"},
       "health": {"path": "/health", "timeoutSeconds": 10, "intervalMillis": 100},
       "drainSeconds": 3, "strategy": {"kind": "blue-green", "scaleDownDelaySeconds": 60,
                                        "pauseBeforeSwitch": {"seconds": 5}},
       "checks": {"pre": [{"name": "unit", "type": "command", "command": ["./verify"]}],
                  "post": [{"name": "smoke", "type": "http", "path": "/items", "expectStatus": 204,
                            "samples": 5, "minPassRate": 0.5, "maxLatencyP95Millis": 250,
                            "timeoutSeconds": 9}]}}
      """;

  private final JsonNode schema = read();
  private final List<JsonNode> changed = changed();

  @Test
  void theParserTakesWhatTheSchemaTakes() {
    SchemaValidator validator = SchemaValidator.of(schema, List.of());
    assertThat(changed).hasSizeGreaterThan(1_000);
    for (JsonNode descriptor : changed) {
      assertThat(takes(descriptor))
          .as("%.600s", descriptor)
          .isEqualTo(validator.validate(descriptor).isEmpty());
    }
  }

  @Test
  void eachBoundOfTheSchemaRefusesSomething() {
    SchemaValidator whole = SchemaValidator.of(schema, List.of());
    List<JsonNode> refused = changed.stream().filter(it -> !whole.validate(it).isEmpty()).toList();
    List<String> bounds = new ArrayList<>();
    collect(schema, "", bounds);
    assertThat(bounds).hasSizeGreaterThan(40);
    Set<String> idle = new TreeSet<>();
    for (String bound : bounds) {
      SchemaValidator without = SchemaValidator.of(removed(schema, bound), List.of());
      if (refused.stream().noneMatch(it -> without.validate(it).isEmpty())) {
        idle.add(bound);
      }
    }
    assertThat(idle).isEmpty();
  }

  private static boolean takes(JsonNode descriptor) {
    return DescriptorParser.parse(descriptor.toString().getBytes(StandardCharsets.UTF_8))
        instanceof ParsedDescriptor.Valid;
  }

  /// The full descriptor with one value replaced, left out or added.
  private static List<JsonNode> changed() {
    List<JsonNode> changed = new ArrayList<>();
    addChanged(tree(), "", changed);
    addChanged(rolling(1), "/strategy", changed);
    changed.add(rolling(17));
    ObjectNode more = (ObjectNode) tree();
    more.put("unknown", 1);
    changed.add(more);
    for (String kind : new String[] {"rolling", "blue-green", "canary"}) {
      changed.add(replaced(tree(), "/strategy", NODES.objectNode().put("kind", kind)));
    }
    for (int count : new int[] {50, 51}) {
      changed.add(replaced(tree(), "/checks/pre", checks(count)));
    }
    return changed;
  }

  /// Adds what comes of the values below a place.
  private static void addChanged(JsonNode tree, String below, List<JsonNode> changed) {
    List<String> places = new ArrayList<>();
    places(tree.at(below), below, places);
    for (String place : places) {
      changed.add(removed(tree, place));
      for (JsonNode value : values()) {
        changed.add(replaced(tree, place, value));
      }
      if (tree.at(place) instanceof ObjectNode) {
        JsonNode more = tree.deepCopy();
        ((ObjectNode) more.at(place)).put("unknown key", 1);
        changed.add(more);
      }
    }
  }

  /// The full descriptor with so many pauses of the other strategy, and the most instances, so that
  /// each pause has them.
  private static JsonNode rolling(int count) {
    ObjectNode strategy = NODES.objectNode();
    ArrayNode pauses = strategy.putArray("pauses");
    for (int i = 0; i < count; i++) {
      pauses.addObject().put("afterInstances", 1).put("seconds", 5);
    }
    return replaced(replaced(tree(), "/run/replicas", NODES.numberNode(16)), "/strategy", strategy);
  }

  private static List<JsonNode> values() {
    List<JsonNode> values = new ArrayList<>();
    values.add(NODES.nullNode());
    values.add(NODES.booleanNode(true));
    values.add(NODES.arrayNode());
    values.add(NODES.objectNode());
    for (int number :
        new int[] {
          -1, 0, 1, 2, 16, 17, 49, 50, 99, 100, 599, 600, 601, 1800, 1801, 3600, 3601, 10_000,
          10_001, 604_800, 604_801, 3_600_000, 3_600_001
        }) {
      values.add(NODES.numberNode(number));
    }
    values.add(NODES.numberNode(0.5));
    values.add(NODES.numberNode(1.5));
    for (String text :
        new String[] {
          "",
          "a",
          "a-",
          "A_1",
          "1a",
          "two words",
          "/",
          "/a b",
          "/a/b",
          "/a|b",
          "/a%20b?c[]=d",
          "/a%2",
          "/a#b",
          "//other-host/",
          "/a/../b",
          "/a?b=/../c",
          "AFDP_SERVICE",
          ".",
          "..",
          "a/../b",
          "a\u0000",
          "a\u001b[2J",
          "a\u009b2J",
          "a\tb",
          "a\nb",
          "rolling",
          "command",
          "http",
          "afdp/v1"
        }) {
      values.add(NODES.textNode(text));
    }
    for (int length : new int[] {63, 64, 128, 129, 255, 256, 999, 1000, 1001, 4096, 4097}) {
      values.add(NODES.textNode("a".repeat(length)));
      values.add(NODES.textNode("/" + "a".repeat(length - 1)));
    }
    for (int count : new int[] {100, 101}) {
      ArrayNode list = NODES.arrayNode();
      ObjectNode mapping = NODES.objectNode();
      for (int i = 0; i < count; i++) {
        list.add("a");
        mapping.put("A" + i, "a");
      }
      values.add(list);
      values.add(mapping);
    }
    return values;
  }

  private static ArrayNode checks(int count) {
    ArrayNode checks = NODES.arrayNode();
    for (int i = 0; i < count; i++) {
      checks.addObject().put("name", "c" + i).put("type", "command").putArray("command").add("x");
    }
    return checks;
  }

  private static void places(JsonNode node, String at, List<String> places) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              member -> {
                places.add(at + "/" + member.getKey());
                places(member.getValue(), at + "/" + member.getKey(), places);
              });
    } else {
      for (int i = 0; i < node.size(); i++) {
        places.add(at + "/" + i);
        places(node.get(i), at + "/" + i, places);
      }
    }
  }

  private static void collect(JsonNode node, String at, List<String> bounds) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              member -> {
                String place = at + "/" + member.getKey();
                boolean named = at.endsWith("/properties") || at.endsWith("/$defs");
                if (!named && BOUNDS.contains(member.getKey()) && !place.contains("/if/")) {
                  bounds.add(place);
                }
                collect(member.getValue(), place, bounds);
              });
    }
  }

  private static JsonNode replaced(JsonNode from, String place, JsonNode value) {
    JsonNode tree = from.deepCopy();
    JsonPointer pointer = JsonPointer.compile(place);
    JsonNode parent = tree.at(pointer.head());
    String last = pointer.last().getMatchingProperty();
    if (parent instanceof ObjectNode object) {
      object.set(last, value);
    } else {
      ((ArrayNode) parent).set(Integer.parseInt(last), value);
    }
    return tree;
  }

  private static JsonNode removed(JsonNode from, String place) {
    JsonNode tree = from.deepCopy();
    JsonPointer pointer = JsonPointer.compile(place);
    JsonNode parent = tree.at(pointer.head());
    String last = pointer.last().getMatchingProperty();
    if (parent instanceof ObjectNode object) {
      object.remove(last);
    } else {
      ((ArrayNode) parent).remove(Integer.parseInt(last));
    }
    return tree;
  }

  private static JsonNode tree() {
    try {
      return JSON.readTree(FULL);
    } catch (IOException malformed) {
      throw new IllegalStateException(malformed);
    }
  }

  private static JsonNode read() {
    try (InputStream resource =
        DescriptorBoundsTest.class.getResourceAsStream("/" + DescriptorParser.SCHEMA_RESOURCE)) {
      return JSON.readTree(Objects.requireNonNull(resource));
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }
}
