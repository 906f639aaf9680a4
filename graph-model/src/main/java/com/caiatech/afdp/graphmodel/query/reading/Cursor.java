package com.caiatech.afdp.graphmodel.query.reading;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.query.catalogue.OrderKey;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The opaque place of an object in a list: base64url of a JSON array of the type's name and the
/// values of the keys of the list's order. It names a place and no row, so it stays good when
/// others are added or taken away.
public final class Cursor {
  private static final int MAX_LENGTH = 2048;
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(2)
                          .maxNumberLength(20)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Cursor() {}

  public static String encode(String type, List<Object> keys) {
    ArrayNode array = MAPPER.createArrayNode().add(type);
    keys.forEach(key -> array.add(MAPPER.<JsonNode>valueToTree(key)));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(array.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// The values of the keys.
  ///
  /// @throws GraphModelException.InvalidArgument when it is no cursor of a list in that order
  public static List<Object> decode(
      String type, List<OrderKey> order, String argument, String cursor) {
    if (cursor.length() > MAX_LENGTH) {
      throw malformed(argument, type);
    }
    try {
      JsonNode array =
          MAPPER.readTree(
              new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
      if (!array.isArray()
          || array.size() != order.size() + 1
          || !array.get(0).asText().equals(type)) {
        throw malformed(argument, type);
      }
      List<Object> keys = new ArrayList<>();
      for (int i = 0; i < order.size(); i++) {
        keys.add(key(order.get(i), array.get(i + 1), argument, type));
      }
      return keys;
    } catch (IllegalArgumentException | JsonProcessingException unreadable) {
      throw malformed(argument, type);
    }
  }

  private static Object key(OrderKey key, JsonNode value, String argument, String type) {
    if (key.number() && value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    }
    if (!key.number() && value.isTextual()) {
      return value.textValue();
    }
    throw malformed(argument, type);
  }

  private static GraphModelException.InvalidArgument malformed(String argument, String type) {
    return new GraphModelException.InvalidArgument(
        argument
            + ": expected a cursor that a list of "
            + type
            + " gave out, found something else; ask again without it to start from the first page");
  }
}
