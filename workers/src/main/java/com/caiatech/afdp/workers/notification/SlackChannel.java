package com.caiatech.afdp.workers.notification;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.signing.SecretFile;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// Says what happened in a channel of Slack, or of what takes the same messages, by an incoming
/// webhook. Values are escaped as Slack asks, so that no text by a person mentions anybody or is a
/// link; the only link is the configured one to the gateway.
///
/// @param address the file with the webhook's address, which is a secret and read at each attempt
record SlackChannel(HttpPost http, Path address, Texts texts) implements Channel {
  /// A section takes 3,000 characters.
  private static final int LONGEST = 2_900;

  private static final String CUT = "…";

  @Override
  public Delivery send(Event event) throws InterruptedException {
    return http.send(
        address(address), Map.of(), body(event).toString().getBytes(StandardCharsets.UTF_8));
  }

  /// The address in a file.
  ///
  /// @throws SchemasException.KeyFault when it cannot be read or holds something else
  static URI address(Path file) {
    String text = new String(SecretFile.read(file), StandardCharsets.UTF_8).strip();
    try {
      return HttpPost.address(text);
    } catch (IllegalArgumentException malformed) {
      throw new SchemasException.KeyFault(
          "reading the address of an incoming webhook from "
              + file
              + ": "
              + malformed.getMessage());
    }
  }

  /// `&`, `<` and `>` are all that means something to Slack where links are not looked for.
  static String escaped(String value) {
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private ObjectNode body(Event event) {
    String text = bounded(texts.of(event, SlackChannel::escaped));
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("text", text);
    body.put("unfurl_links", false);
    body.put("unfurl_media", false);
    ArrayNode blocks = body.putArray("blocks");
    markdown(blocks.addObject().put("type", "section").putObject("text"), text);
    event
        .value(Place.GATEWAY)
        .ifPresent(
            gateway ->
                markdown(
                    blocks.addObject().put("type", "context").putArray("elements").addObject(),
                    "<" + gateway + "|AFDP>"));
    return body;
  }

  private static void markdown(ObjectNode element, String text) {
    element.put("type", "mrkdwn").put("text", text).put("verbatim", true);
  }

  /// The beginning of a text, which does not end within an escape.
  private static String bounded(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    String beginning = text.substring(0, LONGEST);
    int escape = beginning.lastIndexOf('&');
    return (escape > beginning.lastIndexOf(';') ? beginning.substring(0, escape) : beginning) + CUT;
  }
}
