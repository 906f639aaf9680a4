package com.caiatech.afdp.infra.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// A thing of whatever kind that a search found, as text.
final class FoundThing {
  /// What a document asks of such a thing, as the fragment `thing`.
  static final String FRAGMENT =
      """
      fragment thing on Node {
        __typename id
        ... on Commit { subject }
        ... on Deployment { status service { name } environment { name } }
        ... on Incident { severity title }
        ... on Check { name checkStatus: status }
        ... on Step { name }
        ... on Approval { decision }
      }
      """;

  private static final String PREFIX = "urn:afdp:";

  private FoundThing() {}

  /// Its id, and what says most of it.
  static String text(JsonNode thing) {
    String where =
        thing.path("service").isObject()
            ? "%s → %s"
                .formatted(
                    thing.path("service").path("name").asText(),
                    thing.path("environment").path("name").asText("?"))
            : "";
    List<String> words = new ArrayList<>(List.of(name(thing)));
    for (String word :
        new String[] {
          where,
          thing.path("severity").asText(""),
          thing.path("name").asText(""),
          thing.path("status").asText(thing.path("checkStatus").asText("")),
          thing.path("decision").asText(""),
          thing.path("title").asText(""),
          thing.path("subject").asText("")
        }) {
      if (!word.isEmpty() && !word.equals("null")) {
        words.add(word);
      }
    }
    return String.join("  ", words);
  }

  /// Its id without what all ids have.
  static String name(JsonNode thing) {
    String id = thing.path("id").asText();
    return id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : id;
  }
}
