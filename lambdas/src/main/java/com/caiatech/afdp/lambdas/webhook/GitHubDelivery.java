package com.caiatech.afdp.lambdas.webhook;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.event.PushEvent;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads the body of GitHub's `push` event. Only the ref, the two object ids and the repository's
/// full name are taken; the rest, among it every address, is skipped unread.
public final class GitHubDelivery {
  private @Nullable String ref;
  private @Nullable String before;
  private @Nullable String after;
  private @Nullable String fullName;

  private GitHubDelivery() {}

  /// Reads a body whose signature holds.
  ///
  /// @param delivery the delivery's id
  /// @throws SchemasException.MalformedInput when it is no push event
  public static PushEvent read(byte[] body, String delivery) {
    GitHubDelivery event = new GitHubDelivery();
    try (JsonParser parser = RecordJson.mapper().createParser(body)) {
      parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
      event.readObject(parser);
      if (parser.nextToken() != null) {
        throw new SchemasException.MalformedInput(
            "Push payload: expected one JSON object, found more after it");
      }
    } catch (IOException malformed) {
      throw new SchemasException.MalformedInput(
          "Push payload: expected JSON, found: "
              + String.valueOf(malformed.getMessage()).lines().findFirst().orElse(""),
          malformed);
    }
    return new PushEvent(
        PushSource.parse(required("repository.full_name", event.fullName)),
        required("ref", event.ref),
        required("before", event.before),
        required("after", event.after),
        delivery);
  }

  private void readObject(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new SchemasException.MalformedInput("Push payload: expected a JSON object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "ref" -> ref = text(parser, value, name);
        case "before" -> before = text(parser, value, name);
        case "after" -> after = text(parser, value, name);
        case "repository" -> readRepository(parser, value);
        default -> parser.skipChildren();
      }
    }
  }

  private void readRepository(JsonParser parser, JsonToken start) throws IOException {
    if (start != JsonToken.START_OBJECT) {
      throw new SchemasException.MalformedInput("Push payload: repository: expected an object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("full_name")) {
        fullName = text(parser, value, "repository.full_name");
      } else {
        parser.skipChildren();
      }
    }
  }

  private static String text(JsonParser parser, JsonToken value, String field) throws IOException {
    if (value != JsonToken.VALUE_STRING) {
      throw new SchemasException.MalformedInput(
          "Push payload: " + field + ": expected text, found " + value);
    }
    return parser.getText();
  }

  private static String required(String field, @Nullable String value) {
    if (value == null) {
      throw new SchemasException.MalformedInput(
          "Push payload: " + field + ": expected text, found nothing");
    }
    return value;
  }
}
