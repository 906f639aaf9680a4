package com.caiatech.afdp.gateway.http;

import com.caiatech.afdp.gateway.error.ErrorCode;
import com.caiatech.afdp.gateway.execution.ClientErrors;
import com.caiatech.afdp.gateway.execution.GraphQlRequest;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpParameters;
import io.micronaut.http.HttpStatus;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads GraphQL requests from bodies and from URLs (GraphQL over HTTP, section 5). Strict: UTF-8,
/// no duplicate keys, bounded depth, each parameter of its own type; unknown keys are ignored, as
/// the specification demands.
final class RequestReader {
  private static final List<String> PARAMETERS =
      List.of("query", "operationName", "variables", "extensions");
  private static final TypeReference<LinkedHashMap<String, @Nullable Object>> JSON_OBJECT =
      new TypeReference<>() {};

  private final ObjectMapper json;

  RequestReader(int maxDepth, int maxBytes) {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(maxDepth)
                    .maxStringLength(maxBytes)
                    .maxNameLength(1_000)
                    .maxNumberLength(400)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    this.json = new ObjectMapper(factory).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /// Reads the body of a POST.
  Reading readBody(byte @Nullable [] body) {
    if (body == null || body.length == 0) {
      return malformed("reading the body: expected a JSON object with a query, found nothing");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      JsonNode root = json.readTree(text);
      if (root.isArray()) {
        return malformed("reading the body: expected one JSON object, found a batch");
      }
      return root.isObject() ? readParameters(root) : wrongType("body", "a JSON object", root);
    } catch (CharacterCodingException notUtf8) {
      return malformed("reading the body: expected UTF-8, found other bytes");
    } catch (StreamConstraintsException exceeded) {
      return tooDeep("body", exceeded);
    } catch (JsonProcessingException broken) {
      return notJson("body", broken);
    }
  }

  /// Reads the query string of a GET.
  Reading readUrl(HttpParameters parameters) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String name : PARAMETERS) {
      List<String> values = parameters.getAll(name);
      if (values.size() > 1) {
        return malformed("reading the URL: expected '" + name + "' once, found it repeatedly");
      }
      if (!values.isEmpty() && !values.getFirst().isEmpty()) {
        found.put(name, values.getFirst());
      }
    }
    ObjectNode root = json.createObjectNode();
    for (Map.Entry<String, String> parameter : found.entrySet()) {
      String name = parameter.getKey();
      if (name.equals("query") || name.equals("operationName")) {
        root.put(name, parameter.getValue());
        continue;
      }
      try {
        root.set(name, json.readTree(parameter.getValue()));
      } catch (StreamConstraintsException exceeded) {
        return tooDeep(name, exceeded);
      } catch (JsonProcessingException broken) {
        return notJson(name, broken);
      }
    }
    return readParameters(root);
  }

  private Reading readParameters(JsonNode root) {
    JsonNode query = root.path("query");
    if (!query.isTextual()) {
      return wrongType("query", "a string", query);
    }
    JsonNode operationName = root.path("operationName");
    if (!operationName.isTextual() && !isAbsent(operationName)) {
      return wrongType("operationName", "a string or null", operationName);
    }
    for (String name : List.of("variables", "extensions")) {
      JsonNode value = root.path(name);
      if (!value.isObject() && !isAbsent(value)) {
        return wrongType(name, "an object or null", value);
      }
    }
    return new Reading.Read(
        new GraphQlRequest(
            query.textValue(),
            operationName.textValue(),
            object(root.path("variables")),
            object(root.path("extensions"))));
  }

  private Map<String, @Nullable Object> object(JsonNode node) {
    return node.isObject() ? json.convertValue(node, JSON_OBJECT) : Map.of();
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static Reading wrongType(String parameter, String expected, JsonNode found) {
    String kind =
        switch (found.getNodeType()) {
          case MISSING -> "nothing";
          case NULL -> "null";
          case OBJECT, POJO -> "an object";
          case ARRAY -> "an array";
          case STRING, BINARY -> "a string";
          case NUMBER -> "a number";
          case BOOLEAN -> "a boolean";
        };
    return malformed(
        "reading the parameter '" + parameter + "': expected " + expected + ", found " + kind);
  }

  private static Reading notJson(String where, JsonProcessingException broken) {
    return malformed(
        "reading the "
            + where
            + ": expected JSON, found an error at line "
            + broken.getLocation().getLineNr()
            + ", column "
            + broken.getLocation().getColumnNr());
  }

  private static Reading tooDeep(String where, StreamConstraintsException exceeded) {
    return new Reading.Malformed(
        HttpStatus.BAD_REQUEST,
        ClientErrors.tooComplex(
            "input", "reading the " + where + ": " + exceeded.getOriginalMessage()));
  }

  private static Reading malformed(String message) {
    return new Reading.Malformed(
        HttpStatus.BAD_REQUEST, ClientErrors.of(ErrorCode.BAD_USER_INPUT, message));
  }
}
