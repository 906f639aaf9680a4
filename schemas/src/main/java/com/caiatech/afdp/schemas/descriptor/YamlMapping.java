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
  private static final int MAX_SHOWN = 60;

  private final String file;
  private final List<DescriptorProblem> problems;
  private final String field;
  private final Node node;
  private final Map<String, Node> values = new LinkedHashMap<>();

  private YamlMapping(String file, List<DescriptorProblem> problems, String field, Node node) {
    this.file = file;
    this.problems = problems;
    this.field = field;
    this.node = node;
  }

  /// Reads a node that has to be a mapping with no other than these keys, each at most once.
  static YamlMapping of(
      String file, List<DescriptorProblem> problems, String field, Node node, Set<String> keys) {
    YamlMapping mapping = new YamlMapping(file, problems, field, node);
    mapping.fill(keys);
    return mapping;
  }

  private void fill(@Nullable Set<String> keys) {
    if (!(node instanceof MappingNode mapping)) {
      problem(node, field, "a mapping", shown(node));
      return;
    }
    for (NodeTuple entry : mapping.getValue()) {
      Node key = entry.getKeyNode();
      String name = key instanceof ScalarNode scalar ? scalar.getValue() : shown(key);
      if (!(key instanceof ScalarNode)) {
        problem(key, field, "a key", name);
      } else if (keys != null && !keys.contains(name)) {
        problem(key, field, "one of " + String.join(", ", keys), "the unknown key '" + name + "'");
      } else if (values.putIfAbsent(name, entry.getValueNode()) != null) {
        problem(key, field, "each key once", "'" + name + "' again");
      }
    }
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /// A mapping inside this one, or an empty one where it is absent.
  YamlMapping mapping(String key, Set<String> keys) {
    Node value = values.get(key);
    return value == null
        ? new YamlMapping(file, problems, path(key), node)
        : of(file, problems, path(key), value, keys);
  }

  /// The mappings of a list inside this one.
  List<YamlMapping> mappings(String key, Set<String> keys, int most) {
    List<YamlMapping> read = new ArrayList<>();
    List<Node> items = items(key, most);
    for (int i = 0; i < items.size(); i++) {
      read.add(of(file, problems, path(key) + "[" + i + "]", items.get(i), keys));
    }
    return read;
  }

  String text(String key, Pattern pattern, String expected) {
    Node value = required(key, expected);
    return value == null ? "" : scalar(value, path(key), pattern, expected);
  }

  String text(String key, Pattern pattern, String expected, String absent) {
    return has(key) ? text(key, pattern, expected) : absent;
  }

  List<String> texts(String key, Pattern pattern, String expected, int most) {
    List<String> read = new ArrayList<>();
    if (required(key, "a list, each item " + expected) == null) {
      return read;
    }
    List<Node> items = items(key, most);
    if (items.isEmpty() && values.get(key) instanceof SequenceNode empty) {
      problem(empty, path(key), "at least one item", "an empty list");
    }
    for (int i = 0; i < items.size(); i++) {
      read.add(scalar(items.get(i), path(key) + "[" + i + "]", pattern, expected));
    }
    return read;
  }

  /// A mapping of free keys to text.
  Map<String, String> textByKey(String key, Pattern keys, String expectedKey, int most) {
    Map<String, String> read = new LinkedHashMap<>();
    Node value = values.get(key);
    if (value == null) {
      return read;
    }
    YamlMapping free = new YamlMapping(file, problems, path(key), value);
    free.fill(null);
    if (free.values.size() > most) {
      problem(value, path(key), "at most " + most + " entries", free.values.size() + "");
    }
    free.values.forEach(
        (name, item) -> {
          if (!keys.matcher(name).matches()) {
            problem(item, path(key), expectedKey, "'" + shortened(name) + "'");
          }
          read.put(name, scalar(item, path(key) + "." + name, ANY, "text"));
        });
    return read;
  }

  int integer(String key, int least, int most, int absent) {
    return optionalInteger(key, least, most).orElse(absent);
  }

  Optional<Integer> optionalInteger(String key, int least, int most) {
    Node value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof ScalarNode scalar && INTEGER.matcher(scalar.getValue()).matches()) {
      int number = Integer.parseInt(scalar.getValue());
      if (scalar.isPlain() && number >= least && number <= most) {
        return Optional.of(number);
      }
    }
    problem(value, path(key), "an integer from " + least + " to " + most, shown(value));
    return Optional.of(least);
  }

  double share(String key, double absent) {
    Node value = values.get(key);
    if (value == null) {
      return absent;
    }
    if (value instanceof ScalarNode scalar && DECIMAL.matcher(scalar.getValue()).matches()) {
      double number = Double.parseDouble(scalar.getValue());
      if (scalar.isPlain() && number <= 1) {
        return number;
      }
    }
    problem(value, path(key), "a number from 0 to 1", shown(value));
    return absent;
  }

  /// Leaves a problem about a value that was read but means nothing.
  void problemAt(String key, String expected, String found) {
    problem(values.getOrDefault(key, node), path(key), expected, found);
  }

  static final Pattern ANY = Pattern.compile("(?s).{0,4096}");

  private @Nullable Node required(String key, String expected) {
    Node value = values.get(key);
    if (value == null && (node instanceof MappingNode || field.isEmpty())) {
      problem(node, path(key), expected, "nothing");
    }
    return value;
  }

  private List<Node> items(String key, int most) {
    Node value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof SequenceNode sequence)) {
      problem(value, path(key), "a list", shown(value));
      return List.of();
    }
    if (sequence.getValue().size() > most) {
      problem(value, path(key), "at most " + most + " items", sequence.getValue().size() + "");
      return List.of();
    }
    return sequence.getValue();
  }

  /// Numbers and booleans are taken as they are written: `[sleep, 5]` is meant so.
  private String scalar(Node value, String path, Pattern pattern, String expected) {
    if (value instanceof ScalarNode scalar
        && !value.getTag().equals(Tag.NULL)
        && pattern.matcher(scalar.getValue()).matches()) {
      return scalar.getValue();
    }
    problem(value, path, expected, shown(value));
    return "";
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
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "…";
  }
}
