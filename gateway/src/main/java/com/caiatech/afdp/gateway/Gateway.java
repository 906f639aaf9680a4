package com.caiatech.afdp.gateway;

import com.caiatech.afdp.gateway.configuration.GatewayConfiguration;
import com.caiatech.afdp.gateway.configuration.HttpConfiguration;
import com.caiatech.afdp.gateway.configuration.StopConfiguration;
import com.caiatech.afdp.gateway.error.GatewayException;
import com.caiatech.afdp.gateway.execution.GraphQlEngine;
import com.caiatech.afdp.gateway.health.HealthReport;
import com.caiatech.afdp.gateway.http.Connections;
import com.caiatech.afdp.gateway.http.EventStreams;
import com.caiatech.afdp.gateway.http.ProtectedResource;
import com.caiatech.afdp.gateway.http.Route;
import com.caiatech.afdp.gateway.metrics.GatewayMetrics;
import com.caiatech.afdp.gateway.security.Authenticator;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running gateway: one HTTP server around the parts it is given. Several can run in one process;
/// none reads the environment or system properties.
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);

  /// For answers that are on their way to be taken, and connections to be closed.
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

  private static final Duration HEALTH_KEPT = Duration.ofMillis(500);

  private final HttpConfiguration http;
  private final StopConfiguration stop;
  private final ApplicationContext context;
  private final EmbeddedServer server;
  private volatile int port;
  private final EventStreams streams;
  private final List<AutoCloseable> closed;

  private Gateway(
      GatewayConfiguration configuration,
      ApplicationContext context,
      EventStreams streams,
      List<AutoCloseable> closed) {
    this.http = configuration.http();
    this.stop = configuration.stop();
    this.context = context;
    this.server = context.getBean(EmbeddedServer.class);
    this.port = configuration.http().port();
    this.streams = streams;
    this.closed = closed;
  }

  /// Starts serving; when it returns, requests are answered.
  ///
  /// @throws GatewayException.StartFault when the port is taken or schema and code do not fit
  public static Gateway start(GatewayConfiguration configuration, GatewayParts parts) {
    return prepare(configuration, parts).listen();
  }

  /// Makes a gateway that answers nothing before [#listen()].
  ///
  /// @throws GatewayException.StartFault when schema and code do not fit; the parts are closed
  public static Gateway prepare(GatewayConfiguration configuration, GatewayParts parts) {
    ApplicationContext context = null;
    try {
      EventStreams streams = new EventStreams(configuration.http().keepAlive());
      context = context(configuration, parts, streams);
      context.start();
      return new Gateway(configuration, context, streams, parts.closed());
    } catch (RuntimeException failed) {
      throw fault(configuration.http(), context, parts.closed(), failed);
    }
  }

  /// Begins to answer requests.
  ///
  /// @throws GatewayException.StartFault when the port is taken; the gateway is closed
  public Gateway listen() {
    try {
      server.start();
      port = server.getPort();
      LOG.info("gateway: listens on {}:{}", http.host(), port);
      return this;
    } catch (RuntimeException failed) {
      throw fault(http, context, closed, failed);
    }
  }

  private static GatewayException.StartFault fault(
      HttpConfiguration http,
      @Nullable ApplicationContext context,
      List<AutoCloseable> parts,
      RuntimeException failed) {
    if (context != null) {
      context.close();
    }
    GatewayException.StartFault fault =
        new GatewayException.StartFault(
            "starting the gateway on "
                + http.host()
                + ":"
                + http.port()
                + " (0 means a free port) failed, nothing is left running: "
                + failed.getMessage(),
            failed);
    closeAll(parts).forEach(fault::addSuppressed);
    return fault;
  }

  private static ApplicationContext context(
      GatewayConfiguration configuration, GatewayParts parts, EventStreams streams) {
    GatewayMetrics metrics = new GatewayMetrics(parts.registry());
    return ApplicationContext.builder(Gateway.class.getClassLoader())
        .deduceEnvironment(false)
        .deduceCloudEnvironment(false)
        .banner(false)
        .enableDefaultPropertySources(false)
        .environmentPropertySource(false)
        .propertySources(PropertySource.of("gateway", settings(configuration)))
        .singletons(
            configuration.http(),
            configuration.limits(),
            metrics,
            parts.registry(),
            streams,
            parts.alerts(),
            parts.refusals(),
            new GraphQlEngine(
                parts.wiring(), configuration.limits(), configuration.share(), metrics),
            new Authenticator(configuration.credentials(), parts.personIds()),
            new ProtectedResource(
                configuration.people().publicUri(), configuration.credentials().issuer()),
            new HealthReport(parts.probes(), PROBE_TIMEOUT, HEALTH_KEPT))
        .build();
  }

  /// The port it listens on; 0 for a free one before it does.
  public int port() {
    return port;
  }

  /// Where GraphQL is served.
  public URI graphql() {
    return uri(Route.GRAPHQL_PATH);
  }

  /// Where health is told.
  public URI health() {
    return uri(Route.HEALTH_PATH);
  }

  /// Where meters are scraped.
  public URI metrics() {
    return uri(Route.METRICS_PATH);
  }

  /// Says that it is not ready and goes on for as long as the configuration gives notice; then
  /// takes no more operations, cuts open streams, gives the operations that run their time to end,
  /// stops listening, and closes what it was given to close. Closing it again has no effect.
  @Override
  public void close() {
    if (!context.isRunning()) {
      return;
    }
    GraphQlEngine engine = context.getBean(GraphQlEngine.class);
    Connections connections = context.getBean(Connections.class);
    List<AutoCloseable> parts = new ArrayList<>();
    parts.add(() -> context.getBean(HealthReport.class).stop());
    parts.add(this::giveNotice);
    parts.add(streams::close);
    parts.add(() -> engine.drain(stop.drain()));
    parts.add(() -> connections.close(LAST_ANSWERS));
    parts.add(server::stop);
    parts.add(context);
    parts.addAll(closed);
    List<Exception> faults = closeAll(parts);
    if (!faults.isEmpty()) {
      GatewayException.StartFault fault =
          new GatewayException.StartFault(
              "closing the gateway: " + faults.size() + " part(s) did not close",
              faults.getFirst());
      faults.stream().skip(1).forEach(fault::addSuppressed);
      throw fault;
    }
  }

  /// Whoever interrupts it wants the rest to be quick, too.
  private void giveNotice() {
    try {
      Thread.sleep(stop.notice());
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<Exception> closeAll(List<AutoCloseable> parts) {
    List<Exception> faults = new ArrayList<>();
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception fault) { // what a part throws must not keep the next one open
        faults.add(fault);
      }
    }
    return faults;
  }

  private URI uri(String path) {
    String host = http.host();
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + path);
  }

  private static Map<String, Object> settings(GatewayConfiguration configuration) {
    HttpConfiguration http = configuration.http();
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("micronaut.application.name", "afdp-gateway");
    settings.put("micronaut.server.host", http.host());
    settings.put("micronaut.server.port", http.port() == 0 ? -1 : http.port());
    settings.put("micronaut.server.max-request-size", configuration.limits().maxBodyBytes());
    settings.put("micronaut.server.server-header", "");
    settings.put("micronaut.server.idle-timeout", "2m");
    // a client that listens to a stream or waits for a mutation sends nothing: that is not idle
    settings.put("micronaut.server.read-idle-timeout", "0s");
    settings.put("micronaut.server.write-idle-timeout", "0s");
    settings.put("micronaut.server.netty.max-initial-line-length", 16 * 1024);
    settings.put("micronaut.netty.event-loops.default.shutdown-quiet-period", "0s");
    settings.put("micronaut.netty.event-loops.default.shutdown-timeout", "1s");
    if (!http.allowedOrigins().isEmpty()) {
      settings.put("micronaut.server.cors.enabled", true);
      String web = "micronaut.server.cors.configurations.web.";
      settings.put(web + "allowed-origins", http.allowedOrigins());
      settings.put(web + "allowed-methods", List.of("GET", "POST"));
      settings.put(
          web + "allowed-headers",
          List.of("authorization", "content-type", "accept", "x-request-id", "traceparent"));
      settings.put(web + "allow-credentials", false);
    }
    return settings;
  }
}
