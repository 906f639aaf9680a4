package com.caiatech.afdp.schemas.descriptor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// A YAML mapping whose keys are known beforehand. Each reading method leaves a problem and answers
/// a harmless value when it does not find what it expects, so that one pass finds all problems.
final class YamlMapping {
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,8})");
  private static final Pattern DECIMAL = Pattern.compile("(0|[1-9][0-9]{0,8})(\\.[0-9]{1,9})?");
  private static final Pattern BOOLEAN = Pattern.compile("true|false");
  private static final int MAX_SHOWN = 60;

  private final String file;
  private final List<DescriptorProblem> problems;
  private final String field;
  private final Node node;
  private final Bounds bounds;
  private final Map<String, Node> values = new LinkedHashMap<>();

  private YamlMapping(
      String file, List<DescriptorProblem> problems, String field, Node node, Bounds bounds) {
    this.bounds = bounds;
    this.file = file;
    this.problems = problems;
    this.field = field;
    this.node = node;
  }

  /// Reads a node that has to be a mapping with no other keys than its bounds name, each at most
  /// once.
  static YamlMapping of(
      String file, List<DescriptorProblem> problems, String field, Node node, Bounds bounds) {
    YamlMapping mapping = new YamlMapping(file, problems, field, node, bounds);
    mapping.fill();
    return mapping;
  }

  private void fill() {
    if (!(node instanceof MappingNode mapping)) {
      problem(node, field, "a mapping", shown(node));
      return;
    }
    Set<String> keys = bounds.names();
    for (NodeTuple entry : mapping.getValue()) {
      Node key = entry.getKeyNode();
      String name = key instanceof ScalarNode scalar ? scalar.getValue() : shown(key);
      if (!(key instanceof ScalarNode)) {
        problem(key, field, "a key", name);
      } else if (!keys.isEmpty() && !keys.contains(name)) {
        problem(key, field, oneOf(keys, name), "the unknown key '" + shortened(name) + "'");
      } else if (values.putIfAbsent(name, entry.getValueNode()) != null) {
        problem(key, field, "each key once", "'" + shortened(name) + "' again");
      }
    }
  }

  /// The keys that there are, and which of them the unknown one most likely means.
  private static String oneOf(Set<String> keys, String unknown) {
    return "one of "
        + String.join(", ", keys)
        + NearestKey.of(unknown, keys).map(" (did you mean %s?)"::formatted).orElse("");
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /// A mapping inside this one, or an empty one where it is absent.
  YamlMapping mapping(String key) {
    Node value = values.get(key);
    return value == null
        ? new YamlMapping(file, problems, path(key), node, bounds.of(key))
        : of(file, problems, path(key), value, bounds.of(key));
  }

  /// The same mapping as a check of one type, which has keys of its own.
  ///
  /// @param type as it was read, empty where it is none
  YamlMapping branch(boolean then, String what, String type) {
    YamlMapping branch = new YamlMapping(file, problems, field, node, bounds.branch(then));
    branch.values.putAll(values);
    if (!type.isEmpty()) {
      Set<String> keys = branch.bounds.names();
      for (String key : values.keySet()) {
        if (!keys.contains(key)) {
          problemAt(key, "no such key in a " + what + " " + type, "a value");
        }
      }
    }
    return branch;
  }

  /// The mappings of a list inside this one.
  List<YamlMapping> mappings(String key) {
    List<YamlMapping> read = new ArrayList<>();
    List<Node> items = items(key);
    for (int i = 0; i < items.size(); i++) {
      String at = path(key) + "[" + i + "]";
      read.add(of(file, problems, at, items.get(i), bounds.of(key).items()));
    }
    return read;
  }

  /// A text, or the schema's default.
  String text(String key) {
    Bounds own = bounds.of(key);
    if (!has(key) && own.hasDefault()) {
      return own.absent().asText();
    }
    Node value = required(key, own.expected());
    return value == null ? "" : scalar(value, path(key), own);
  }

  List<String> texts(String key) {
    Bounds own = bounds.of(key);
    List<String> read = new ArrayList<>();
    if (required(key, "a list, each item " + own.items().expected()) == null) {
      return read;
    }
    List<Node> items = items(key);
    if (values.get(key) instanceof SequenceNode list && list.getValue().size() < own.leastItems()) {
      problem(list, path(key), "at least %d items".formatted(own.leastItems()), items.size() + "");
    }
    for (int i = 0; i < items.size(); i++) {
      read.add(scalar(items.get(i), path(key) + "[" + i + "]", own.items()));
    }
    return read;
  }

  /// A mapping of free keys to text.
  Map<String, String> textByKey(String key) {
    Map<String, String> read = new LinkedHashMap<>();
    Node value = values.get(key);
    if (value == null) {
      return read;
    }
    Bounds own = bounds.of(key);
    YamlMapping free = of(file, problems, path(key), value, own);
    if (free.values.size() > own.mostItems()) {
      problem(value, path(key), "at most " + own.mostItems() + " entries", free.values.size() + "");
    }
    free.values.forEach(
        (name, item) -> {
          if (!own.keys().takes(name)) {
            problem(item, path(key), own.keys().expected(), "'" + shortened(name) + "'");
          }
          read.put(name, scalar(item, path(key) + "." + name, own.values()));
        });
    return read;
  }

  /// A whole number, or the schema's default.
  int integer(String key) {
    return optionalInteger(key).orElseGet(() -> bounds.of(key).absent().asInt());
  }

  Optional<Integer> optionalInteger(String key) {
    Node value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    int least = bounds.of(key).least().intValue();
    int most = bounds.of(key).most().intValue();
    if (value instanceof ScalarNode scalar && INTEGER.matcher(scalar.getValue()).matches()) {
      int number = Integer.parseInt(scalar.getValue());
      if (scalar.isPlain() && number >= least && number <= most) {
        return Optional.of(number);
      }
    }
    problem(value, path(key), "an integer from " + least + " to " + most, shown(value));
    return Optional.of(least);
  }

  /// A number, or the schema's default.
  double share(String key) {
    Bounds own = bounds.of(key);
    double absent = own.absent().asDouble();
    Node value = values.get(key);
    if (value == null) {
      return absent;
    }
    if (value instanceof ScalarNode scalar && DECIMAL.matcher(scalar.getValue()).matches()) {
      double number = Double.parseDouble(scalar.getValue());
      if (scalar.isPlain()
          && number >= own.least().doubleValue()
          && number <= own.most().doubleValue()) {
        return number;
      }
    }
    problem(
        value,
        path(key),
        "a number from %s to %s".formatted(own.least(), own.most()),
        shown(value));
    return absent;
  }

  /// How long the checks of a list may take together.
  int mostSecondsTogether(String key) {
    return bounds.of(key).mostSecondsTogether();
  }

  /// Leaves a problem about a value that was read but means nothing.
  void problemAt(String key, String expected, String found) {
    problem(values.getOrDefault(key, node), path(key), expected, found);
  }

  private @Nullable Node required(String key, String expected) {
    Node value = values.get(key);
    if (value == null && (node instanceof MappingNode || field.isEmpty())) {
      problem(node, path(key), expected, "nothing");
    }
    return value;
  }

  private List<Node> items(String key) {
    Node value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof SequenceNode sequence)) {
      problem(value, path(key), "a list", shown(value));
      return List.of();
    }
    int most = bounds.of(key).mostItems();
    if (sequence.getValue().size() > most) {
      problem(value, path(key), "at most " + most + " items", sequence.getValue().size() + "");
      return List.of();
    }
    return sequence.getValue();
  }

  /// Numbers and booleans are taken as they are written where the bounds say so: `[sleep, 5]` is
  /// meant so.
  private String scalar(Node value, String path, Bounds own) {
    if (value instanceof ScalarNode scalar
        && !value.getTag().equals(Tag.NULL)
        && (own.takesNumbers() || isText(scalar))
        && own.takes(scalar.getValue())) {
      return scalar.getValue();
    }
    problem(value, path, own.expected(), shown(value));
    return "";
  }

  private static boolean isText(ScalarNode scalar) {
    return !scalar.getTag().equals(Tag.INT)
        && !scalar.getTag().equals(Tag.FLOAT)
        && !(scalar.getTag().equals(Tag.BOOL) && BOOLEAN.matcher(scalar.getValue()).matches());
  }

  private String path(String key) {
    return field.isEmpty() ? key : field + "." + key;
  }

  private void problem(Node at, String path, String expected, String found) {
    Mark mark = at.getStartMark();
    problems.add(
        new DescriptorProblem(
            file, mark.getLine() + 1, mark.getColumn() + 1, path, expected, found));
  }

  private static String shown(Node node) {
    if (node instanceof ScalarNode scalar) {
      return node.getTag().equals(Tag.NULL) ? "nothing" : "'" + shortened(scalar.getValue()) + "'";
    }
    return node instanceof MappingNode ? "a mapping" : "a list";
  }

  private static String shortened(String text) {
    String line = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", " ");
    return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "…";
  }
}
