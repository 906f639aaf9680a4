package com.caiatech.afdp.schemas.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.json.CanonicalJson;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class RecordCodecFuzzTest {
  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_CHANGES = 6;
  private static final List<ObjectNode> GOLDEN =
      goldenRecords().map(RecordCodecFuzzTest::tree).toList();

  @MethodSource("goldenRecords")
  @FuzzTest
  void anyBytesAreARecordOrHaveAReason(byte[] bytes) {
    if (bytes.length <= MAX_BYTES) {
      decode(bytes);
    }
  }

  /// Changes golden records as trees, so that what is wrong is past the syntax.
  @FuzzTest
  void aChangedRecordIsItsOwnEncodingOrHasAReason(FuzzedDataProvider data) {
    ObjectNode record = data.pickValue(GOLDEN).deepCopy();
    for (int i = data.consumeInt(1, MAX_CHANGES); i > 0; i--) {
      change(record, data);
    }
    byte[] bytes;
    try {
      bytes = CanonicalJson.of(record);
    } catch (SchemasException.MalformedInput | SchemasException.LimitExceeded noJson) {
      return;
    }
    decode(bytes);
  }

  private static void decode(byte[] bytes) {
    switch (RecordCodec.decode(bytes)) {
      case DecodedRecord.Valid(LedgerRecord record) ->
          assertThat(RecordCodec.encode(record)).isEqualTo(bytes);
      case DecodedRecord.IdMismatch mismatch ->
          assertThat(mismatch.expected()).isNotEqualTo(mismatch.found());
      case DecodedRecord.Malformed(String reason) -> assertThat(reason).isNotBlank();
      case DecodedRecord.NotCanonical(String reason) -> {
        assertThat(reason).isNotBlank();
        assertThat(CanonicalJson.isCanonical(bytes)).isFalse();
      }
      case DecodedRecord.SchemaViolation(List<String> problems) ->
          assertThat(problems).isNotEmpty();
      case DecodedRecord.Newer newer -> {
        assertThat(tree(bytes).path("schema").textValue()).isEqualTo(newer.schema());
        assertThat(RecordFormats.TODAY.known(newer.schema())).isEmpty();
      }
    }
  }

  private static void change(ObjectNode record, FuzzedDataProvider data) {
    List<JsonNode> containers = new ArrayList<>();
    collect(record, containers);
    switch (data.pickValue(containers)) {
      case ObjectNode object -> changeMember(object, data);
      case ArrayNode array -> changeElement(array, data);
      case JsonNode other -> throw new IllegalStateException(other.toString());
    }
  }

  private static void changeMember(ObjectNode object, FuzzedDataProvider data) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    if (names.isEmpty() || data.consumeInt(0, 7) == 0) {
      object.set(data.consumeString(20), value(data));
      return;
    }
    String name = data.pickValue(names);
    switch (data.consumeInt(0, 2)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(data.pickValue(names), object.get(name).deepCopy());
      default -> object.set(name, value(data));
    }
  }

  private static void changeElement(ArrayNode array, FuzzedDataProvider data) {
    if (array.isEmpty() || data.consumeBoolean()) {
      array.add(array.isEmpty() || data.consumeBoolean() ? value(data) : array.get(0).deepCopy());
    } else {
      array.remove(data.consumeInt(0, array.size() - 1));
    }
  }

  private static JsonNode value(FuzzedDataProvider data) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (data.consumeInt(0, 7)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(data.consumeBoolean());
      case 2 -> nodes.numberNode(data.consumeLong());
      case 3 -> nodes.numberNode(data.consumeDouble());
      case 4 -> nodes.textNode(data.consumeString(60));
      case 5 -> nodes.arrayNode();
      case 6 -> nodes.objectNode();
      default -> {
        List<JsonNode> others = new ArrayList<>();
        data.pickValue(GOLDEN).forEach(others::add);
        yield data.pickValue(others).deepCopy();
      }
    };
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }

  static Stream<byte[]> goldenRecords() {
    return Arrays.stream(RecordKind.values()).map(RecordCodecFuzzTest::golden);
  }

  private static byte[] golden(RecordKind kind) {
    String name = "/golden/record/" + kind.value() + ".json";
    try (InputStream file = RecordCodecFuzzTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(file, name).readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static ObjectNode tree(byte[] json) {
    try {
      return (ObjectNode) RecordJson.mapper().readTree(json);
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }
}
