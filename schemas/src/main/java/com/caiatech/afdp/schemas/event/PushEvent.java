package com.caiatech.afdp.schemas.event;

import com.caiatech.afdp.schemas.Excerpt;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.HookId;
import com.caiatech.afdp.schemas.json.SchemaProblem;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.regex.Pattern;

/// The message in the queue: a ref was moved. It is a hint to look, never a fact: whoever takes it
/// fetches the repository from where the configuration says.
///
/// @param repository its full name; the message group, so that pushes to one repository keep their
///   order
/// @param ref such as `refs/heads/main`
/// @param before the old object id; zeros for a new ref
/// @param after the new object id; zeros for a deleted ref
/// @param delivery the delivery's id; the de-duplication id, so that a replay has no second effect
public record PushEvent(
    PushSource repository, String ref, String before, String after, String delivery) {
  private static final Pattern OBJECT_ID = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");
  private static final Pattern DELIVERY = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
  private static final Pattern GIVEN = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
  private static final int MAX_REF = 1024;
  private static final ObjectReader MESSAGE =
      RecordJson.mapper()
          .readerFor(PushEvent.class)
          .with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  public PushEvent {
    require("ref", ref, ref.startsWith("refs/") && ref.length() <= MAX_REF, "refs/…");
    require("before", before, OBJECT_ID.matcher(before).matches(), "an object id");
    require("after", after, OBJECT_ID.matcher(after).matches(), "an object id");
    require("delivery", delivery, DELIVERY.matcher(delivery).matches(), DELIVERY.pattern());
  }

  /// The delivery's id as it stands in a message: that of a webhook, which no other webhook's and
  /// no other sender's id can equal.
  ///
  /// @param given the id that the host gave the delivery
  /// @throws SchemasException.MalformedInput when it is none, or too long
  public static String delivery(HookId hook, String given) {
    require("delivery", given, GIVEN.matcher(given).matches(), GIVEN.pattern());
    return hook.value() + "." + given; // neither a webhook's id nor other senders' have a dot
  }

  /// Reads a message.
  ///
  /// @throws SchemasException.MalformedInput when it is none
  public static PushEvent parse(String json) {
    try {
      PushEvent event = MESSAGE.readValue(json);
      if (event == null) {
        throw new SchemasException.MalformedInput("Push event: expected an object, found null");
      }
      return event;
    } catch (JsonProcessingException malformed) {
      throw new SchemasException.MalformedInput(
          "Push event: " + SchemaProblem.of(malformed), malformed);
    }
  }

  /// The message's text.
  public String json() {
    try {
      return RecordJson.mapper().writeValueAsString(this);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a push event has only text", impossible);
    }
  }

  private static void require(String field, String value, boolean holds, String expected) {
    if (!holds) {
      throw new SchemasException.MalformedInput(
          "Push event: "
              + field
              + ": expected "
              + expected
              + ", found '"
              + Excerpt.of(value, 100)
              + "'");
    }
  }
}
