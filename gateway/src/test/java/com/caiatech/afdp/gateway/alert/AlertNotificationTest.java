package com.caiatech.afdp.gateway.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.SchemasException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertNotificationTest {
  private static final int MOST_BYTES = 256 << 10;

  @Test
  void whatFiresIsReadAndWhatDoesNotIsCounted() throws IOException {
    AlertNotification notification = read(documented());

    assertThat(notification.resolved()).isEqualTo(1);
    assertThat(notification.truncated()).isEqualTo(3);
    assertThat(notification.firing()).hasSize(1);
    Alert alert = notification.firing().getFirst();
    assertThat(alert.fingerprint()).isEqualTo("6b1f0c9a3d2e4f58");
    assertThat(alert.startsAt()).isEqualTo(Instant.parse("2026-03-04T04:06:07.890Z"));
    assertThat(alert.label("service")).hasValue("checkout");
    assertThat(alert.label("job")).isEmpty();
    assertThat(alert.annotation("summary")).hasValue("5 % of the requests to checkout fail");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"version\": \"4\"|\"version\": \"5\"|/version: expected \"4\", found \"5\"",
        "\"status\": \"resolved\"|\"status\": \"gone\"|/alerts/1/status: expected \"firing\"",
        "\"6b1f0c9a3d2e4f58\"|\"../etc\"|/alerts/0/fingerprint: expected 1 to 64 hexadecimal",
        "2026-03-04T05:06:07.89+01:00|yesterday|/alerts/0/startsAt: expected a moment of RFC 3339",
        "2026-03-04T05:06:07.89+01:00|1969-01-01T00:00:00Z|/alerts/0/startsAt: expected a moment after",
        "\"severity\": \"critical\"|\"severity\": 1|/alerts/0/labels: expected texts alone, found 1",
        "\"alerts\": [|\"alerts\": 1, \"other\": [|/alerts: expected an array, found 1",
        "\"receiver\": \"afdp\"|\"status\": \"firing\"|stands twice",
      })
  void whatIsWrongIsNamed(String replaced, String by, String found) throws IOException {
    String body = documented();
    assertThat(body).contains(replaced);

    assertThatThrownBy(() -> read(body.replace(replaced, by)))
        .isInstanceOf(SchemasException.MalformedInput.class)
        .hasMessageContaining(found);
  }

  @Test
  void moreAlertsThanAnyRealGroupHasAreRefused() {
    String many = "{\"status\":\"resolved\"},".repeat(1_001);
    assertThatThrownBy(
            () ->
                read(
                    "{\"version\":\"4\",\"alerts\":["
                        + many.substring(0, many.length() - 1)
                        + "]}"))
        .isInstanceOf(SchemasException.LimitExceeded.class)
        .hasMessageContaining("at most 1000 alerts, found 1001");
  }

  static String documented() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            AlertNotificationTest.class.getResourceAsStream("notification.json"))) {
      return new String(file.readAllBytes(), UTF_8);
    }
  }

  private static AlertNotification read(String body) {
    return AlertNotification.read(body.getBytes(UTF_8), MOST_BYTES);
  }
}
