package com.caiatech.afdp.gateway.alert;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.json.JsonLimits;
import com.caiatech.afdp.schemas.json.StrictJson;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What Alertmanager posts to a webhook (its documentation, section "webhook_config", version "4").
///
/// @param firing the alerts of the group that fire
/// @param resolved how many do no more
/// @param truncated how many the sender left out
public record AlertNotification(List<Alert> firing, int resolved, int truncated) {
  private static final int MOST_ALERTS = 1_000;
  private static final int MOST_TEXTS = 200;
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{1,64}");

  public AlertNotification {
    firing = List.copyOf(firing);
  }

  /// Reads a body.
  ///
  /// @param mostBytes of the body
  /// @throws SchemasException.MalformedInput when it is no such notification
  /// @throws SchemasException.LimitExceeded when it is larger than any real one
  public static AlertNotification read(byte[] body, int mostBytes) {
    JsonNode root =
        StrictJson.parse(
            body, new JsonLimits(mostBytes, 8, Math.min(mostBytes, 64 << 10), 512, 64));
    JsonNode version = root.path("version");
    if (!version.asText().equals("4")) {
      throw malformed("/version", "expected \"4\", found " + shown(version));
    }
    JsonNode alerts = root.path("alerts");
    if (!alerts.isArray()) {
      throw malformed("/alerts", "expected an array, found " + shown(alerts));
    }
    if (alerts.size() > MOST_ALERTS) {
      throw new SchemasException.LimitExceeded(
          "reading a notification: expected at most %d alerts, found %d; bound them with max_alerts"
              .formatted(MOST_ALERTS, alerts.size()));
    }
    List<Alert> firing = new ArrayList<>();
    for (int i = 0; i < alerts.size(); i++) {
      String at = "/alerts/" + i;
      if (fires(at, alerts.get(i))) {
        firing.add(alert(at, alerts.get(i)));
      }
    }
    return new AlertNotification(
        firing, alerts.size() - firing.size(), Math.max(0, root.path("truncatedAlerts").asInt()));
  }

  private static boolean fires(String at, JsonNode alert) {
    return switch (alert.path("status").asText()) {
      case "firing" -> true;
      case "resolved" -> false;
      default ->
          throw malformed(
              at + "/status",
              "expected \"firing\" or \"resolved\", found " + shown(alert.path("status")));
    };
  }

  private static Alert alert(String at, JsonNode alert) {
    String fingerprint = alert.path("fingerprint").asText();
    if (!FINGERPRINT.matcher(fingerprint).matches()) {
      throw malformed(
          at + "/fingerprint",
          "expected 1 to 64 hexadecimal digits, found " + shown(alert.path("fingerprint")));
    }
    return new Alert(
        fingerprint,
        moment(at + "/startsAt", alert.path("startsAt")),
        texts(at + "/labels", alert.path("labels")),
        texts(at + "/annotations", alert.path("annotations")));
  }

  /// A moment that a UUIDv7 can hold.
  private static Instant moment(String at, JsonNode node) {
    try {
      Instant moment = OffsetDateTime.parse(node.asText()).toInstant();
      if (moment.isAfter(Instant.EPOCH)) {
        return moment;
      }
    } catch (DateTimeException none) {
      throw malformed(at, "expected a moment of RFC 3339, found " + shown(node));
    }
    throw malformed(at, "expected a moment after 1970, found " + shown(node));
  }

  private static Map<String, String> texts(String at, JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return Map.of();
    }
    if (!node.isObject() || node.size() > MOST_TEXTS) {
      throw malformed(
          at, "expected an object of at most " + MOST_TEXTS + " texts, found " + shown(node));
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> text : node.properties()) {
      if (!text.getValue().isTextual()) {
        throw malformed(
            at, "expected texts alone, found " + shown(text.getValue()) + " among them");
      }
      texts.put(text.getKey(), text.getValue().textValue());
    }
    return texts;
  }

  private static String shown(JsonNode node) {
    String text = node.isMissingNode() ? "nothing" : node.toString();
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  private static SchemasException.MalformedInput malformed(String at, String found) {
    return new SchemasException.MalformedInput("reading a notification at " + at + ": " + found);
  }
}
