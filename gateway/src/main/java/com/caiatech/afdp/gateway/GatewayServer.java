package com.caiatech.afdp.gateway;

import com.caiatech.afdp.gateway.audit.RefusalLog;
import com.caiatech.afdp.gateway.configuration.ConfigurationFile;
import com.caiatech.afdp.gateway.configuration.GatewayConfiguration;
import com.caiatech.afdp.gateway.error.GatewayException;
import com.caiatech.afdp.gateway.execution.SchemaWiring;
import com.caiatech.afdp.gateway.health.ComponentHealth;
import com.caiatech.afdp.gateway.health.HealthProbe;
import com.caiatech.afdp.gateway.load.FairCapacity;
import com.caiatech.afdp.gateway.metrics.IntakeCollector;
import com.caiatech.afdp.gateway.mutation.AlertIncidents;
import com.caiatech.afdp.gateway.mutation.LastRegistrations;
import com.caiatech.afdp.gateway.mutation.MutationWiring;
import com.caiatech.afdp.gateway.people.PeopleDirectory;
import com.caiatech.afdp.gateway.people.PersonalValues;
import com.caiatech.afdp.gateway.query.QueryWiring;
import com.caiatech.afdp.gateway.query.SharedDigest;
import com.caiatech.afdp.gateway.security.AccessRules;
import com.caiatech.afdp.gateway.subscription.ProgressWiring;
import com.caiatech.afdp.graphmodel.GraphDriver;
import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.graphmodel.progress.ProgressReader;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.ProjectedRegistrations;
import com.caiatech.afdp.graphmodel.query.QuerySettings;
import com.caiatech.afdp.graphmodel.query.RollbackTargets;
import com.caiatech.afdp.graphmodel.query.catalogue.Catalogue;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.platform.RegisteredPlatform;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.caiatech.afdp.schemas.sealing.Pepper;
import com.caiatech.afdp.schemas.sealing.PersonKeyStore;
import com.caiatech.afdp.schemas.sealing.Sealer;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import graphql.schema.idl.RuntimeWiring;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.slf4j.MDC;

/// The composition of a gateway: which parts there are and what they know of each other.
public final class GatewayServer {
  private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(200);

  /// How long the Temporal service may take to say what it is; five seconds, the default, are too
  /// few where the processors are busy.
  private static final Duration FIRST_ANSWER = Duration.ofMinutes(1);

  private static final Duration LAST_CALLS = Duration.ofSeconds(1);
  private static final Duration SCRAPE_LIMIT = Duration.ofSeconds(2);

  /// For queries, and some for whoever else asks the graph.
  private static final int CONNECTIONS = GraphQueries.AT_ONCE + 10;

  private static final String LOGGING = "logback.configurationFile";

  private GatewayServer() {}

  /// Serves until the process is stopped.
  ///
  /// @param arguments the configuration file
  public static void main(String[] arguments) throws InterruptedException {
    if (List.of(arguments).equals(List.of("--help"))) {
      System.out.print(usage());
      return;
    }
    if (arguments.length != 1) {
      System.err.print(usage());
      System.exit(2);
    }
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, "gateway-logback.xml");
    }
    try {
      Gateway gateway =
          start(
              ConfigurationFile.read(Path.of(arguments[0])),
              List.of(),
              new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
      Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "stop"));
      Thread.currentThread().join();
    } catch (GatewayException refused) {
      System.err.println(refused.getMessage());
      System.exit(1);
    }
  }

  static String usage() {
    try (InputStream text = GatewayServer.class.getResourceAsStream("usage.txt")) {
      return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new GatewayException.StartFault("reading usage.txt failed", unreadable);
    }
  }

  /// Starts a gateway; see [#prepare].
  public static Gateway start(
      GatewayConfiguration configuration,
      List<HealthProbe> probes,
      PrometheusMeterRegistry registry) {
    return prepare(configuration, probes, registry).listen();
  }

  /// Makes a gateway on its graph and its Temporal service, of which neither need answer before the
  /// gateway listens.
  ///
  /// @param probes of parts beside it that its health report shall name
  /// @param registry is scraped at `/metrics`
  public static Gateway prepare(
      GatewayConfiguration configuration,
      List<HealthProbe> probes,
      PrometheusMeterRegistry registry) {
    Driver driver = driver(configuration);
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(configuration.temporal().target())
                .setSystemInfoTimeout(FIRST_ANSWER)
                .build());
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    RefusalLog refusals =
        RefusalLog.open(
            configuration.audit().folder(),
            configuration.audit().mostBytes(),
            registry,
            Clock.systemUTC());
    Wired wired = wire(configuration, driver, client(configuration, stubs), refusals, threads);
    List<HealthProbe> all = new ArrayList<>(probes);
    all.add(new HealthProbe("graph", () -> graph(driver)));
    all.add(new HealthProbe("temporal", () -> temporal(stubs)));
    IntakeCollector intakes = new IntakeCollector(new ProgressReader(driver), SCRAPE_LIMIT);
    registry.getPrometheusRegistry().register(intakes);
    GatewayParts parts =
        new GatewayParts(
            wired.schema,
            new AlertIncidents(wired.mutations),
            refusals::read,
            wired.pepper::personId,
            all,
            registry,
            List.of(
                wired.mutations,
                refusals,
                threads::shutdownNow,
                () -> registry.getPrometheusRegistry().unregister(intakes),
                driver,
                () -> close(stubs)));
    return Gateway.prepare(configuration, parts);
  }

  private record Wired(SchemaWiring schema, MutationWiring mutations, Pepper pepper) {}

  private static Wired wire(
      GatewayConfiguration configuration,
      Driver driver,
      WorkflowClient temporal,
      RefusalLog refusals,
      ExecutorService threads) {
    Pepper pepper = Pepper.readOrGenerate(configuration.people().pepper());
    PeopleDirectory people =
        new PeopleDirectory(
            configuration.credentials().tokens().stream()
                .map(
                    token ->
                        new PeopleDirectory.Entry(
                            pepper.personId(token.issuer(), token.subject()),
                            token.subject(),
                            token.displayName()))
                .toList());
    AccessRules rules = new AccessRules(configuration.restrictions());
    Sealer sealer = new Sealer(new PersonKeyStore(configuration.people().keyFolder()));
    PersonalValues personal = new PersonalValues(rules, sealer, people);
    GraphQueries queries =
        new GraphQueries(
            driver,
            QuerySettings.standard()
                .with(configuration.limits().searchBudget())
                .within(configuration.limits().queryTimeout()));
    MutationWiring mutations =
        new MutationWiring(
            new MutationWiring.Means(
                new RegisteredPlatform(
                    new PlatformFile(configuration.people().platformFile()),
                    new LastRegistrations(new ProjectedRegistrations(driver))),
                rules,
                Ed25519SigningKey.readOrGenerate(configuration.people().gatewayKey()),
                temporal,
                queries,
                new RollbackTargets(driver, QuerySettings.standard()),
                personal,
                people,
                refusals::add,
                Clock.systemUTC(),
                // sooner than the gateway gives up, so that the outcome can still be told
                configuration.limits().mutationTimeout().multipliedBy(9).dividedBy(10)));
    RuntimeWiring.Builder code = RuntimeWiring.newRuntimeWiring();
    QueryWiring reading =
        new QueryWiring(
            queries,
            new SharedDigest(
                () -> GraphDigest.compute(driver, configuration.limits().digestTimeout()), threads),
            rules,
            personal,
            new FairCapacity(
                new FairCapacity.Bounds(
                    GraphQueries.AT_ONCE,
                    configuration.share().maxStatements(),
                    Integer.MAX_VALUE,
                    Integer.MAX_VALUE)),
            task -> run(task, threads));
    reading.wire(code);
    mutations.wire(code);
    new ProgressWiring(temporal, queries, PROGRESS_INTERVAL).wire(code);
    return new Wired(
        SchemaWiring.published(code.build(), Catalogue.standard().argumentsByType())
            .planned(reading.planner(configuration.limits().maxResponseBytes())),
        mutations,
        pepper);
  }

  /// Keeps the request's id in the log lines of work that runs beside its operation.
  private static void run(Runnable task, ExecutorService threads) {
    Map<String, String> logged = MDC.getCopyOfContextMap();
    threads.execute(
        () -> {
          if (logged != null) {
            MDC.setContextMap(logged);
          }
          task.run();
        });
  }

  private static Driver driver(GatewayConfiguration configuration) {
    try {
      String password = Files.readString(configuration.graph().passwordFile()).strip();
      return GraphDatabase.driver(
          configuration.graph().bolt(),
          AuthTokens.basic(configuration.graph().user(), password),
          GraphDriver.settings()
              .withMaxConnectionPoolSize(CONNECTIONS)
              .withConnectionAcquisitionTimeout(5, TimeUnit.SECONDS)
              .build());
    } catch (IOException unreadable) {
      throw new GatewayException.StartFault(
          "reading the graph's password failed: " + unreadable, unreadable);
    }
  }

  private static WorkflowClient client(
      GatewayConfiguration configuration, WorkflowServiceStubs stubs) {
    return WorkflowClient.newInstance(
        stubs,
        WorkflowClientOptions.newBuilder()
            .setNamespace(configuration.temporal().namespace())
            .setDataConverter(
                DefaultDataConverter.newDefaultInstance()
                    .withPayloadConverterOverrides(
                        new JacksonJsonPayloadConverter(RecordJson.payloads())))
            .build());
  }

  private static ComponentHealth graph(Driver driver) {
    driver.verifyConnectivity();
    return new ComponentHealth.Up();
  }

  private static ComponentHealth temporal(WorkflowServiceStubs stubs) {
    stubs.healthCheck();
    return new ComponentHealth.Up();
  }

  private static void close(WorkflowServiceStubs stubs) {
    stubs.shutdownNow();
    stubs.awaitTermination(LAST_CALLS.toMillis(), TimeUnit.MILLISECONDS);
  }
}
