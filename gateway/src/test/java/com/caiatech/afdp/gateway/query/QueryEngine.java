package com.caiatech.afdp.gateway.query;

import com.caiatech.afdp.gateway.configuration.LimitConfiguration;
import com.caiatech.afdp.gateway.configuration.ShareConfiguration;
import com.caiatech.afdp.gateway.execution.GraphQlEngine;
import com.caiatech.afdp.gateway.execution.GraphQlRequest;
import com.caiatech.afdp.gateway.execution.Outcome;
import com.caiatech.afdp.gateway.execution.Prepared;
import com.caiatech.afdp.gateway.execution.SchemaWiring;
import com.caiatech.afdp.gateway.load.FairCapacity;
import com.caiatech.afdp.gateway.metrics.GatewayMetrics;
import com.caiatech.afdp.gateway.people.PeopleDirectory;
import com.caiatech.afdp.gateway.people.PersonalValues;
import com.caiatech.afdp.gateway.security.AccessRules;
import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.gateway.security.RoleGrant;
import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.graphmodel.path.SearchBudget;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.QuerySettings;
import com.caiatech.afdp.graphmodel.query.catalogue.Catalogue;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.sealing.PersonKeyStore;
import com.caiatech.afdp.schemas.sealing.Sealer;
import com.caiatech.afdp.schemas.testing.TestPatience;
import graphql.schema.idl.RuntimeWiring;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.neo4j.driver.Driver;

/// Executes queries as the gateway does, without HTTP.
final class QueryEngine {
  static final Principal VIEWER = principal(Role.VIEWER);

  private final GraphQlEngine engine;
  final CountingDriver counting;
  final Sealer sealer;

  QueryEngine(Driver driver, Path keys) {
    counting = new CountingDriver(driver);
    sealer = new Sealer(new PersonKeyStore(keys));
    LimitConfiguration limits = LimitConfiguration.DEFAULTS;
    engine =
        new GraphQlEngine(
            wiring(counting.driver(), sealer),
            new LimitConfiguration(
                limits.maxBodyBytes(),
                limits.maxResponseBytes(),
                50_000,
                limits.maxDepth(),
                10_000,
                5_000,
                limits.maxDirectives(),
                Integer.MAX_VALUE,
                limits.maxInputDepth(),
                TestPatience.LONGEST,
                limits.mutationTimeout(),
                limits.digestTimeout(),
                limits.maxPathExpansions(),
                limits.pathTimeout(),
                limits.maxConcurrent(),
                limits.maxWaiting(),
                limits.maxStreams(),
                limits.preparedDocuments(),
                true),
            new ShareConfiguration(256, 1_024, 40, 256, Integer.MAX_VALUE, Integer.MAX_VALUE),
            new GatewayMetrics(new SimpleMeterRegistry()));
  }

  /// The published schema over the graph; nothing but queries has code.
  static SchemaWiring wiring(Driver counted, Path keys) {
    return wiring(counted, new Sealer(new PersonKeyStore(keys)));
  }

  private static SchemaWiring wiring(Driver counted, Sealer sealer) {
    QuerySettings settings =
        new QuerySettings(
            "neo4j",
            Duration.ofSeconds(60),
            Duration.ofMillis(200),
            1000,
            new SearchBudget(1_000_000, Duration.ofMinutes(1)));
    AccessRules rules = new AccessRules(List.of());
    RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring();
    new QueryWiring(
            new GraphQueries(counted, settings),
            () -> GraphDigest.compute(counted, Duration.ofMinutes(1)),
            rules,
            new PersonalValues(rules, sealer, new PeopleDirectory(List.of())),
            new FairCapacity(new FairCapacity.Bounds(40, 40, Integer.MAX_VALUE, Integer.MAX_VALUE)),
            Executors.newVirtualThreadPerTaskExecutor())
        .wire(wiring);
    return SchemaWiring.published(withoutTheRest(wiring), Catalogue.standard().argumentsByType());
  }

  /// What is not read from the graph has code elsewhere.
  private static RuntimeWiring withoutTheRest(RuntimeWiring.Builder wiring) {
    for (String type :
        List.of(
            "Mutation",
            "Subscription",
            "Receipt",
            "DeploymentStarted",
            "DeploymentRefused",
            "DeploymentDecided",
            "DecisionRefused",
            "DeploymentAborting",
            "DeploymentActing",
            "AbortRefused",
            "DeploymentSteered",
            "SteeringRefused",
            "IncidentReported",
            "IncidentUpdated",
            "IncidentLinked",
            "IncidentRefused",
            "Registered",
            "RegistrationRefused",
            "DeploymentReported",
            "DeploymentReportRefused",
            "DeploymentProgressEvent",
            "ProgressTraffic")) {
      wiring.type(type, builder -> builder.defaultDataFetcher(environment -> null));
    }
    for (String type :
        List.of(
            "Recorded",
            "Refusal",
            "StartDeploymentOutcome",
            "DecideDeploymentOutcome",
            "AbortDeploymentOutcome",
            "SteerDeploymentOutcome",
            "ReportIncidentOutcome",
            "UpdateIncidentOutcome",
            "LinkIncidentOutcome",
            "ReportDeploymentOutcome",
            "RegisterOutcome")) {
      wiring.type(type, builder -> builder.typeResolver(environment -> null));
    }
    return wiring.build();
  }

  /// The response to a query.
  Map<String, Object> ask(String query, Map<String, Object> variables) {
    return ask(VIEWER, query, variables);
  }

  Map<String, Object> ask(String query) {
    return ask(VIEWER, query, Map.of());
  }

  Map<String, Object> ask(Principal principal, String query, Map<String, Object> variables) {
    GraphQlRequest request = new GraphQlRequest(query, null, variables, Map.of());
    return switch (engine.prepare(request)) {
      case Prepared.Refused refused -> refused.outcome().response();
      case Prepared.Ready ready -> {
        CompletableFuture<Outcome> told = new CompletableFuture<>();
        engine.run(ready, "test", null, principal, new CompletableFuture<>(), told::complete);
        yield switch (told.join()) {
          case Outcome.Answered answered -> answered.response();
          case Outcome.Refused refused -> refused.response();
          case Outcome.Stream _ -> throw new AssertionError("a query gave a stream");
        };
      }
    };
  }

  static Principal principal(Role role) {
    return new Principal(
        new PersonId("p_0123456789abcdef0123456789abcdef"),
        "local",
        "local-" + role.label(),
        role.label(),
        RoleGrant.everywhere(role),
        Instant.EPOCH);
  }
}
