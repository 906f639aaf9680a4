package com.caiatech.afdp.graphmodel.query.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.query.catalogue.Expression;
import com.caiatech.afdp.graphmodel.query.catalogue.OrderKey;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
  private static final List<OrderKey> ORDER =
      List.of(
          new OrderKey(Expression.node("startedOrder"), true, true),
          new OrderKey(Expression.node("id"), true, false));

  @Test
  void whatIsWrittenReadsBack() {
    String cursor = Cursor.encode("Deployment", List.of(7L, "\u00fc"));

    assertThat(Cursor.decode("Deployment", ORDER, "after", cursor)).containsExactly(7L, "\u00fc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"Deployment\",\"first\":1,\"second\":\"x\"}",
        "[\"Deployment\",1,\"x\"] []",
        "[\"Deployment\",1]",
        "[\"Deployment\",1.0,\"x\"]",
        "[\"Deployment\",1,null]",
        "",
        "\u0000\u0000\u00ff\u00ff"
      })
  void whatIsNoArrayOfTheKeysIsRefused(String text) {
    String cursor = Base64.getUrlEncoder().encodeToString(text.getBytes(ISO_8859_1));

    assertThatThrownBy(() -> Cursor.decode("Deployment", ORDER, "after", cursor))
        .isInstanceOf(GraphModelException.InvalidArgument.class)
        .hasMessageStartingWith("after: expected a cursor that a list of Deployment gave out");
  }
}
