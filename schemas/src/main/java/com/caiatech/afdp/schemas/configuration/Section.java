package com.caiatech.afdp.gateway.configuration;

import java.math.BigInteger;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One mapping of a configuration file. Problems are collected, not thrown, so that all of them are
/// reported together; a value with a problem is replaced by its default or left out.
final class Section {
  private final String path;
  private final Map<?, ?> values;
  private final List<String> problems;
  private final Set<String> asked = new HashSet<>();

  Section(String path, Map<?, ?> values, List<String> problems) {
    this.path = path;
    this.values = values;
    this.problems = problems;
  }

  Section section(String key) {
    Object value = take(key);
    if (value == null) {
      return new Section(pathOf(key), Map.of(), problems);
    }
    return sectionOf(pathOf(key), value);
  }

  List<Section> sections(String key) {
    List<Section> sections = new ArrayList<>();
    for (Object element : list(key)) {
      sections.add(sectionOf(pathOf(key) + "[" + sections.size() + "]", element));
    }
    return sections;
  }

  String text(String key, String fallback) {
    return optionalText(key).orElse(fallback);
  }

  Optional<String> requiredText(String key) {
    Optional<String> text = optionalText(key);
    if (values.get(key) == null) {
      problems.add(pathOf(key) + ": expected text, found nothing");
    }
    return text;
  }

  /// A required text that the parser takes; its own message becomes the problem.
  <T> Optional<T> parsed(String key, Function<String, T> parser) {
    return requiredText(key).flatMap(text -> parse(pathOf(key), text, parser));
  }

  <T> List<T> parsedList(String key, Function<String, T> parser) {
    List<T> parsed = new ArrayList<>();
    for (Object element : list(key)) {
      if (element instanceof String text) {
        parse(pathOf(key), text, parser).ifPresent(parsed::add);
      } else {
        problems.add(pathOf(key) + ": expected a list of texts, found " + kind(element));
      }
    }
    return parsed;
  }

  int integer(String key, int fallback) {
    Object value = take(key);
    return switch (value) {
      case null -> fallback;
      case Integer number -> number;
      case Long number -> outOfRange(key, number, fallback);
      case BigInteger number -> outOfRange(key, number, fallback);
      default -> {
        problems.add(pathOf(key) + ": expected a whole number, found " + kind(value));
        yield fallback;
      }
    };
  }

  boolean flag(String key, boolean fallback) {
    Object value = take(key);
    if (value == null || value instanceof Boolean) {
      return value == null ? fallback : (Boolean) value;
    }
    problems.add(pathOf(key) + ": expected true or false, found " + kind(value));
    return fallback;
  }

  Duration duration(String key, Duration fallback) {
    return optionalText(key)
        .flatMap(
            text ->
                parse(
                    pathOf(key),
                    text,
                    given -> {
                      try {
                        return Duration.parse(given);
                      } catch (DateTimeParseException malformed) {
                        throw new IllegalArgumentException(
                            "expected a duration such as PT10S, found '" + given + "'", malformed);
                      }
                    }))
        .orElse(fallback);
  }

  /// To be called when everything was asked for: what is left over is unknown.
  void refuseOthers() {
    for (Object key : values.keySet()) {
      if (!asked.contains(String.valueOf(key))) {
        problems.add(
            pathOf(String.valueOf(key))
                + ": unknown, expected one of "
                + asked.stream().sorted().toList());
      }
    }
  }

  private Optional<String> optionalText(String key) {
    Object value = take(key);
    if (value == null || value instanceof String) {
      return Optional.ofNullable((String) value);
    }
    problems.add(pathOf(key) + ": expected text, found " + kind(value));
    return Optional.empty();
  }

  private <T> Optional<T> parse(String at, String text, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException malformed) {
      problems.add(at + ": " + malformed.getMessage());
      return Optional.empty();
    }
  }

  private List<?> list(String key) {
    Object value = take(key);
    if (value == null || value instanceof List<?>) {
      return value == null ? List.of() : (List<?>) value;
    }
    problems.add(pathOf(key) + ": expected a list, found " + kind(value));
    return List.of();
  }

  private Section sectionOf(String at, Object value) {
    if (value instanceof Map<?, ?> mapping) {
      return new Section(at, mapping, problems);
    }
    problems.add(at + ": expected a mapping, found " + kind(value));
    return new Section(at, Map.of(), problems);
  }

  private int outOfRange(String key, Number found, int fallback) {
    problems.add(pathOf(key) + ": expected at most " + Integer.MAX_VALUE + ", found " + found);
    return fallback;
  }

  private @Nullable Object take(String key) {
    asked.add(key);
    return values.get(key);
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String kind(@Nullable Object value) {
    return switch (value) {
      case null -> "nothing";
      case Map<?, ?> _ -> "a mapping";
      case List<?> _ -> "a list";
      default -> "'" + value + "'";
    };
  }
}
