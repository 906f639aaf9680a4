package com.caiatech.afdp.workers.notification;

import com.caiatech.afdp.schemas.descriptor.NearestKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text with places such as `{{reason}}`, and nothing else in it that is worked out.
final class Template {
  /// What stands in the place of a value that is not known.
  private static final String UNKNOWN = "none";

  private static final int LONGEST = 2_000;
  private static final Pattern PLACE = Pattern.compile("\\{\\{([^{}]*)}}");

  private final List<Part> parts;

  private sealed interface Part {
    record Literal(String text) implements Part {}

    record Value(Place place) implements Part {}
  }

  private Template(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /// The text of a kind where none is configured.
  static Template ofKind(EventKind kind) {
    return parse(kind.text(), kind);
  }

  /// Reads a text for events of a kind.
  ///
  /// @throws IllegalArgumentException at a place that the kind does not have, with the name that
  ///   was probably meant
  static Template parse(String text, EventKind kind) {
    if (text.isBlank() || text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "expected a text of 1 to %d characters, found %d".formatted(LONGEST, text.length()));
    }
    List<Part> parts = new ArrayList<>();
    Matcher matcher = PLACE.matcher(text);
    int from = 0;
    while (matcher.find()) {
      parts.add(literal(text.substring(from, matcher.start())));
      parts.add(new Part.Value(place(matcher.group(1).strip(), kind)));
      from = matcher.end();
    }
    parts.add(literal(text.substring(from)));
    return new Template(parts);
  }

  /// The text with the event's values.
  ///
  /// @param escape makes a value harmless where the text will stand
  String text(Event event, UnaryOperator<String> escape) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Literal(String literal) -> text.append(literal);
        case Part.Value(Place place) -> text.append(event.value(place).map(escape).orElse(UNKNOWN));
      }
    }
    return text.toString();
  }

  private static Part literal(String text) {
    if (text.contains("{{") || text.contains("}}")) {
      throw new IllegalArgumentException(
          "expected each {{ to be closed by }} after a name, found '" + text.strip() + "'");
    }
    return new Part.Literal(text);
  }

  private static Place place(String name, EventKind kind) {
    for (Place place : kind.places()) {
      if (place.value().equals(name)) {
        return place;
      }
    }
    List<String> known = kind.places().stream().map(Place::value).toList();
    Optional<String> meant = NearestKey.of(name, known);
    throw new IllegalArgumentException(
        "expected a place of "
            + kind.value()
            + " among "
            + String.join(", ", known)
            + ", found '"
            + name
            + "'"
            + meant.map(" (did you mean %s?)"::formatted).orElse(""));
  }
}
