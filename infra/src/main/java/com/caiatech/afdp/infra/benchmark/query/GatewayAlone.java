package com.caiatech.afdp.infra.benchmark.query;

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
import com.caiatech.afdp.gateway.security.Credentials;
import com.caiatech.afdp.gateway.security.LocalToken;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.gateway.security.RoleGrant;
import com.caiatech.afdp.infra.bootstrap.LocalPeople;
import com.caiatech.afdp.infra.embedded.Neo4jServer;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.Sha256;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The gateway in a process of its own on the graph of a state folder, with no Temporal service
/// behind it, so that it answers queries alone. It says where it answers once it does, and stops in
/// order when its input ends.
final class GatewayAlone {
  /// The variable of the environment with the bearer token of who asks.
  static final String TOKEN = "TOKEN";

  /// The argument that leaves each who asks the share that a gateway gives by itself.
  static final String WITH_SHARES = "--with-shares";

  private static final Duration VALID = Duration.ofDays(1);

  /// Nothing listens there.
  private static final String NO_TEMPORAL = "127.0.0.1:1";

  private GatewayAlone() {}

  /// Runs it until its input ends.
  ///
  /// @param arguments the state folder, the `bolt://` URI of its graph, and {@link #WITH_SHARES} or
  ///   nothing
  public static void main(String[] arguments) throws IOException {
    StateLayout layout = new StateLayout(Path.of(arguments[0]));
    LocalToken viewer =
        new LocalToken(
            Sha256.ofUtf8(System.getenv(TOKEN)),
            RoleGrant.everywhere(Role.VIEWER),
            LocalPeople.ISSUER,
            "benchmark",
            "Benchmark",
            Instant.now().plus(VALID));
    GatewayConfiguration configuration =
        new GatewayConfiguration(
            HttpConfiguration.loopback(0),
            LimitConfiguration.DEFAULTS,
            List.of(arguments).contains(WITH_SHARES) ? ShareConfiguration.DEFAULTS : unlimited(),
            Credentials.local(List.of(viewer)),
            List.of(),
            new GraphConfiguration(
                URI.create(arguments[1]), Neo4jServer.USER, layout.neo4jPassword()),
            new TemporalConfiguration(NO_TEMPORAL, "default"),
            new PeopleConfiguration(
                layout.platform(),
                layout.gatewayKey(),
                layout.pepper(),
                layout.people(),
                URI.create("http://127.0.0.1")),
            AuditConfiguration.in(layout.refusals()),
            StopConfiguration.ALONE);
    try (Gateway gateway =
        GatewayServer.start(
            configuration, List.of(), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))) {
      System.out.println(gateway.graphql());
      while (System.in.read() >= 0) {
        // it says nothing
      }
    }
    System.exit(0);
  }

  /// All callers of a benchmark are one person, of whom no share is asked.
  private static ShareConfiguration unlimited() {
    ShareConfiguration usual = ShareConfiguration.DEFAULTS;
    return new ShareConfiguration(
        usual.maxConcurrent(),
        usual.maxWaiting(),
        usual.maxStatements(),
        usual.maxStreams(),
        Integer.MAX_VALUE,
        Integer.MAX_VALUE);
  }
}
