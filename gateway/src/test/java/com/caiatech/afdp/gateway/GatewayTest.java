package com.caiatech.afdp.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.gateway.configuration.HttpConfiguration;
import com.caiatech.afdp.gateway.configuration.LimitConfiguration;
import com.caiatech.afdp.gateway.configuration.ShareConfiguration;
import com.caiatech.afdp.gateway.configuration.StopConfiguration;
import com.caiatech.afdp.gateway.cost.PriceList;
import com.caiatech.afdp.gateway.cost.TestPrices;
import com.caiatech.afdp.gateway.error.GatewayException;
import com.caiatech.afdp.gateway.execution.SchemaWiring;
import com.caiatech.afdp.schemas.testing.TestPatience;
import graphql.schema.idl.RuntimeWiring;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GatewayTest {
  @Test
  void severalRunInOneProcessOnPortsOfTheirOwn() {
    try (TestGateway one = new TestGateway();
        TestGateway two = new TestGateway()) {
      assertThat(one.gateway.port()).isNotEqualTo(two.gateway.port());
      assertThat(Http.to(one.gateway.graphql()).query("{ __typename }").status()).isEqualTo(200);
      assertThat(Http.to(two.gateway.graphql()).query("{ __typename }").status()).isEqualTo(200);
      assertThat(one.registry.find("graphql.operations").timers()).hasSize(1);
    }
  }

  @Test
  void closingFreesThePortAndClosesThePartsInOrder() {
    TestGateway gateway = new TestGateway();
    assertThat(Http.to(gateway.gateway.graphql()).query("{ __typename }").status()).isEqualTo(200);
    gateway.close();
    assertThat(gateway.closed).containsExactly("first", "second");
    assertThatThrownBy(() -> Http.to(gateway.gateway.graphql()).query("{ __typename }"))
        .isInstanceOf(UncheckedIOException.class);
    gateway.close();
    assertThat(gateway.closed).containsExactly("first", "second");
  }

  @Test
  void whatRunsWhenTheGatewayStopsIsStillAnswered() {
    TestGateway gateway = new TestGateway();
    CompletableFuture<Http.Reply> reply =
        CompletableFuture.supplyAsync(
            () -> Http.to(gateway.gateway.graphql()).query("{ slow }"), Thread::startVirtualThread);
    await().until(() -> gateway.registry.get("graphql.running").gauge().value() == 1);
    CompletableFuture<Void> closing =
        CompletableFuture.runAsync(gateway::close, Thread::startVirtualThread);
    await().until(() -> Http.to(gateway.gateway.graphql()).query("{ __typename }").status() == 503);
    Http.Reply ready = Http.to(gateway.uri("/health/ready")).get();
    assertThat(ready.status()).isEqualTo(503);
    assertThat(ready.json().at("/components/gateway/reason").asText()).contains("stops");
    assertThat(Http.to(gateway.uri("/health/live")).get().status()).isEqualTo(200);
    gateway.never.countDown();
    assertThat(reply.join().status()).isEqualTo(200);
    closing.join();
  }

  @Test
  void whileItGivesNoticeItIsNotReadyAndStillAnswers() throws Exception {
    TestGateway gateway =
        new TestGateway(new StopConfiguration(TestPatience.LONGEST, TestPatience.LONGEST));
    Thread closing = Thread.startVirtualThread(gateway::close);
    await().until(() -> Http.to(gateway.uri("/health/ready")).get().status() == 503);
    assertThat(Http.to(gateway.gateway.graphql()).query("{ __typename }").status()).isEqualTo(200);
    closing.interrupt();
    closing.join();
    assertThat(gateway.closed).containsExactly("first", "second");
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () ->
                  new TestGateway(
                      HttpConfiguration.loopback(taken.getLocalPort()),
                      LimitConfiguration.DEFAULTS,
                      List.of()))
          .isInstanceOf(GatewayException.StartFault.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("nothing is left running");
    }
  }

  @Test
  void whatItWasGivenIsClosedWhenItCannotStart() {
    List<String> closed = new ArrayList<>();
    assertThatThrownBy(
            () ->
                Gateway.start(
                    TestGateway.configuration(
                        HttpConfiguration.loopback(0), LimitConfiguration.DEFAULTS),
                    new GatewayParts(
                        SchemaWiring.of(
                            "type Query { a: Int }",
                            RuntimeWiring.newRuntimeWiring().build(),
                            Map.of(),
                            TestPrices.free("type Query { a: Int }")),
                        TestGateway::take,
                        TestGateway::noRefusals,
                        TestGateway::personId,
                        List.of(),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                        List.of(() -> closed.add("driver")))))
        .isInstanceOf(GatewayException.StartFault.class);
    assertThat(closed).containsExactly("driver");
  }

  @Test
  void theUsageTellsEveryLimitAndItsDefault() {
    Map<String, String> told = new HashMap<>();
    GatewayServer.usage()
        .lines()
        .map(line -> line.split(" +", 3))
        .filter(columns -> columns.length > 1)
        .forEach(columns -> told.put(columns[0], columns[1]));
    for (RecordComponent limit : LimitConfiguration.class.getRecordComponents()) {
      assertThat(told).containsKey("limits." + limit.getName());
      assertThat(LimitConfiguration.DEFAULTS.toString())
          .contains(limit.getName() + "=" + told.get("limits." + limit.getName()));
    }
    for (RecordComponent share : ShareConfiguration.class.getRecordComponents()) {
      assertThat(ShareConfiguration.DEFAULTS.toString())
          .contains(share.getName() + "=" + told.get("share." + share.getName()));
    }
    for (RecordComponent setting : HttpConfiguration.class.getRecordComponents()) {
      assertThat(told).containsKey("http." + setting.getName());
    }
  }

  @Test
  void aSchemaWithoutCodeAndCodeWithoutSchemaAreNamed() {
    RuntimeWiring code =
        RuntimeWiring.newRuntimeWiring()
            .type("Query", type -> type.dataFetcher("b", _ -> 1).dataFetcher("c", _ -> 1))
            .build();
    String sdl = "type Query { a: Int b: Int }";
    assertThatThrownBy(() -> start(SchemaWiring.of(sdl, code, Map.of(), TestPrices.free(sdl))))
        .isInstanceOf(GatewayException.StartFault.class)
        .hasMessageContaining("the field Query.a has no code")
        .hasMessageContaining("the code for Query.c has no field");
  }

  @Test
  void aFieldBelowTheEntryPointsThatNobodyAnswersKeepsTheGatewayFromStarting() {
    RuntimeWiring code =
        RuntimeWiring.newRuntimeWiring()
            .type("Query", type -> type.dataFetcher("thing", _ -> 1))
            .type("Thing", type -> type.dataFetcher("known", _ -> 1))
            .build();
    String added = "extend type Thing { added: Int }";
    String sdl =
        """
        type Query { thing: Thing }
        type Thing { known: Int invented: Int }
        """;
    assertThatThrownBy(
            () -> start(SchemaWiring.of(sdl + added, code, Map.of(), TestPrices.free(sdl))))
        .isInstanceOf(GatewayException.StartFault.class)
        .hasMessageEndingWith(
            "joining the GraphQL schema with its code: the field Thing.invented has no code; the"
                + " field Thing.added has no code; the field Thing.added has no price");
  }

  @Test
  void aFieldWithoutAPriceAndAPriceWithoutAFieldKeepTheGatewayFromStarting() {
    RuntimeWiring code =
        RuntimeWiring.newRuntimeWiring()
            .type("Query", type -> type.dataFetcher("a", _ -> 1).dataFetcher("b", _ -> 1))
            .build();
    PriceList prices = TestPrices.free("type Query { a: Int } type Gone { c: Int }");
    assertThatThrownBy(
            () -> start(SchemaWiring.of("type Query { a: Int b: Int }", code, Map.of(), prices)))
        .isInstanceOf(GatewayException.StartFault.class)
        .hasMessageEndingWith(
            "joining the GraphQL schema with its code: the field Query.b has no price; the price of"
                + " Gone.c has no field");
  }

  @Test
  void anArgumentThatNobodyTakesKeepsTheGatewayFromStarting() {
    RuntimeWiring code =
        RuntimeWiring.newRuntimeWiring()
            .type("Query", type -> type.dataFetcher("things", _ -> 1).dataFetcher("none", _ -> 1))
            .build();
    String sdl =
        """
        type Query { things(first: Int!, order: Int, filter: ThingFilter): Int none(of: Int): Int }
        input ThingFilter { known: Int invented: [Int!]! }
        extend input ThingFilter { added: Int }
        """;
    Map<String, Map<String, Set<String>>> taken =
        Map.of("Query", Map.of("things", Set.of("first", "filter.known", "filter.gone")));
    assertThatThrownBy(() -> start(SchemaWiring.of(sdl, code, taken, TestPrices.free(sdl))))
        .isInstanceOf(GatewayException.StartFault.class)
        .hasMessageEndingWith(
            "joining the GraphQL schema with its code: the argument order of Query.things has no"
                + " code; the argument filter.invented of Query.things has no code; the argument"
                + " filter.added of Query.things has no code; the code for Query.things takes"
                + " filter.gone, which is no argument; the argument of of Query.none has no code");
  }

  private static Gateway start(SchemaWiring wiring) {
    return Gateway.start(
        TestGateway.configuration(HttpConfiguration.loopback(0), LimitConfiguration.DEFAULTS),
        new GatewayParts(
            wiring,
            TestGateway::take,
            TestGateway::noRefusals,
            TestGateway::personId,
            List.of(),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            List.of()));
  }
}
