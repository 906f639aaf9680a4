package com.caiatech.afdp.lambdas.webhook;

import com.caiatech.afdp.schemas.Excerpt;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.platform.GitAddress;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is taken from the payload of a push: the ref, its two object ids, and by what names the
/// host calls the repository. The rest, among it every commit and all other addresses, is skipped
/// unread.
public final class PushPayload {
  private static final Set<String> TEXTS = Set.of("ref", "before", "after", "event_name");
  private static final Set<String> PUSHES = Set.of("push", "tag_push");
  private static final int LONGEST_MESSAGE = 200;

  /// What is read is short, what is skipped may be long; names of members are always read.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(64)
                  .maxNameLength(1024)
                  .maxStringLength(4096)
                  .maxNumberLength(64)
                  .build())
          .build();

  private final HostDialect.Naming naming;
  private final Map<String, String> texts = new HashMap<>();
  private final List<GitAddress> names = new ArrayList<>();

  private PushPayload(HostDialect.Naming naming) {
    this.naming = naming;
  }

  /// Reads the payload of a delivery that is proven.
  ///
  /// @throws SchemasException.MalformedInput when it is no JSON object, too deep, or a member that
  ///   is read has another type or comes twice
  public static PushPayload read(String payload, HostDialect.Naming naming) {
    PushPayload read = new PushPayload(naming);
    try (JsonParser parser = JSON.createParser(payload)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new SchemasException.MalformedInput("Push payload: expected a JSON object");
      }
      read.members(parser);
      if (parser.nextToken() != null) {
        throw new SchemasException.MalformedInput(
            "Push payload: expected one JSON object, found more after it");
      }
    } catch (IOException malformed) {
      throw new SchemasException.MalformedInput(
          "Push payload: expected JSON, found: "
              + Excerpt.of(
                  String.valueOf(malformed.getMessage()).lines().findFirst().orElse(""),
                  LONGEST_MESSAGE),
          malformed);
    }
    return read;
  }

  /// Whether it tells of a push, as far as it says so itself.
  public boolean isPush() {
    String event = texts.get("event_name");
    return event == null || PUSHES.contains(event);
  }

  /// By what the host calls the repository; what is no address is left out.
  public List<GitAddress> names() {
    return List.copyOf(names);
  }

  /// Such as `refs/heads/main`.
  ///
  /// @throws SchemasException.MalformedInput when it is not there
  public String ref() {
    return required("ref");
  }

  /// The old object id; zeros for a new ref.
  ///
  /// @throws SchemasException.MalformedInput when it is not there
  public String before() {
    return required("before");
  }

  /// The new object id; zeros for a deleted ref.
  ///
  /// @throws SchemasException.MalformedInput when it is not there
  public String after() {
    return required("after");
  }

  private void members(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (TEXTS.contains(name)) {
        texts.put(name, text(parser, value, name));
      } else if (name.equals(naming.member())) {
        repository(parser, value);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void repository(JsonParser parser, JsonToken start) throws IOException {
    if (start != JsonToken.START_OBJECT) {
      throw new SchemasException.MalformedInput(
          "Push payload: " + naming.member() + ": expected an object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (naming.names().contains(name) && value != JsonToken.VALUE_NULL) {
        address(text(parser, value, naming.member() + "." + name)).ifPresent(names::add);
      } else {
        parser.skipChildren();
      }
    }
  }

  private static Optional<GitAddress> address(String text) {
    try {
      return Optional.of(GitAddress.parse(text));
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }

  private static String text(JsonParser parser, @Nullable JsonToken value, String field)
      throws IOException {
    if (value != JsonToken.VALUE_STRING) {
      throw new SchemasException.MalformedInput(
          "Push payload: " + field + ": expected text, found " + value);
    }
    return parser.getText();
  }

  private String required(String field) {
    String value = texts.get(field);
    if (value == null) {
      throw new SchemasException.MalformedInput(
          "Push payload: " + field + ": expected text, found nothing");
    }
    return value;
  }
}
