package com.caiatech.afdp.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.execution.GraphQlRequest;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.core.convert.ConversionService;
import io.micronaut.http.simple.SimpleHttpParameters;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class RequestReaderFuzzTest {
  private static final int MAX_BYTES = 64 * 1024;
  private static final RequestReader READER = new RequestReader(32, MAX_BYTES);
  private static final ObjectMapper JACKSON = new ObjectMapper();

  @FuzzTest
  void aBodyIsReadAsJacksonReadsItOrRefusedWith400(byte[] body) throws IOException {
    if (body.length > MAX_BYTES) {
      return;
    }
    switch (READER.readBody(body)) {
      case Reading.Read(GraphQlRequest request) -> {
        JsonNode tree = JACKSON.readTree(body);
        assertThat(request.query()).isEqualTo(tree.path("query").textValue());
        assertThat(request.operationName()).isEqualTo(tree.path("operationName").textValue());
        assertThat(request.variables()).isEqualTo(map(tree.path("variables")));
        assertThat(request.extensions()).isEqualTo(map(tree.path("extensions")));
      }
      case Reading.Malformed malformed -> requireBadRequest(malformed);
    }
  }

  @FuzzTest
  void aUrlIsReadAsTheBodyWithTheSameParameters(byte[] bytes) throws JsonProcessingException {
    if (bytes.length > MAX_BYTES) {
      return;
    }
    QueryStringDecoder decoder =
        new QueryStringDecoder(new String(bytes, UTF_8), UTF_8, false, 1024);
    Map<String, List<String>> parameters;
    try {
      parameters = decoder.parameters();
    } catch (IllegalArgumentException refusedByTheServer) {
      return;
    }
    switch (READER.readUrl(httpParameters(parameters))) {
      case Reading.Read(GraphQlRequest request) -> {
        ObjectNode body = JACKSON.createObjectNode();
        body.put("query", first(parameters, "query"));
        body.put("operationName", request.operationName());
        for (String name : List.of("variables", "extensions")) {
          String json = first(parameters, name);
          body.set(name, json.isEmpty() ? null : JACKSON.readTree(json));
        }
        assertThat(READER.readBody(JACKSON.writeValueAsBytes(body)))
            .isEqualTo(new Reading.Read(request));
      }
      case Reading.Malformed malformed -> requireBadRequest(malformed);
    }
  }

  private static SimpleHttpParameters httpParameters(Map<String, List<String>> parameters) {
    Map<CharSequence, List<String>> byName = new LinkedHashMap<>();
    byName.putAll(parameters);
    return new SimpleHttpParameters(byName, ConversionService.SHARED);
  }

  private static void requireBadRequest(Reading.Malformed malformed) {
    assertThat(malformed.status().getCode()).isEqualTo(400);
    assertThat(malformed.error().message()).startsWith("reading the ").hasSizeLessThan(1_000);
  }

  private static Object map(JsonNode node) {
    return node.isObject() ? JACKSON.convertValue(node, Map.class) : Map.of();
  }

  private static String first(Map<String, List<String>> parameters, String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.getFirst();
  }
}
