package com.caiatech.afdp.infra.runner;

import com.caiatech.afdp.gateway.Gateway;
import com.caiatech.afdp.gateway.GatewayServer;
import com.caiatech.afdp.gateway.configuration.AuditConfiguration;
import com.caiatech.afdp.gateway.configuration.GatewayConfiguration;
import com.caiatech.afdp.gateway.configuration.GraphConfiguration;
import com.caiatech.afdp.gateway.configuration.HttpConfiguration;
import com.caiatech.afdp.gateway.configuration.LimitConfiguration;
import com.caiatech.afdp.gateway.configuration.PeopleConfiguration;
import com.caiatech.afdp.gateway.configuration.ShareConfiguration;
import com.caiatech.afdp.gateway.configuration.StopConfiguration;
import com.caiatech.afdp.gateway.configuration.TemporalConfiguration;
import com.caiatech.afdp.gateway.health.ComponentHealth;
import com.caiatech.afdp.gateway.health.HealthProbe;
import com.caiatech.afdp.gateway.security.Credentials;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.bootstrap.KeyHolder;
import com.caiatech.afdp.infra.bootstrap.LocalHost;
import com.caiatech.afdp.infra.bootstrap.LocalPeople;
import com.caiatech.afdp.infra.client.Endpoints;
import com.caiatech.afdp.infra.demo.RunningPlatform;
import com.caiatech.afdp.infra.embedded.GitServer;
import com.caiatech.afdp.infra.embedded.Neo4jServer;
import com.caiatech.afdp.infra.embedded.ServedName;
import com.caiatech.afdp.infra.registration.Registration;
import com.caiatech.afdp.infra.state.Ports;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.platform.EffectivePlatform;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.SchemaVersion;
import com.caiatech.afdp.workers.Workers;
import com.caiatech.afdp.workers.activity.ServingTimes;
import com.caiatech.afdp.workers.notification.ChannelCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/// The whole platform in this process on one state folder, all on loopback.
///
/// Starting is in the order of trust: the state folder is locked, what a killed runner left is
/// cleared away, the first policy is in its ledger before anyone writes another record, pushes that
/// nobody saw are taken in, deployments that nobody ended are closed, and only then the gateway
/// answers. What needs no graph starts while the database boots.
public final class Runner implements RunningPlatform, AutoCloseable {
  private final StateLayout layout;
  private final Bootstrap bootstrap;
  private final Closing closing;
  private final Servers servers;
  private final Functions functions;
  private final GitServer git;
  private final Workers workers;
  private final Gateway gateway;

  private Runner(
      StateLayout layout,
      Bootstrap bootstrap,
      Closing closing,
      Servers servers,
      Functions functions,
      GitServer git,
      Workers workers,
      Gateway gateway) {
    this.layout = layout;
    this.bootstrap = bootstrap;
    this.closing = closing;
    this.servers = servers;
    this.functions = functions;
    this.git = git;
    this.workers = workers;
    this.gateway = gateway;
  }

  /// Starts everything; when it returns, requests are answered and `endpoints.json` says where.
  ///
  /// @throws com.caiatech.afdp.infra.InfraException in one plain line; nothing is left running
  public static Runner start(RunnerOptions options) {
    Closing closing = new Closing();
    try {
      return start(options, closing);
    } catch (RuntimeException | Error failed) {
      closing.close();
      throw failed;
    }
  }

  private static Runner start(RunnerOptions options, Closing closing) {
    StateFolder folder = closing.add("state folder", StateFolder.open(options.state()));
    folder.removeStaleGitLocks();
    StateLayout layout = folder.layout();
    closing.add("log", LogFile.open(layout.logs()));
    Ports ports = Ports.load(layout.ports());
    Servers servers = Servers.begin(options, layout, ports, closing);
    Bootstrap bootstrap = Bootstrap.ensure(layout);
    Functions functions = Functions.start(options, layout, ports, bootstrap, servers, closing);
    GitServer git =
        closing.add(
            "git",
            GitServer.start(layout, ports.take("git", options.port("git")), functions::push));
    Starting<Workers> workers =
        closing.begin(
            "workers",
            () -> PlatformWorkers.start(layout, bootstrap, servers.temporal().await(), git));
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    FirstQueries firstQueries = new FirstQueries();
    List<HealthProbe> probes =
        List.of(
            new HealthProbe(
                "queue", () -> health(servers.queue().await().answers(), "it does not answer")),
            new HealthProbe("git", () -> health(git.answers(), "it does not answer")),
            new HealthProbe("queries", firstQueries::health));
    Gateway gateway =
        closing.add(
            "gateway", gateway(options, layout, ports, bootstrap, servers, probes, metrics));
    servers.graph().await();
    functions.takeIn();
    workers.await().notifications().forEach(channel -> count(channel, metrics));
    time(workers.await().servingTimes(), metrics);
    Runner runner =
        new Runner(layout, bootstrap, closing, servers, functions, git, workers.await(), gateway);
    gateway.listen();
    firstQueries.ask(gateway.graphql(), bootstrap.token(Role.VIEWER));
    runner.announce();
    return runner;
  }

  @Override
  public Endpoints endpoints() {
    Map<String, String> ledgers = new TreeMap<>();
    Map<String, String> repositories = new TreeMap<>();
    Platform platform = bootstrap.platformFile().current();
    for (Platform.Volume volume : platform.volumes()) {
      ledgers.put(volume.name().value(), address(ServedName.Root.LEDGERS, volume.name().value()));
    }
    for (Platform.SourceRepository repository : platform.repositories()) {
      String name = repository.name().value();
      repositories.put(name, address(ServedName.Root.REPOSITORIES, name));
    }
    return new Endpoints(
        gateway.graphql().toString(),
        gateway.health().toString(),
        gateway.metrics().toString(),
        functions.webhook().toString(),
        servers.bolt().toString(),
        servers.temporal().await().target(),
        ledgers,
        repositories,
        layout.workerPublicKey().toString(),
        layout.webhookSecret(LocalHost.HOOK).toString(),
        LocalPeople.files(layout),
        ProcessHandle.current().pid());
  }

  /// What the configuration and the registrations in the ledger come to, as far as these are
  /// projected.
  public EffectivePlatform effective() {
    return functions.effective();
  }

  /// Whose key in the state folder counts for nothing that is to come.
  public List<KeyHolder> withoutSay() {
    return bootstrap.withoutSay();
  }

  /// What this software writes and the trust policy lets the worker sign nowhere.
  public List<SchemaVersion> ungranted() {
    return bootstrap.ungranted();
  }

  @Override
  public Registration.Registered register(Registration.Request request) {
    Registration.Registered registered = Registration.on(layout).register(request);
    functions.lookNow();
    announce();
    return registered;
  }

  @Override
  public String pushAddress(String repository) {
    return endpoints().pushAddress(new RepositoryName(repository));
  }

  @Override
  public URI serviceAddress(String service, String environment) {
    return workers.target().address(new ServiceName(service), new EnvironmentName(environment));
  }

  /// Stops everything in order; what was begun goes on at the next start.
  @Override
  public void close() {
    closing.close();
  }

  private void announce() {
    endpoints().write(layout.root());
  }

  private String address(ServedName.Root root, String name) {
    return git.address(new ServedName(root, name)).toString();
  }

  private static Gateway gateway(
      RunnerOptions options,
      StateLayout layout,
      Ports ports,
      Bootstrap bootstrap,
      Servers servers,
      List<HealthProbe> probes,
      PrometheusMeterRegistry metrics) {
    int port = ports.take("gateway", options.port("gateway"));
    GatewayConfiguration configuration =
        new GatewayConfiguration(
            HttpConfiguration.loopback(port),
            LimitConfiguration.DEFAULTS.introspecting(), // for GraphiQL, on loopback
            ShareConfiguration.DEFAULTS,
            Credentials.local(LocalPeople.forGateway(bootstrap.tokens())),
            List.of(),
            new GraphConfiguration(servers.bolt(), Neo4jServer.USER, layout.neo4jPassword()),
            new TemporalConfiguration(servers.temporal().await().target(), "default"),
            new PeopleConfiguration(
                layout.platform(),
                layout.gatewayKey(),
                layout.pepper(),
                layout.people(),
                URI.create("http://127.0.0.1:" + port)),
            AuditConfiguration.in(layout.refusals()),
            StopConfiguration.ALONE);
    return GatewayServer.prepare(configuration, probes, metrics);
  }

  /// `afdp_notifications_total` by channel and what became of the events.
  private static void count(ChannelCounts channel, MeterRegistry metrics) {
    Map<String, ToDoubleFunction<ChannelCounts>> results =
        Map.of(
            "sent", ChannelCounts::sent,
            "failed", ChannelCounts::failed,
            "dropped", ChannelCounts::dropped);
    results.forEach(
        (result, count) ->
            FunctionCounter.builder("afdp.notifications", channel, count)
                .description("events sent, attempts that failed, and events given up, by channel")
                .tag("channel", channel.channel())
                .tag("result", result)
                .register(metrics));
  }

  /// `afdp_deployment_serving_seconds` by type: how many came to serve, and what all of them took.
  private static void time(ServingTimes times, MeterRegistry metrics) {
    for (DeploymentType type : DeploymentType.values()) {
      FunctionTimer.builder(
              "afdp.deployment.serving",
              times,
              it -> it.count(type),
              it -> it.millis(type),
              TimeUnit.MILLISECONDS)
          .description("deployments from the request until all traffic went to them, by type")
          .tag("type", type.name().toLowerCase(Locale.ROOT))
          .register(metrics);
    }
  }

  private static ComponentHealth health(boolean answers, String otherwise) {
    return answers ? new ComponentHealth.Up() : new ComponentHealth.Down(otherwise);
  }
}
