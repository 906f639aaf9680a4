package com.caiatech.afdp.infra.benchmark;

import com.caiatech.afdp.graphmodel.GraphDriver;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.Endpoints;
import com.caiatech.afdp.infra.embedded.Neo4jServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.neo4j.driver.AccessMode;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/// One deployment with its commits, checks and approvals: through the gateway over HTTP, beside the
/// same question as hand-written Cypher over the raw driver, in turns. The client is a blocking
/// one, whose every request stays on its caller's thread: what is measured is the gateway.
final class QueryBenchmark implements AutoCloseable {
  private static final int TURNS = 3;
  private static final String GRAPHQL =
      """
      query($id: ID!) {
        deployment(id: $id) {
          deploymentId status type openedAt closedAt durationSeconds
          service { name } environment { name }
          sources { role sourceSha256 commit { sha subject } }
          shipped(first: 20) { nodes { sha subject committedAt } }
          checks { name stage type status latencyP95 passRate }
          approvals { decision role rule decidedAt decidedBy { personId } }
        }
      }
      """;
  private static final String CYPHER =
      """
      MATCH (d:Deployment {id: $id})
      MATCH (d)-[:OF]->(s:Service)
      MATCH (d)-[:TO]->(e:Environment)
      RETURN d.deploymentId AS deploymentId, d.status AS status, d.type AS type, d.openedAt AS openedAt,
        d.closedAt AS closedAt, d.durationSeconds AS durationSeconds, s.name AS service, e.name AS environment,
        COLLECT {
          MATCH (d)-[x:DEPLOYED]->(c:Commit)
          RETURN {role: x.role, sourceSha256: x.sourceSha256, sha: c.sha, subject: c.subject}
        } AS sources,
        COLLECT {
          MATCH (d)-[:SHIPPED]->(c:Commit)
          RETURN {sha: c.sha, subject: c.subject, committedAt: c.committedAt}
          ORDER BY c.committedAt DESC, c.id DESC LIMIT 20
        } AS shipped,
        COLLECT {
          MATCH (k:Check)-[:CHECKED]->(d)
          RETURN {name: k.name, stage: k.stage, type: k.type, status: k.status, latencyP95: k.latencyP95,
            passRate: k.passRate}
          ORDER BY k.startedAt, k.id
        } AS checks,
        COLLECT {
          MATCH (a:Approval)-[:DECIDED]->(d)
          MATCH (a)-[:DECIDED_BY]->(p:Person)
          RETURN {decision: a.decision, role: a.role, rule: a.rule, decidedAt: a.decidedAt, by: p.personId}
          ORDER BY a.decidedAt, a.id
        } AS approvals
      """;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_CALLERS = 100;
  private static final Duration WARM_UP = Duration.ofSeconds(30);
  private static final Duration SETTLING = Duration.ofSeconds(5);

  private final CloseableHttpClient http;
  private final URI graphql;
  private final String authorization;
  private final HttpEntity question;
  private final Driver driver;
  private final String deploymentId;

  /// @param token of a viewer
  /// @param password of the graph
  QueryBenchmark(Endpoints endpoints, String token, String password, String deploymentId)
      throws IOException {
    this.http =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(MAX_CALLERS)
                    .setMaxConnTotal(MAX_CALLERS)
                    .build())
            .disableAutomaticRetries()
            .build();
    this.graphql = URI.create(endpoints.graphql());
    this.authorization = "Bearer " + token;
    this.question =
        new ByteArrayEntity(
            JSON.writeValueAsBytes(
                Map.of("query", GRAPHQL, "variables", Map.of("id", deploymentId))),
            ContentType.APPLICATION_JSON);
    this.driver =
        GraphDatabase.driver(
            endpoints.bolt(),
            AuthTokens.basic(Neo4jServer.USER, password),
            GraphDriver.settings().build());
    this.deploymentId = deploymentId;
  }

  /// What one side came to at one concurrency.
  record Side(Latencies latencies, double perSecond) {
    ObjectNode toJson() {
      return latencies.toJson().put("perSecond", perSecond);
    }
  }

  /// Both sides at one concurrency.
  record Result(int concurrency, Side gateway, Side raw) {
    double ratio() {
      return gateway.latencies.millis(50) / raw.latencies.millis(50);
    }

    String text() {
      return """
      deployment with commits, checks and approvals, %d at once: gateway p50 is %.2f x raw
        gateway over HTTP            %s  %.0f/s
        raw driver                   %s  %.0f/s
      """
          .formatted(
              concurrency,
              ratio(),
              gateway.latencies.text(),
              gateway.perSecond,
              raw.latencies.text(),
              raw.perSecond);
    }

    ObjectNode toJson() {
      ObjectNode json =
          JsonNodeFactory.instance
              .objectNode()
              .put("concurrency", concurrency)
              .put("ratioP50", ratio());
      json.set("gateway", gateway.toJson());
      return json.set("raw", raw.toJson());
    }
  }

  /// Asks both sides from one caller, who leaves a processor to the compilers: callers that keep
  /// all of them busy warm up later.
  void warmUp() throws IOException {
    requireSameAnswer();
    measure(this::askRaw, 1, WARM_UP);
    measure(this::askGateway, 1, WARM_UP.multipliedBy(2));
  }

  /// Measures both sides in turns, each for that long in all, after some seconds at that
  /// concurrency.
  Result run(int concurrency, Duration duration) {
    measure(this::askGateway, concurrency, SETTLING);
    measure(this::askRaw, concurrency, SETTLING);
    long[] gateway = {};
    long[] raw = {};
    Duration turn = duration.dividedBy(TURNS);
    for (int number = 0; number < TURNS; number++) {
      gateway = joined(gateway, measure(this::askGateway, concurrency, turn));
      raw = joined(raw, measure(this::askRaw, concurrency, turn));
    }
    double seconds = turn.multipliedBy(TURNS).toNanos() / 1e9;
    return new Result(
        concurrency,
        new Side(Latencies.ofNanos(gateway), gateway.length / seconds),
        new Side(Latencies.ofNanos(raw), raw.length / seconds));
  }

  @Override
  public void close() throws IOException {
    driver.close();
    http.close();
  }

  private JsonNode askGateway() throws IOException {
    HttpPost request = new HttpPost(graphql);
    request.setHeader("Authorization", authorization);
    request.setHeader("Accept", "application/graphql-response+json");
    request.setEntity(question);
    byte[] answer =
        http.execute(request, response -> EntityUtils.toByteArray(response.getEntity()));
    return JSON.readTree(answer).path("data").path("deployment");
  }

  private Map<String, Object> askRaw() {
    SessionConfig reading = SessionConfig.builder().withDefaultAccessMode(AccessMode.READ).build();
    try (Session session = driver.session(reading)) {
      Record found =
          session.run(CYPHER, Map.of("id", "urn:afdp:deployment:" + deploymentId)).single();
      return found.asMap();
    }
  }

  private void requireSameAnswer() throws IOException {
    JsonNode gateway = askGateway();
    Map<String, Object> raw = askRaw();
    requireSame("sources", gateway.path("sources"), raw);
    requireSame("shipped", gateway.path("shipped").path("nodes"), raw);
    requireSame("checks", gateway.path("checks"), raw);
    requireSame("approvals", gateway.path("approvals"), raw);
  }

  private static void requireSame(String field, JsonNode gateway, Map<String, Object> raw) {
    int expected = raw.get(field) instanceof List<?> list ? list.size() : -1;
    if (gateway.size() != expected || expected < 1) {
      throw new InfraException.Refused(
          "the two sides do not answer the same: expected %d %s as the raw query, at least one; found %d"
              .formatted(expected, field, gateway.size()));
    }
  }

  private static long[] measure(Callable<?> ask, int concurrency, Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    try (ExecutorService callers = Executors.newFixedThreadPool(concurrency)) {
      List<Future<long[]>> running =
          IntStream.range(0, concurrency)
              .mapToObj(caller -> callers.submit(() -> askUntil(ask, end)))
              .toList();
      long[] all = {};
      for (Future<long[]> caller : running) {
        all = joined(all, caller.get());
      }
      return all;
    } catch (ExecutionException failed) {
      throw new InfraException.Unavailable("a query failed: " + failed.getCause(), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InfraException.Unavailable("the benchmark was interrupted", interrupted);
    }
  }

  private static long[] askUntil(Callable<?> ask, long end) throws Exception {
    long[] nanos = new long[1024];
    int count = 0;
    for (long before = System.nanoTime(); before < end; before = System.nanoTime()) {
      ask.call();
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * count);
      }
      nanos[count++] = System.nanoTime() - before;
    }
    return Arrays.copyOf(nanos, count);
  }

  private static long[] joined(long[] some, long[] more) {
    long[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }
}
