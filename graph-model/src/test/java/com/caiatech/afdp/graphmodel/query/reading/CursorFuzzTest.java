package com.caiatech.afdp.graphmodel.query.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.query.catalogue.Expression;
import com.caiatech.afdp.graphmodel.query.catalogue.OrderKey;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Base64;
import java.util.List;

class CursorFuzzTest {
  private static final int MAX_BYTES = 4 * 1024;
  private static final List<OrderKey> ORDER =
      List.of(
          new OrderKey(Expression.node("startedOrder"), true, true),
          new OrderKey(Expression.node("id"), true, false));

  /// @param bytes a cursor, and what stands in one
  @FuzzTest
  void aCursorReadsBackOrIsRefusedWithWhatToDo(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      return;
    }
    read(new String(bytes, ISO_8859_1));
    read(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  private static void read(String cursor) {
    List<Object> keys;
    try {
      keys = Cursor.decode("Deployment", ORDER, "after", cursor);
    } catch (GraphModelException.InvalidArgument refused) {
      assertThat(refused).hasMessageStartingWith("after: expected a cursor that a list of Deploy");
      return;
    }
    assertThat(keys).hasSize(2);
    assertThat(keys.get(0)).isInstanceOf(Long.class);
    assertThat(keys.get(1)).isInstanceOf(String.class);
    String written = Cursor.encode("Deployment", keys);
    assertThat(Cursor.decode("Deployment", ORDER, "after", written)).isEqualTo(keys);
  }
}
