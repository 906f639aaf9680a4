package com.caiatech.afdp.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.configuration.LimitConfiguration;
import com.caiatech.afdp.gateway.configuration.ShareConfiguration;
import com.caiatech.afdp.gateway.execution.GraphQlEngine;
import com.caiatech.afdp.gateway.execution.GraphQlRequest;
import com.caiatech.afdp.gateway.execution.Outcome;
import com.caiatech.afdp.gateway.execution.Plan;
import com.caiatech.afdp.gateway.execution.Planner;
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
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import graphql.schema.idl.RuntimeWiring;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Driver;

/// Executes queries as the gateway does, without HTTP. What a plan writes is compared with what
/// graphql-java makes of the same reading, byte by byte.
final class QueryEngine {
  static final Principal VIEWER = principal(Role.VIEWER);

  private static final int MAX_BYTES = LimitConfiguration.DEFAULTS.maxResponseBytes();
  private static final Pattern BEYOND_THE_GRAPH = Pattern.compile("graphDigest|__schema|__type\\b");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final GraphQlEngine engine;
  private final boolean comparing;
  private final AtomicReference<Optional<Plan.Written>> written =
      new AtomicReference<>(Optional.empty());
  final CountingDriver counting;
  final Sealer sealer;

  QueryEngine(Driver driver, Path keys) {
    this(driver, keys, (engine, reading) -> engine.compared(reading.planner(MAX_BYTES)), true);
  }

  /// Plans as the gateway does.
  static QueryEngine planning(Driver driver, Path keys) {
    return planning(driver, keys, MAX_BYTES);
  }

  /// Plans answers of so many bytes at most.
  static QueryEngine planning(Driver driver, Path keys, int maxBytes) {
    return new QueryEngine(driver, keys, (_, reading) -> reading.planner(maxBytes), false);
  }

  /// Leaves every query to graphql-java.
  static QueryEngine withoutPlans(Driver driver, Path keys) {
    return new QueryEngine(driver, keys, (_, _) -> Planner.NONE, false);
  }

  private QueryEngine(
      Driver driver,
      Path keys,
      BiFunction<QueryEngine, QueryWiring, Planner> planning,
      boolean comparing) {
    this.comparing = comparing;
    counting = new CountingDriver(driver);
    sealer = new Sealer(new PersonKeyStore(keys));
    LimitConfiguration limits = LimitConfiguration.DEFAULTS;
    engine =
        new GraphQlEngine(
            wiring(counting.driver(), sealer, reading -> planning.apply(this, reading)),
            new LimitConfiguration(
                limits.maxBodyBytes(),
                limits.maxResponseBytes(),
                50_000,
                limits.maxDepth(),
                10_000,
                5_000,
                limits.maxDirectives(),
                Integer.MAX_VALUE,
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
    return wiring(counted, new Sealer(new PersonKeyStore(keys)), _ -> Planner.NONE);
  }

  /// Leaves the answer to graphql-java, and keeps the one that the plan has written.
  private Planner compared(Planner planner) {
    return (schema, document, operation, price) ->
        planner
            .plan(schema, document, operation, price)
            .map(
                plan ->
                    (variables, context) -> {
                      written.set(plan.answer(variables, context));
                      return Optional.empty();
                    });
  }

  /// Whether a plan has written the last answer as well.
  boolean isWritten() {
    return written.get().isPresent();
  }

  private static SchemaWiring wiring(
      Driver counted, Sealer sealer, Function<QueryWiring, Planner> planning) {
    QuerySettings settings =
        new QuerySettings(
            "neo4j",
            Duration.ofSeconds(60),
            Duration.ofMillis(200),
            1000,
            new SearchBudget(1_000_000, Duration.ofMinutes(1)));
    AccessRules rules = new AccessRules(List.of());
    RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring();
    QueryWiring reading =
        new QueryWiring(
            new GraphQueries(counted, settings),
            () -> GraphDigest.compute(counted, Duration.ofMinutes(1)),
            rules,
            new PersonalValues(rules, sealer, new PeopleDirectory(List.of())),
            new FairCapacity(new FairCapacity.Bounds(40, 40, Integer.MAX_VALUE, Integer.MAX_VALUE)),
            Executors.newVirtualThreadPerTaskExecutor());
    reading.wire(wiring);
    return SchemaWiring.published(withoutTheRest(wiring), Catalogue.standard().argumentsByType())
        .planned(planning.apply(reading));
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
            "Annotated",
            "AnnotationRefused",
            "QuerySaved",
            "SavedQueryRefused",
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
            "AnnotateOutcome",
            "SaveQueryOutcome",
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
        written.set(Optional.empty());
        engine.run(ready, "test", null, principal, new CompletableFuture<>(), told::complete);
        yield switch (told.join()) {
          case Outcome.Answered answered -> {
            written
                .get()
                .ifPresentOrElse(
                    by -> assertSame(query, by, answered), () -> assertNeeded(query, answered));
            yield answered.response();
          }
          case Outcome.Refused refused -> refused.response();
          case Outcome.Stream _ -> throw new AssertionError("a query gave a stream");
        };
      }
    };
  }

  private static void assertSame(String query, Plan.Written written, Outcome.Answered answered) {
    Map<String, Object> response = answered.response();
    assertThat(response).as("errors of %s", query).doesNotContainKey("errors");
    assertThat(written.data().text()).as(query).isEqualTo(json(response.get("data")));
    assertThat(written.cost()).as("cost of %s", query).isEqualTo(answered.cost());
  }

  /// That graphql-java had to answer: an error has to be told, or more is asked than the graph
  /// says.
  private void assertNeeded(String query, Outcome.Answered answered) {
    if (comparing && !BEYOND_THE_GRAPH.matcher(query).find()) {
      assertThat(answered.response()).as("not written: %s", query).containsKey("errors");
    }
  }

  static String json(@Nullable Object data) {
    try {
      return JSON.writeValueAsString(data);
    } catch (JsonProcessingException unwritable) {
      throw new AssertionError(unwritable);
    }
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
