package com.caiatech.afdp.lambdas.webhook;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.HookId;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A call of a webhook as it arrived; nothing of it is proven yet.
public final class Delivery {
  private static final Pattern PATH = Pattern.compile("(?:/[^/]{1,64})?/webhook/([^/]{1,64})/?");
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String PAYLOAD = "&payload=";

  private final @Nullable String path;
  private final Map<String, String> headers = new TreeMap<>();
  private final byte[] body;

  private Delivery(@Nullable String path, Map<String, String> headers, byte[] body) {
    this.path = path;
    this.body = body;
    headers.forEach((name, value) -> this.headers.put(name.toLowerCase(Locale.ROOT), value));
  }

  /// Takes the request of an HTTP API.
  ///
  /// @throws IllegalArgumentException when the body is said to be Base64 and is none
  public static Delivery of(APIGatewayV2HTTPEvent request) {
    String body = Optional.ofNullable(request.getBody()).orElse("");
    return new Delivery(
        request.getRawPath(),
        Optional.ofNullable(request.getHeaders()).orElse(Map.of()),
        request.getIsBase64Encoded()
            ? Base64.getDecoder().decode(body)
            : body.getBytes(StandardCharsets.UTF_8));
  }

  /// The webhook that the URL's path names, `/webhook/<id>`, after a stage's name or not.
  public Optional<HookId> hook() {
    Matcher matcher = PATH.matcher(path == null ? "" : path);
    try {
      return matcher.matches() ? Optional.of(new HookId(matcher.group(1))) : Optional.empty();
    } catch (IllegalArgumentException noId) {
      return Optional.empty();
    }
  }

  /// Bytes of the body.
  public int size() {
    return body.length;
  }

  /// The payload's text: the body, or of a form its `payload`.
  ///
  /// @throws SchemasException.MalformedInput when it is no UTF-8, or a form without it
  public String payload() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payloadBytes())).toString();
    } catch (CharacterCodingException binary) {
      throw new SchemasException.MalformedInput(
          "Push payload: expected UTF-8, found other bytes", binary);
    }
  }

  /// The body's bytes.
  byte[] body() {
    return body;
  }

  /// The bytes of the body, or of a form its `payload`.
  ///
  /// @throws SchemasException.MalformedInput when it is a form without it
  byte[] payloadBytes() {
    String type = header("content-type").orElse("").toLowerCase(Locale.ROOT);
    if (!type.startsWith(FORM)) {
      return body;
    }
    String form = "&" + new String(body, StandardCharsets.ISO_8859_1);
    int field = form.indexOf(PAYLOAD);
    if (field < 0 || form.indexOf(PAYLOAD, field + 1) >= 0) {
      throw new SchemasException.MalformedInput(
          "Push payload: expected a form with one field payload, found none or several");
    }
    int end = form.indexOf('&', field + PAYLOAD.length());
    try {
      return URLDecoder.decode(
              form.substring(field + PAYLOAD.length(), end < 0 ? form.length() : end),
              StandardCharsets.ISO_8859_1)
          .getBytes(StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException malformed) {
      throw new SchemasException.MalformedInput(
          "Push payload: expected a form whose payload is URL-encoded, found other text",
          malformed);
    }
  }

  /// The value of the header, whose name is given in lower case.
  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
