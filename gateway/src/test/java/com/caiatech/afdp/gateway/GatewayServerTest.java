package com.caiatech.afdp.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.gateway.configuration.AuditConfiguration;
import com.caiatech.afdp.gateway.configuration.GatewayConfiguration;
import com.caiatech.afdp.gateway.configuration.GraphConfiguration;
import com.caiatech.afdp.gateway.configuration.HttpConfiguration;
import com.caiatech.afdp.gateway.configuration.LimitConfiguration;
import com.caiatech.afdp.gateway.configuration.PeopleConfiguration;
import com.caiatech.afdp.gateway.configuration.ShareConfiguration;
import com.caiatech.afdp.gateway.configuration.StopConfiguration;
import com.caiatech.afdp.gateway.configuration.TemporalConfiguration;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.graphmodel.testing.SampleGraph;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.Ids;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import graphql.introspection.IntrospectionQuery;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The whole gateway over HTTP: the published schema, a real graph, and a Temporal service that is
/// not there.
class GatewayServerTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final URI NOWHERE = URI.create("bolt://127.0.0.1:1");

  @TempDir static Path folder;
  private static Gateway gateway;

  @BeforeAll
  static void start() throws IOException {
    SampleGraph.create(NEO4J.driver());
    gateway = start(NEO4J.boltUri());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static Gateway start(URI bolt) throws IOException {
    Path password = Files.writeString(folder.resolve("password"), NEO4J.password() + "\n");
    Path platform = folder.resolve("platform.json");
    new PlatformFile(platform)
        .replace(
            new Platform(
                "test",
                List.of(new Platform.Environment(new EnvironmentName("staging"), 0, "none")),
                List.of(),
                List.of(),
                List.of()));
    GatewayConfiguration configuration =
        new GatewayConfiguration(
            HttpConfiguration.loopback(0),
            LimitConfiguration.DEFAULTS.introspecting(),
            ShareConfiguration.DEFAULTS,
            TestGateway.configuration(HttpConfiguration.loopback(0), LimitConfiguration.DEFAULTS)
                .credentials(),
            List.of(),
            new GraphConfiguration(bolt, NEO4J.user(), password),
            new TemporalConfiguration("127.0.0.1:1", "default"),
            new PeopleConfiguration(
                platform,
                folder.resolve("gateway.ed25519"),
                folder.resolve("pepper"),
                folder.resolve("people"),
                URI.create("http://127.0.0.1:1")),
            AuditConfiguration.in(Files.createTempDirectory(folder, "refusals")),
            StopConfiguration.ALONE);
    return GatewayServer.start(
        configuration, List.of(), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
  }

  private static Http as(Role role) {
    return Http.to(gateway.graphql())
        .accept(Http.NEW)
        .with("Authorization", "Bearer " + TestGateway.token(role));
  }

  @Test
  void theSchemaOffersItselfToGraphiqlWithinTheLimits() {
    Http.Reply reply = as(Role.VIEWER).query(IntrospectionQuery.INTROSPECTION_QUERY);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().has("errors")).isFalse();
    assertThat(reply.json().at("/data/__schema/subscriptionType/name").asText())
        .isEqualTo("Subscription");
  }

  @Test
  void allAuditsOfGraphqlHttpAreOk(@TempDir Path scratch) throws Exception {
    GraphQlHttpAudit.assertAllOk(gateway.graphql(), scratch);
  }

  @Test
  void theGraphAnswersOverHttp() {
    Http.Reply reply =
        as(Role.VIEWER)
            .query("{ services(first: 5) { nodes { id name } totalCount } ledgers { volume } }");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().has("errors")).as(reply.text()).isFalse();
    assertThat(reply.json().at("/data/services/nodes")).isNotEmpty();
  }

  @Test
  void intakesThatGoOnAreMetrics() {
    await()
        .untilAsserted(
            () ->
                assertThat(Http.to(gateway.metrics()).without("Authorization").get().text())
                    .contains(
                        "intake_done{source=\"ledgers/deployment-manifests\"} 20.0",
                        "intake_size{source=\"repositories/shop\"} 50.0",
                        "intake_rate_per_second{source=\"repositories/shop-config\"} 4.0",
                        "intake_last_moved_timestamp_seconds{source=\"repositories/shop\"} 1.70000001E9"));
  }

  @Test
  void aScrapeIsAnsweredWhileTheGraphIsGoneOrSilent() throws IOException {
    // connections are taken by the system and never answered, as by a process that is stopped
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      for (URI graph : List.of(NOWHERE, URI.create("bolt://127.0.0.1:" + silent.getLocalPort()))) {
        try (Gateway alone = start(graph)) {
          for (int scrape = 0; scrape < 2; scrape++) {
            String metrics = Http.to(alone.metrics()).without("Authorization").get().text();
            assertThat(metrics)
                .as("scrape %d of %s", scrape, graph)
                .contains("jvm_memory_used_bytes")
                .doesNotContain("intake_done");
          }
        }
      }
    }
  }

  @Test
  void anArgumentOutOfRangeIsTheClientsError() {
    Http.Reply reply = as(Role.VIEWER).query("{ services(first: 100000) { nodes { name } } }");
    assertThat(reply.firstCode()).isEqualTo("BAD_USER_INPUT");
  }

  @Test
  void whoMayNotDeployGetsATypedRefusal() {
    Http.Reply reply = as(Role.VIEWER).query(startDeployment());
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().at("/data/startDeployment/reason").asText())
        .as(reply.text())
        .isEqualTo("FORBIDDEN");
    assertThat(reply.json().at("/data/startDeployment/message").asText())
        .contains("[deployer, admin]", "[viewer]");
  }

  @Test
  void whatWasRefusedIsToldToAuditors() {
    as(Role.VIEWER).query(startDeployment());
    await()
        .untilAsserted(
            () ->
                assertThat(refusals(Role.AUDITOR, "").text())
                    .contains(
                        "\"grants\":\"[viewer]\"",
                        "\"mutation\":\"startDeployment\",\"reason\":\"FORBIDDEN\"",
                        "\"environment\":\"staging\",\"service\":\"nothing-here\""));
    Http.Reply page = refusals(Role.ADMIN, "?first=1");
    assertThat(page.header("content-type")).startsWith("application/x-ndjson");
    assertThat(page.text().lines()).hasSize(1);
    assertThat(page.header("afdp-log-head")).matches("[1-9][0-9]*:[0-9a-f]{64}");
    assertThat(refusals(Role.ADMIN, "?after=1000").text()).isEmpty();
    for (String wrong : List.of("?after=-1", "?after=x", "?first=0", "?first=1001")) {
      Http.Reply refused = refusals(Role.AUDITOR, wrong);
      assertThat(refused.status()).as(wrong).isEqualTo(400);
      assertThat(refused.firstCode()).isEqualTo("BAD_USER_INPUT");
    }
  }

  @Test
  void whatWasRefusedIsToldToNobodyElse() {
    for (Role role : Role.values()) {
      boolean may = role == Role.AUDITOR || role == Role.ADMIN;
      assertThat(refusals(role, "").status()).as("%s", role).isEqualTo(may ? 200 : 403);
    }
    URI log = gateway.graphql().resolve("/refusals");
    assertThat(Http.to(log).without("Authorization").get().status()).isEqualTo(401);
  }

  private static Http.Reply refusals(Role role, String question) {
    return Http.to(gateway.graphql().resolve("/refusals" + question))
        .with("Authorization", "Bearer " + TestGateway.token(role))
        .get();
  }

  @Test
  void anUnknownServiceIsATypedRefusalThatNamesIt() {
    Http.Reply reply = as(Role.DEPLOYER).query(startDeployment());
    assertThat(reply.json().at("/data/startDeployment/reason").asText())
        .as(reply.text())
        .isEqualTo("UNKNOWN_SERVICE");
    assertThat(reply.json().at("/data/startDeployment/message").asText()).contains("nothing-here");
  }

  @Test
  void aStoppedTemporalServiceIsNamedWhileTheGraphIsUp() {
    await()
        .untilAsserted(
            () ->
                assertThat(ready().json().at("/components/graph/status").asText()).isEqualTo("UP"));
    Http.Reply ready = ready();
    assertThat(ready.status()).isEqualTo(503);
    assertThat(ready.json().at("/components/temporal/status").asText()).isEqualTo("DOWN");
    assertThat(ready.text()).doesNotContain("127.0.0.1", "Exception", "UNAVAILABLE:");
    assertThat(Http.to(gateway.health().resolve("/health/live")).get().status()).isEqualTo(200);
  }

  @Test
  void aStoppedDatabaseIsNamedAndAQuestionToItIsUnavailable() throws IOException {
    try (Gateway alone = start(NOWHERE)) {
      Http.Reply ready = Http.to(alone.health().resolve("/health/ready")).get();
      assertThat(ready.status()).isEqualTo(503);
      assertThat(ready.json().at("/components/graph/status").asText()).isEqualTo("DOWN");
      Http.Reply reply = Http.to(alone.graphql()).query("{ ledgers { volume } }");
      assertThat(reply.firstCode()).isEqualTo("UNAVAILABLE");
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.header("retry-after")).isEqualTo("1");
      assertThat(reply.text()).doesNotContain("127.0.0.1", "bolt", "neo4j");
    }
  }

  private static Http.Reply ready() {
    return Http.to(gateway.health().resolve("/health/ready")).get();
  }

  private static Map<String, Object> startDeployment() {
    return Map.of(
        "query",
        """
        mutation Start($input: StartDeploymentInput!) {
          startDeployment(input: $input) {
            __typename
            ... on DeploymentRefused { reason message }
          }
        }
        """,
        "variables",
        Map.of(
            "input",
            Map.of(
                "id",
                Ids.newUuid7(Instant.now()).toString(),
                "service",
                "nothing-here",
                "environment",
                "staging")));
  }
}
