package com.caiatech.afdp.schemas.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.doubles;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.strings;

import com.caiatech.afdp.schemas.SchemasException.LimitExceeded;
import com.caiatech.afdp.schemas.SchemasException.MalformedInput;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CanonicalJsonTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Test
  void writesTheSampleOfSection3() {
    // RFC 8785 sections 3.2.2 and 3.2.3
    String sample =
        """
        {
          "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
          "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
          "literals": [null, true, false]
        }
        """;

    assertThat(canonical(sample))
        .isEqualTo(
            "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  @Test
  void ordersNamesByUtf16CodeUnits() {
    // RFC 8785 section 3.2.3
    String sample =
        """
        {"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh",
         "1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control",
         "\\u00f6":"Latin Small Letter O With Diaeresis"}
        """;

    JsonNode ordered = StrictJson.parse(canonical(sample).getBytes(UTF_8), JsonLimits.RECORD);

    assertThat(ordered.properties().stream().map(member -> member.getValue().textValue()))
        .containsExactly(
            "Carriage Return",
            "One",
            "Control",
            "Latin Small Letter O With Diaeresis",
            "Euro Sign",
            "Emoji: Grinning Face",
            "Hebrew Letter Dalet With Dagesh");
  }

  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2",
  })
  void writesTheNumbersOfAppendixB(String bits, String expected) {
    double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));

    assertThat(EcmaScriptNumberTest.text(value)).isEqualTo(expected);
    boolean plainBeyondSafe =
        Math.abs(value) > StrictJson.MAX_SAFE_INTEGER && Math.abs(value) < 1e21;
    if (plainBeyondSafe) {
      assertThatExceptionOfType(MalformedInput.class)
          .isThrownBy(() -> CanonicalJson.of(NODES.numberNode(value)));
    } else {
      assertThat(CanonicalJson.of(NODES.numberNode(value))).asString(UTF_8).isEqualTo(expected);
    }
  }

  @Test
  void writesScalarsAndEmptyContainers() {
    assertThat(canonical(" \"a b\" ")).isEqualTo("\"a b\"");
    assertThat(canonical("-0")).isEqualTo("0");
    assertThat(canonical("[ ]")).isEqualTo("[]");
    assertThat(canonical("{ }")).isEqualTo("{}");
    assertThat(canonical("\"\\u0008\\t\\n\\f\\r\\u001f\\u007f\\u2028\""))
        .isEqualTo("\"\\b\\t\\n\\f\\r\\u001f\u007f\u2028\"");
  }

  @Test
  void tellsCanonicalBytesFromOthers() {
    assertThat(CanonicalJson.isCanonical("{\"a\":1,\"b\":2}".getBytes(UTF_8))).isTrue();
    for (String other :
        List.of(
            "{\"b\":2,\"a\":1}", "{\"a\":1}\n", "{\"a\": 1}", "[1.0]", "[\"\\u0041\"]", "[01]")) {
      assertThat(CanonicalJson.isCanonical(other.getBytes(UTF_8))).as(other).isFalse();
    }
  }

  @Test
  void refusesTreesThatJsonCannotHold() {
    List<JsonNode> bad =
        List.of(
            NODES.numberNode(Double.NaN),
            NODES.numberNode(Double.POSITIVE_INFINITY),
            NODES.numberNode(BigInteger.TWO.pow(80)),
            NODES.numberNode(1L << 53),
            NODES.textNode("\ud800"),
            NODES.pojoNode(new Object()),
            NODES.binaryNode(new byte[3]),
            NODES.objectNode().put("x\udc00", 1));
    for (JsonNode node : bad) {
      assertThatExceptionOfType(MalformedInput.class)
          .isThrownBy(() -> CanonicalJson.of(NODES.arrayNode().add(node)))
          .withMessageStartingWith("canonical JSON: ")
          .withMessageContaining("'/0");
    }
  }

  @Test
  void refusesATreeTooDeepToWalk() {
    JsonNode tree = NODES.arrayNode();
    for (int i = 0; i < 20_000; i++) {
      tree = NODES.arrayNode().add(tree);
    }
    JsonNode deep = tree;

    assertThatExceptionOfType(LimitExceeded.class).isThrownBy(() -> CanonicalJson.of(deep));
  }

  @Test
  void anyDoubleReadsBackAsItself() {
    qt().forAll(doubles().any())
        .assuming(
            value -> Double.isFinite(value) && (Math.abs(value) < 1e15 || Math.abs(value) >= 1e21))
        .check(
            value -> {
              byte[] written = CanonicalJson.of(NODES.numberNode(value));
              return StrictJson.parse(written, JsonLimits.RECORD).doubleValue() == value;
            });
  }

  /// The reference implementation, of trees without numbers ({@link EcmaScriptNumberTest} has
  /// those).
  @Test
  void writesWhatTheReferenceImplementationWrites() {
    qt().forAll(lists().of(strings().allPossible().ofLengthBetween(0, 8)).ofSizeBetween(0, 8))
        .check(
            texts -> {
              ObjectNode tree = NODES.objectNode();
              for (String text : texts) {
                String paired = paired(text);
                tree.set(paired, NODES.arrayNode().add(paired).addNull().add(tree.deepCopy()));
              }
              return Arrays.equals(CanonicalJson.of(tree), reference(tree));
            });
  }

  private static byte[] reference(JsonNode tree) {
    try {
      return new JsonCanonicalizer(tree.toString()).getEncodedUTF8();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  @Test
  void theOrderOfMembersDoesNotMatter() {
    qt().forAll(lists().of(strings().allPossible().ofLengthBetween(0, 8)).ofSizeBetween(0, 8))
        .check(
            names -> {
              List<String> distinct =
                  names.stream().map(CanonicalJsonTest::paired).distinct().toList();
              ObjectNode forward = NODES.objectNode();
              distinct.forEach(name -> forward.set(name, NODES.textNode(name)));
              ObjectNode backward = NODES.objectNode();
              distinct.reversed().forEach(name -> backward.set(name, NODES.textNode(name)));
              ArrayNode once = NODES.arrayNode().add(forward);
              byte[] bytes = CanonicalJson.of(once);
              return Arrays.equals(bytes, CanonicalJson.of(NODES.arrayNode().add(backward)))
                  && CanonicalJson.isCanonical(bytes)
                  && StrictJson.parse(bytes, JsonLimits.RECORD).equals(once);
            });
  }

  private static String paired(String text) {
    return text.replaceAll("\\p{Cs}", "\uD83D\uDE00");
  }

  private static String canonical(String json) {
    return new String(CanonicalJson.canonicalBytes(json.getBytes(UTF_8)), UTF_8);
  }
}
