package com.caiatech.afdp.schemas.configuration;

import com.caiatech.afdp.schemas.SchemasException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One mapping of settings: of a configuration file, or the environment variables. Problems are
/// collected, not thrown, so that all of them are reported together; a value with a problem is
/// replaced by its default or left out.
public final class Section {
  private final String path;
  private final Map<?, ?> values;
  private final List<String> problems;
  private final Set<String> asked = new HashSet<>();

  /// A mapping.
  ///
  /// @param path of the mapping within the file, empty for the whole
  /// @param problems where its problems are added
  public Section(String path, Map<?, ?> values, List<String> problems) {
    this.path = path;
    this.values = values;
    this.problems = problems;
  }

  /// Environment variables; one that is blank is absent.
  public static Section ofEnvironment(Map<String, String> variables) {
    Map<String, String> values = new HashMap<>(variables);
    values.values().removeIf(String::isBlank);
    return new Section("", values, new ArrayList<>());
  }

  /// The mapping of that key, empty where it is absent.
  public Section section(String key) {
    Object value = take(key);
    if (value == null) {
      return new Section(pathOf(key), Map.of(), problems);
    }
    return sectionOf(pathOf(key), value);
  }

  /// The mappings in the list of that key.
  public List<Section> sections(String key) {
    List<Section> sections = new ArrayList<>();
    for (Object element : list(key)) {
      sections.add(sectionOf(pathOf(key) + "[" + sections.size() + "]", element));
    }
    return sections;
  }

  /// Whether the key is there.
  public boolean has(String key) {
    return take(key) != null;
  }

  /// A text, or the fallback where it is absent.
  public String text(String key, String fallback) {
    return optionalText(key).orElse(fallback);
  }

  /// A text whose absence is a problem.
  public Optional<String> requiredText(String key) {
    Optional<String> text = optionalText(key);
    if (values.get(key) == null) {
      problems.add(pathOf(key) + ": expected text, found nothing");
    }
    return text;
  }

  /// A required text that the parser takes; its own message becomes the problem.
  public <T> Optional<T> parsed(String key, Function<String, T> parser) {
    return requiredText(key).flatMap(text -> parse(pathOf(key), text, parser));
  }

  /// The texts in the list of that key that the parser takes.
  public <T> List<T> parsedList(String key, Function<String, T> parser) {
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

  /// Notes a list that is there and holds nothing, of a key whose absence stands for everything:
  /// what names nothing is not to be taken for that.
  public void refuseEmpty(String key) {
    Object value = take(key);
    if (values.containsKey(key) && (value == null || List.of().equals(value))) {
      problem(key, "at least one, or no such key", "none");
    }
  }

  /// A whole number, or the fallback where it is absent.
  public int integer(String key, int fallback) {
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

  /// True or false, or the fallback where it is absent.
  public boolean flag(String key, boolean fallback) {
    Object value = take(key);
    if (value == null || value instanceof Boolean) {
      return value == null ? fallback : (Boolean) value;
    }
    problems.add(pathOf(key) + ": expected true or false, found " + kind(value));
    return fallback;
  }

  /// A duration of ISO 8601 such as PT10S, or the fallback where it is absent.
  public Duration duration(String key, Duration fallback) {
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

  /// A required moment of RFC 3339 such as 2027-01-31T00:00:00Z; YAML has it without quotes as its
  /// own kind.
  public Optional<Instant> moment(String key) {
    if (values.get(key) instanceof Date date) {
      take(key);
      return Optional.of(date.toInstant());
    }
    return parsed(
        key,
        given -> {
          try {
            return Instant.parse(given);
          } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException(
                "expected a moment such as 2027-01-31T00:00:00Z, found '" + given + "'", malformed);
          }
        });
  }

  /// The content of the file that a required setting names, without white space at its end.
  public Optional<String> secret(String key) {
    return parsed(
        key,
        name -> {
          Path file = Path.of(name);
          try {
            return Files.readString(file).stripTrailing();
          } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                "expected a file that can be read, found '" + file.getFileName() + "'", unreadable);
          }
        });
  }

  /// Notes what is wrong with a setting beside its form.
  public void problem(String key, String expected, String found) {
    problems.add(pathOf(key) + ": expected " + expected + ", found " + found);
  }

  /// What is wrong so far.
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /// Makes what the settings mean, when nothing is wrong with them.
  ///
  /// @param doing what the settings are read for, for the message
  /// @throws SchemasException.ConfigurationFault naming every problem
  public <T> T complete(String doing, Supplier<T> meaning) {
    if (!problems.isEmpty()) {
      throw new SchemasException.ConfigurationFault(doing + ": " + String.join("; ", problems));
    }
    return meaning.get();
  }

  /// As {@link #refuseOthers()}, of a mapping that holds others' settings too: what begins with the
  /// prefix has to be known.
  public void refuseOthers(String prefix, Set<String> known) {
    for (String key : values.keySet().stream().map(String::valueOf).sorted().toList()) {
      if (key.startsWith(prefix) && !known.contains(key)) {
        problems.add(key + ": unknown, expected one of " + known.stream().sorted().toList());
      }
    }
  }

  /// To be called when everything was asked for: what is left over is unknown.
  public void refuseOthers() {
    for (Object key : values.keySet()) {
      if (!asked.contains(String.valueOf(key))) {
        problems.add(
            pathOf(String.valueOf(key))
                + ": unknown, expected one of "
                + asked.stream().sorted().toList());
      }
    }
  }

  /// A text that may be absent.
  public Optional<String> optionalText(String key) {
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
