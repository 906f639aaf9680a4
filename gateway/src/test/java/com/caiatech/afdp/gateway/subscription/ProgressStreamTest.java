package com.caiatech.afdp.gateway.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.gateway.Gateway;
import com.caiatech.afdp.gateway.GatewayParts;
import com.caiatech.afdp.gateway.Http;
import com.caiatech.afdp.gateway.TestGateway;
import com.caiatech.afdp.gateway.configuration.HttpConfiguration;
import com.caiatech.afdp.gateway.configuration.LimitConfiguration;
import com.caiatech.afdp.gateway.cost.TestPrices;
import com.caiatech.afdp.gateway.execution.SchemaWiring;
import com.caiatech.afdp.gateway.query.TypedFields;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.workflow.DeploymentPhase;
import com.caiatech.afdp.schemas.workflow.ProgressEvent;
import graphql.schema.idl.RuntimeWiring;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

class ProgressStreamTest {
  private static final Instant NOW = Instant.parse("2026-02-01T12:00:00.000Z");
  private static final DeploymentId DEPLOYMENT = DeploymentId.create(NOW);
  private static final Duration SOON = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<Integer> asked = new CopyOnWriteArrayList<>();
  private final List<Thread> watching = new CopyOnWriteArrayList<>();

  @Test
  void eventsComeInOrderAndOnceUntilTheDeploymentHasEnded() {
    ProgressStream stream =
        stream(
            seen ->
                switch (asked.size()) {
                  case 1 -> running(1, 2);
                  case 2 -> new Look.Unclear();
                  case 3 -> running();
                  case 4 -> running(3);
                  default -> ended(seen + 1);
                });
    assertThat(numbers(stream)).containsExactly(1, 2, 3, 4);
    assertThat(asked).containsExactly(0, 2, 2, 2, 3);
  }

  @Test
  void whoComesLaterGetsEveryEventToo() {
    ProgressStream stream = stream(seen -> seen == 0 ? running(1) : ended(2));
    assertThat(numbers(stream)).containsExactly(1, 2);
    assertThat(numbers(stream)).containsExactly(1, 2);
  }

  @Test
  void aSlowClientIsGivenNoMoreThanItAskedFor() {
    Pulling client = new Pulling();
    stream(seen -> seen == 0 ? running(1, 2) : ended(3)).subscribe(client);
    client.request(1);
    await().atMost(PATIENCE).until(() -> client.received.equals(List.of(1)));
    client.request(1);
    await().atMost(PATIENCE).until(() -> client.received.equals(List.of(1, 2)));
    client.request(1);
    await().atMost(PATIENCE).until(client::isDisposed);
    assertThat(client.received).containsExactly(1, 2, 3);
    assertThat(asked).containsExactly(0, 2);
  }

  @Test
  void aClientThatGoesAwayEndsTheLooking() {
    Disposable client = Flux.from(stream(_ -> running())).subscribe();
    await().atMost(PATIENCE).until(() -> asked.size() > 2);
    client.dispose();
    await().atMost(PATIENCE).until(this::nobodyWatches);
  }

  @Test
  void aClientThatGoesAwayWhileAnEventWaitsForItEndsTheLooking() {
    Pulling client = new Pulling();
    stream(_ -> running(1)).subscribe(client);
    await().atMost(PATIENCE).until(() -> asked.size() == 1);
    client.cancel();
    await().atMost(PATIENCE).until(this::nobodyWatches);
    assertThat(client.received).isEmpty();
  }

  @Test
  void aSourceThatFailsEndsTheStreamWithAnIdAndNothingInternal() {
    ProgressStream stream =
        stream(
            seen -> {
              if (seen == 0) {
                return running(1);
              }
              throw new IllegalStateException("secret: bolt://graph:7687 refused");
            });
    try (Gateway gateway = serving(stream)) {
      String events =
          Http.to(gateway.graphql())
              .accept("text/event-stream")
              .query("subscription { progress { number } }")
              .text();
      assertThat(events)
          .contains("data: {\"data\":{\"progress\":{\"number\":1}}}")
          .contains("\"code\":\"INTERNAL\"")
          .containsPattern("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
          .doesNotContain("secret", "bolt://", "IllegalState")
          .endsWith("event: complete\ndata:\n\n");
    }
    await().atMost(PATIENCE).until(this::nobodyWatches);
  }

  private ProgressStream stream(IntFunction<Look> looks) {
    return new ProgressStream(
        DEPLOYMENT,
        seen -> {
          asked.add(seen);
          watching.add(Thread.currentThread());
          return looks.apply(seen);
        },
        SOON);
  }

  private boolean nobodyWatches() {
    return !watching.isEmpty() && watching.stream().noneMatch(Thread::isAlive);
  }

  private static List<Integer> numbers(ProgressStream stream) {
    return Flux.from(stream)
        .map(event -> event.event().number())
        .collectList()
        .blockOptional(PATIENCE)
        .orElseThrow();
  }

  private static Look running(int... numbers) {
    return new Look.Seen(
        Arrays.stream(numbers)
            .mapToObj(
                number ->
                    new ProgressEvent(
                        number, NOW, DeploymentPhase.DEPLOYING, 1, "step", List.of(), null))
            .toList(),
        false);
  }

  private static Look ended(int number) {
    return new Look.Seen(
        List.of(
            new ProgressEvent(
                number,
                NOW,
                DeploymentPhase.ENDED,
                null,
                "ended",
                List.of(),
                DeploymentStatus.SUCCEEDED)),
        true);
  }

  private static Gateway serving(ProgressStream stream) {
    RuntimeWiring.Builder code =
        RuntimeWiring.newRuntimeWiring()
            .type("Query", type -> type.dataFetcher("nothing", _ -> null))
            .type("Subscription", type -> type.dataFetcher("progress", _ -> stream));
    new TypedFields<>("Event", NumberedEvent.class)
        .field("number", it -> it.event().number())
        .wire(code);
    String sdl =
        """
        type Query { nothing: Int }
        type Subscription { progress: Event }
        type Event { number: Int }
        """;
    return Gateway.start(
        TestGateway.configuration(HttpConfiguration.loopback(0), LimitConfiguration.DEFAULTS),
        new GatewayParts(
            SchemaWiring.of(sdl, code.build(), Map.of(), TestPrices.free(sdl)),
            TestGateway::take,
            TestGateway::noRefusals,
            TestGateway::personId,
            List.of(),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            List.of()));
  }

  /// A client that says itself how much it takes.
  private static final class Pulling extends BaseSubscriber<NumberedEvent> {
    final List<Integer> received = new CopyOnWriteArrayList<>();

    @Override
    protected void hookOnSubscribe(Subscription subscription) {}

    @Override
    protected void hookOnNext(NumberedEvent event) {
      received.add(event.event().number());
    }
  }
}
