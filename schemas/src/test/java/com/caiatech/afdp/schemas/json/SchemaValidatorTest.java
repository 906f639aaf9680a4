package com.caiatech.afdp.schemas.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.caiatech.afdp.schemas.SchemasException.ConfigurationFault;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SchemaValidatorTest {
  private static final JsonNode NAME =
      json("{\"$id\":\"urn:test:name\",\"type\":\"string\",\"pattern\":\"^[a-z]+$\"}");
  private static final JsonNode PERSON =
      json(
          """
          {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:test:person",
           "type":"object","additionalProperties":false,"required":["name"],
           "properties":{"name":{"$ref":"urn:test:name"},"id":{"type":"string","format":"uuid"},
                         "at":{"type":"string","format":"date-time"},
                         "uri":{"type":"string","format":"uri"}}}
          """);
  private static final SchemaValidator VALIDATOR = SchemaValidator.of(PERSON, List.of(NAME));

  @Test
  void acceptsAValidDocument() {
    assertThat(VALIDATOR.schemaId()).isEqualTo("urn:test:person");
    assertThat(
            VALIDATOR.validate(
                json(
                    "{\"name\":\"ada\",\"id\":\"01890a5d-ac96-774b-bcce-b302099a8057\","
                        + "\"at\":\"2026-11-21T04:00:00.000Z\",\"uri\":\"urn:a:b\"}")))
        .isEmpty();
  }

  @Test
  void reportsEveryProblemWithItsPointer() {
    List<SchemaProblem> problems =
        VALIDATOR.validate(json("{\"name\":\"A1\",\"id\":\"x\",\"at\":\"yesterday\",\"zz\":1}"));

    assertThat(problems)
        .extracting(SchemaProblem::pointer)
        .containsExactly("", "/at", "/id", "/name");
    assertThat(problems.getFirst().message()).contains("zz");
    assertThat(problems.getLast()).hasToString("/name: " + problems.getLast().message());
  }

  @Test
  void reportsAMissingField() {
    assertThat(VALIDATOR.validate(json("{}")))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("name"));
  }

  @Test
  void compilesASchemaFromTheClasspath() {
    SchemaValidator validator =
        SchemaValidator.ofResource(
            StrictJson.class, "/com/caiatech/afdp/schemas/descriptor/afdp.schema.json");

    assertThat(validator.validate(json("{}"))).isNotEmpty();
  }

  @Test
  void neverFetchesAReference() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("{}".getBytes(UTF_8));
          exchange.close();
        });
    server.start();
    try {
      String uri = "http://127.0.0.1:" + server.getAddress().getPort() + "/other";
      JsonNode schema = json("{\"$id\":\"urn:test:far\",\"$ref\":\"" + uri + "\"}");

      assertThatExceptionOfType(ConfigurationFault.class)
          .isThrownBy(() -> SchemaValidator.of(schema, List.of()))
          .withMessageStartingWith("JSON Schema urn:test:far cannot be compiled: ");
      assertThat(requests).hasValue(0);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void refusesAMissingResourceAndAMissingId() {
    assertThatExceptionOfType(ConfigurationFault.class)
        .isThrownBy(() -> SchemaValidator.ofResource(StrictJson.class, "none.json"))
        .withMessage("JSON Schema: no resource 'none.json' beside " + StrictJson.class.getName());
    assertThatExceptionOfType(ConfigurationFault.class)
        .isThrownBy(() -> SchemaValidator.of(json("{}"), List.of()))
        .withMessage("JSON Schema: expected a schema with an $id, found none");
  }

  private static JsonNode json(String text) {
    return StrictJson.parse(text.getBytes(UTF_8), JsonLimits.RECORD);
  }
}
