package com.caiatech.afdp.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.Http;
import com.caiatech.afdp.gateway.TestGateway;
import com.caiatech.afdp.schemas.id.Ids;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertControllerTest {
  private static final String JSON = "application/json";
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = new TestGateway();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  /// Alertmanager sends again what is answered by 5xx, and nothing else.
  @ParameterizedTest
  @CsvSource({
    "Fine,200",
    "CONFLICT;Fine,422",
    "UNKNOWN_SERVICE;Fine,422",
    "UNAVAILABLE;UNKNOWN_SERVICE;Fine,503",
    "FORBIDDEN;FORBIDDEN,403",
    "FORBIDDEN;UNKNOWN_SERVICE,422"
  })
  void theStatusSaysWhetherSendingAgainHelps(String names, int status) {
    Http.Reply reply = alertmanager().post(JSON, notification(names.split(";", -1)));

    assertThat(reply.status()).isEqualTo(status);
    long refused = Stream.of(names.split(";", -1)).filter(name -> !name.equals("Fine")).count();
    assertThat(reply.json().path("refused")).hasSize((int) refused);
    assertThat(reply.json().path("refused"))
        .allSatisfy(
            it ->
                assertThat(it.properties().stream().map(e -> e.getKey()))
                    .containsExactly("fingerprint", "reason", "message"));
    assertThat(reply.json().path("incidents").findValuesAsText("incidentId"))
        .hasSize(names.split(";", -1).length - (int) refused)
        .allSatisfy(
            id -> assertThat(Ids.momentOf(UUID.fromString(id))).isEqualTo("2026-03-04T05:06:07Z"));
  }

  @Test
  void whoeverHasNoTokenIsNotHeard() {
    assertThat(alertmanager().without("Authorization").post(JSON, notification("Fine")).status())
        .isEqualTo(401);
  }

  @Test
  void aPageOfAnotherOriginCannotPost() {
    assertThat(alertmanager().post("text/plain", notification("Fine")).status()).isEqualTo(415);
  }

  @Test
  void whatIsNoNotificationIsRefusedWithWhatIsWrong() {
    Http.Reply reply = alertmanager().post(JSON, "{\"version\": \"3\"}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text()).contains("/version: expected \\\"4\\\", found \\\"3\\\"");
  }

  private static Http alertmanager() {
    return Http.to(gateway.uri("/alertmanager"));
  }

  private static String notification(String... names) {
    return Stream.of(names)
        .map(
            name ->
                "{\"status\":\"firing\",\"labels\":{\"alertname\":\"%s\"},\"fingerprint\":\"ab\",\"startsAt\":\"2026-03-04T05:06:07Z\"}"
                    .formatted(name))
        .collect(Collectors.joining(",", "{\"version\":\"4\",\"alerts\":[", "]}"));
  }
}
