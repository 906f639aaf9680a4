package com.caiatech.afdp.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.gateway.Http;
import com.caiatech.afdp.gateway.TestGateway;
import com.caiatech.afdp.gateway.configuration.HttpConfiguration;
import com.caiatech.afdp.schemas.testing.TestPatience;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How long a request may take, and how many run at once. Nothing here has to be done in that time.
class TimeLimitsTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway =
        new TestGateway(HttpConfiguration.loopback(0), TestGateway.limits(SHORT, 4), List.of());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static Http graphql() {
    return Http.to(gateway.gateway.graphql()).accept(Http.NEW);
  }

  @Test
  void aQueryThatTakesTooLongIsTimeoutAndItsWorkIsInterrupted() throws Exception {
    Http.Reply reply = graphql().query("{ slow }");
    assertThat(reply.status()).isEqualTo(504);
    assertThat(reply.firstCode()).isEqualTo("TIMEOUT");
    assertThat(reply.json().has("data")).isFalse();
    assertThat(gateway.interrupted.await(TestPatience.LONGEST.toSeconds(), TimeUnit.SECONDS))
        .isTrue();
    assertThat(graphql().accept(Http.OLD).query("{ slow }").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ graphDigest }",
        "{ other: graphDigest hello }",
        "{ ... on Query { graphDigest } }",
        "{ ...A } fragment A on Query { ...B } fragment B on Query { graphDigest }"
      })
  void theDigestOfTheGraphMayTakeLongerThanOtherQueries(String query) {
    Http.Reply reply = graphql().query(query);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.text()).contains("late");
  }

  @Test
  void aMutationThatTakesTooLongSaysThatItMayHaveHappened() {
    Http.Reply reply = graphql().query("mutation { stall }");
    assertThat(reply.firstCode()).isEqualTo("TIMEOUT");
    assertThat(reply.json().at("/errors/0/message").asText())
        .contains("not known whether it took effect")
        .contains("same id");
  }

  @Test
  void moreOperationsThanAllowedAre503WithRetryAfter() {
    await()
        .untilAsserted(
            () -> {
              List<CompletableFuture<Http.Reply>> replies =
                  IntStream.range(0, 16)
                      .mapToObj(
                          _ ->
                              CompletableFuture.supplyAsync(
                                  () -> graphql().query("{ slow }"), Thread::startVirtualThread))
                      .toList();
              List<Http.Reply> shed =
                  replies.stream()
                      .map(CompletableFuture::join)
                      .filter(reply -> reply.status() == 503)
                      .toList();
              assertThat(shed).isNotEmpty();
              assertThat(shed.getFirst().firstCode()).isEqualTo("OVERLOADED");
              assertThat(shed.getFirst().header("retry-after")).isEqualTo("1");
            });
    await().untilAsserted(() -> assertThat(graphql().query("{ hello }").status()).isEqualTo(200));
  }
}
