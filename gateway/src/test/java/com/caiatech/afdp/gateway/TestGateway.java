package com.caiatech.afdp.gateway;

import com.caiatech.afdp.gateway.alert.AlertNotification;
import com.caiatech.afdp.gateway.alert.AlertOutcome;
import com.caiatech.afdp.gateway.audit.RefusalChain;
import com.caiatech.afdp.gateway.audit.RefusalLog;
import com.caiatech.afdp.gateway.configuration.AuditConfiguration;
import com.caiatech.afdp.gateway.configuration.GatewayConfiguration;
import com.caiatech.afdp.gateway.configuration.GraphConfiguration;
import com.caiatech.afdp.gateway.configuration.HttpConfiguration;
import com.caiatech.afdp.gateway.configuration.LimitConfiguration;
import com.caiatech.afdp.gateway.configuration.PeopleConfiguration;
import com.caiatech.afdp.gateway.configuration.ShareConfiguration;
import com.caiatech.afdp.gateway.configuration.StopConfiguration;
import com.caiatech.afdp.gateway.configuration.TemporalConfiguration;
import com.caiatech.afdp.gateway.cost.FieldPrice;
import com.caiatech.afdp.gateway.cost.TestPrices;
import com.caiatech.afdp.gateway.error.ErrorCode;
import com.caiatech.afdp.gateway.error.GatewayException;
import com.caiatech.afdp.gateway.execution.RequestContext;
import com.caiatech.afdp.gateway.execution.SchemaWiring;
import com.caiatech.afdp.gateway.execution.TraceParent;
import com.caiatech.afdp.gateway.health.HealthProbe;
import com.caiatech.afdp.gateway.security.Credentials;
import com.caiatech.afdp.gateway.security.LocalToken;
import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.gateway.security.RoleGrant;
import com.caiatech.afdp.schemas.id.Ids;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.testing.TestPatience;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import graphql.schema.DataFetcher;
import graphql.schema.PropertyDataFetcher;
import graphql.schema.idl.RuntimeWiring;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.MDC;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/// A real gateway on a free port, over a small schema whose fields misbehave on demand.
public final class TestGateway implements AutoCloseable {
  public static final String SDL =
      """
      type Query {
        hello(name: String): String
        nested: Nested
        broken: String
        refused: String
        missing: String!
        slow: String
        graphDigest: String
        me: String
        requestId: String
        traceId: String
        thread: String
        count(of: Int!): Int
      }
      type Nested { nested: Nested name: String }
      type Mutation { change(to: String!): String stall: String }
      type Subscription { ticks(upTo: Int!): Int endless: Int failing: Int refusedStream: Int }
      """;

  /// Of a gateway with limits of its own.
  public static final int MAX_RESPONSE = 64 * 1024;

  public final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  public final AtomicInteger changes = new AtomicInteger();
  public final AtomicInteger cancelled = new AtomicInteger();
  public final Sinks.Many<Integer> endless = Sinks.many().multicast().directBestEffort();
  public final CountDownLatch never = new CountDownLatch(1);
  public final CountDownLatch interrupted = new CountDownLatch(1);
  public final List<String> closed = new ArrayList<>();
  public final Gateway gateway;

  public TestGateway() {
    this(HttpConfiguration.loopback(0), LimitConfiguration.DEFAULTS.introspecting(), List.of());
  }

  public TestGateway(HttpConfiguration http, LimitConfiguration limits, List<HealthProbe> probes) {
    this(configuration(http, limits), probes);
  }

  public TestGateway(Credentials credentials) {
    this(
        configuration(
            HttpConfiguration.loopback(0),
            LimitConfiguration.DEFAULTS,
            credentials,
            StopConfiguration.ALONE),
        List.of());
  }

  public TestGateway(StopConfiguration stop) {
    this(
        configuration(
            HttpConfiguration.loopback(0),
            LimitConfiguration.DEFAULTS,
            Credentials.local(tokens()),
            stop),
        List.of());
  }

  private TestGateway(GatewayConfiguration configuration, List<HealthProbe> probes) {
    gateway =
        Gateway.start(
            configuration,
            new GatewayParts(
                SchemaWiring.of(SDL, wiring(), Map.of(), TestPrices.each(FieldPrice.HOP, SDL)),
                TestGateway::take,
                TestGateway::noRefusals,
                TestGateway::personId,
                probes,
                registry,
                List.of(() -> closed.add("first"), () -> closed.add("second"))));
  }

  /// The token of a role; each role is a person of its own.
  public static String token(Role role) {
    return LocalToken.PREFIX + "test-token-" + role.label();
  }

  public static PersonId personId(String issuer, String subject) {
    return new PersonId("p_" + Sha256.ofUtf8(issuer + "\n" + subject).value().substring(0, 32));
  }

  /// The limits of a gateway, but for few operations at once, of which none waits.
  ///
  /// @param timeout of queries and mutations
  public static LimitConfiguration limits(Duration timeout, int concurrent) {
    return limits(timeout, concurrent, 0, 1, 4, true);
  }

  /// The limits of a gateway, but for the time of what has to be done.
  public static LimitConfiguration patient() {
    LimitConfiguration defaults = LimitConfiguration.DEFAULTS;
    return limits(
        TestPatience.LONGEST,
        defaults.maxConcurrent(),
        defaults.maxWaiting(),
        defaults.maxStreams(),
        defaults.preparedDocuments(),
        defaults.introspection());
  }

  private static LimitConfiguration limits(
      Duration timeout,
      int concurrent,
      int waiting,
      int streams,
      int prepared,
      boolean introspection) {
    LimitConfiguration defaults = LimitConfiguration.DEFAULTS;
    return new LimitConfiguration(
        defaults.maxBodyBytes(),
        MAX_RESPONSE,
        defaults.maxTokens(),
        defaults.maxDepth(),
        defaults.maxFields(),
        defaults.maxAliases(),
        defaults.maxDirectives(),
        defaults.maxCost(),
        defaults.maxNesting(),
        defaults.maxInputDepth(),
        timeout,
        timeout,
        TestPatience.LONGEST,
        defaults.maxPathExpansions(),
        defaults.pathTimeout(),
        concurrent,
        waiting,
        streams,
        prepared,
        introspection);
  }

  /// One for each role.
  public static List<LocalToken> tokens() {
    List<LocalToken> tokens = new ArrayList<>();
    for (Role role : Role.values()) {
      tokens.add(
          new LocalToken(
              Sha256.ofUtf8(token(role)),
              RoleGrant.everywhere(role),
              "local",
              "local-" + role.label(),
              "The " + role.label(),
              Instant.MAX));
    }
    return tokens;
  }

  public static GatewayConfiguration configuration(
      HttpConfiguration http, LimitConfiguration limits) {
    return configuration(http, limits, Credentials.local(tokens()), StopConfiguration.ALONE);
  }

  private static GatewayConfiguration configuration(
      HttpConfiguration http,
      LimitConfiguration limits,
      Credentials credentials,
      StopConfiguration stop) {
    Path nowhere = Path.of("/nonexistent");
    return new GatewayConfiguration(
        http,
        limits,
        ShareConfiguration.DEFAULTS,
        credentials,
        List.of(),
        new GraphConfiguration(URI.create("bolt://127.0.0.1:1"), "neo4j", nowhere),
        new TemporalConfiguration("127.0.0.1:1", "default"),
        new PeopleConfiguration(
            nowhere, nowhere, nowhere, nowhere, URI.create("http://127.0.0.1:1")),
        AuditConfiguration.in(nowhere),
        stop);
  }

  public URI uri(String path) {
    return gateway.graphql().resolve(path);
  }

  @Override
  public void close() {
    gateway.close();
  }

  /// The log of a gateway without mutations.
  public static RefusalLog.Page noRefusals(long after, int most) {
    return new RefusalLog.Page("", new RefusalChain.Head(0, RefusalChain.NOTHING_BEFORE));
  }

  /// An alert named as a refusal's reason is refused for it.
  public static List<AlertOutcome> take(Principal sender, AlertNotification notification) {
    return notification.firing().stream()
        .map(
            alert ->
                Stream.of(RefusalReason.values())
                    .filter(reason -> alert.label("alertname").orElse("").equals(reason.name()))
                    .<AlertOutcome>map(
                        reason ->
                            new AlertOutcome.Refused(
                                alert.fingerprint(), reason, "as " + sender.personId() + " asked"))
                    .findFirst()
                    .orElseGet(
                        () ->
                            new AlertOutcome.Reported(
                                alert.fingerprint(), Ids.newUuid7(alert.startsAt()))))
        .toList();
  }

  private RuntimeWiring wiring() {
    Map<String, DataFetcher<?>> query = new LinkedHashMap<>();
    query.put(
        "hello",
        environment -> {
          String name = environment.getArgument("name");
          return name == null ? null : "hello " + name;
        });
    query.put("nested", _ -> Map.of("name", "one", "nested", Map.of("name", "two")));
    Map<String, DataFetcher<?>> nested = new LinkedHashMap<>();
    nested.put("name", PropertyDataFetcher.fetching("name"));
    nested.put("nested", PropertyDataFetcher.fetching("nested"));
    query.put(
        "broken",
        _ -> {
          throw new IllegalStateException("secret: the database's password is hunter2");
        });
    query.put(
        "refused",
        _ -> {
          throw new GatewayException.Refused(
              ErrorCode.NOT_FOUND, "no such thing", Map.of("thing", "it"));
        });
    query.put("missing", _ -> null);
    query.put("slow", _ -> stall(30_000));
    query.put(LimitConfiguration.DIGEST_FIELD, _ -> stall(600));
    query.put(
        "me",
        environment ->
            RequestContext.of(environment.getGraphQlContext()).principal().personId().value());
    query.put("requestId", _ -> MDC.get("requestId"));
    query.put(
        "traceId",
        environment -> {
          TraceParent trace = RequestContext.of(environment.getGraphQlContext()).trace();
          return trace == null ? null : trace.traceId();
        });
    query.put("thread", _ -> Thread.currentThread().isVirtual() ? "virtual" : "platform");
    query.put("count", environment -> environment.getArgument("of"));
    Map<String, DataFetcher<?>> mutation = new LinkedHashMap<>();
    mutation.put(
        "change",
        environment -> {
          changes.incrementAndGet();
          return environment.getArgument("to");
        });
    mutation.put("stall", _ -> stall(30_000));
    Map<String, DataFetcher<?>> subscription = new LinkedHashMap<>();
    subscription.put(
        "ticks",
        environment ->
            Flux.range(1, (int) Objects.requireNonNull(environment.getArgument("upTo"))));
    subscription.put("endless", _ -> endless.asFlux().doOnCancel(cancelled::incrementAndGet));
    subscription.put(
        "failing",
        _ ->
            Flux.just(1)
                .concatWith(Flux.error(new IllegalStateException("secret: disk /dev/sda"))));
    subscription.put(
        "refusedStream",
        _ -> {
          throw new GatewayException.Refused(ErrorCode.NOT_FOUND, "no such deployment");
        });
    return RuntimeWiring.newRuntimeWiring()
        .type("Query", type -> type.dataFetchers(untyped(query)))
        .type("Nested", type -> type.dataFetchers(untyped(nested)))
        .type("Mutation", type -> type.dataFetchers(untyped(mutation)))
        .type("Subscription", type -> type.dataFetchers(untyped(subscription)))
        .build();
  }

  @SuppressWarnings("rawtypes")
  private static Map<String, DataFetcher> untyped(Map<String, DataFetcher<?>> fetchers) {
    return new LinkedHashMap<>(fetchers);
  }

  private String stall(long milliseconds) throws InterruptedException {
    try {
      return never.await(milliseconds, TimeUnit.MILLISECONDS) ? "released" : "late";
    } catch (InterruptedException stopped) {
      interrupted.countDown();
      throw stopped;
    }
  }
}
