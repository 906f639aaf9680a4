package com.caiatech.afdp.graphmodel.digest;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Value;
import org.neo4j.driver.Values;

class DigestEncodingTest {
  private final DigestEncoding encoding = new DigestEncoding();

  @Test
  void theFormIsGolden() {
    Map<String, Value> properties =
        Map.of(
            "b", Values.value(true),
            "f", Values.value(-0.5),
            "i", Values.value(7L),
            "l", Values.value(List.of("x", "ä")),
            "s", Values.value("text"),
            "y", Values.value(new byte[] {1, 2}));
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    head(expected, 'm', 6);
    text(expected, "b");
    bytes(expected, 'b', new byte[] {1});
    text(expected, "f");
    bytes(expected, 'f', ByteBuffer.allocate(8).putLong(0xBFE0000000000000L).array());
    text(expected, "i");
    bytes(expected, 'i', new byte[] {0, 0, 0, 0, 0, 0, 0, 7});
    text(expected, "l");
    head(expected, 'l', 2);
    text(expected, "x");
    text(expected, "ä");
    text(expected, "s");
    text(expected, "text");
    text(expected, "y");
    bytes(expected, 'y', new byte[] {1, 2});
    Sha256 found = Sha256.ofDigest(encoding.map(properties).sha256());
    assertThat(found).isEqualTo(Sha256.of(expected.toByteArray()));
    assertThat(found.value())
        .isEqualTo("c9b51dfe202dd362d61aa92feec521e1f20c10b34638b10439dc06159395a2d3");
  }

  @Test
  void whatLooksAlikeWhenItIsStrungTogetherDoesNotCollide() {
    assertThat(
            List.<Sha256>of(
                of(Map.of("a", Values.value("1"), "b", Values.value("2"))),
                of(Map.of("a", Values.value("1b2"))),
                of(Map.of("a", Values.value("1s1:b2"))),
                of(Map.of("ab", Values.value("12"))),
                of(Map.of("a1", Values.value("b2"))),
                of(Map.of("a", Values.value(1L), "b", Values.value(2L))),
                of(Map.of("a", Values.value(1L), "b", Values.value("2"))),
                of(Map.of("a", Values.value(1.0), "b", Values.value(2L))),
                of(Map.of("a", Values.value(true))),
                of(Map.of("a", Values.value(1L))),
                of(Map.of("a", Values.value("true"))),
                of(Map.of("a", Values.value(""))),
                of(Map.of("a", Values.value(List.of()))),
                of(Map.of("a", Values.value(List.of("")))),
                of(Map.of("a", Values.value(List.of("", "")))),
                of(Map.of("a", Values.value(List.of("x", "y")))),
                of(Map.of("a", Values.value(List.of("xy")))),
                of(Map.of("a", Values.value(List.of(List.of("x"), List.of("y"))))),
                of(Map.of("a", Values.value(new byte[] {'x', 'y'}))),
                of(Map.of("a", Values.vector(new long[] {1, 2}))),
                of(Map.of("a", Values.vector(new long[] {1, 3}))),
                of(Map.of("a", Values.vector(new int[] {1, 2}))),
                of(Map.of("a", Values.point(7203, 1, 2))),
                of(Map.of("a", Values.point(7203, 1, 3))),
                of(Map.of("a", Values.point(4326, 1, 2))),
                of(Map.of("a", Values.NULL)),
                of(Map.of())))
        .doesNotHaveDuplicates();
  }

  @Test
  void theOrderOfEntriesDoesNotCountAndThatOfElementsDoes() {
    assertThat(of(Map.of("a", Values.value(1), "b", Values.value(2))))
        .isEqualTo(of(Map.of("b", Values.value(2), "a", Values.value(1))));
    assertThat(of(Map.of("a", Values.value(List.of("x", "y")))))
        .isNotEqualTo(of(Map.of("a", Values.value(List.of("y", "x")))));
  }

  private Sha256 of(Map<String, Value> map) {
    return Sha256.ofDigest(encoding.map(map).sha256());
  }

  private static void text(ByteArrayOutputStream out, String text) {
    bytes(out, 's', text.getBytes(StandardCharsets.UTF_8));
  }

  private static void bytes(ByteArrayOutputStream out, char type, byte[] bytes) {
    head(out, type, bytes.length);
    out.writeBytes(bytes);
  }

  private static void head(ByteArrayOutputStream out, char type, int length) {
    out.write(type);
    out.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
  }
}
