package com.caiatech.afdp.gateway.mutation;

import static com.caiatech.afdp.gateway.mutation.MutationSamples.ADMIN;
import static com.caiatech.afdp.gateway.mutation.MutationSamples.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.execution.SchemaWiring;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.gateway.security.RoleGrant;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.Ids;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.intent.Action;
import graphql.language.FieldDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.schema.idl.RuntimeWiring;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Every mutation of the published schema, asked by each role, granted everywhere and somewhere:
/// who may is what {@link #MAY} says, and nobody else.
class MutationRightsTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();
  @TempDir static Path folder;

  private static final String WHO_DEPLOYS = "deployer admin";
  private static final String WHO_STOPS = "deployer incident-manager admin";
  private static final String WHO_DECIDES = "approver admin";

  /// The roles that may.
  private static final Map<String, String> MAY =
      Map.ofEntries(
          Map.entry("startDeployment", WHO_DEPLOYS),
          Map.entry("retryDeployment", WHO_DEPLOYS),
          Map.entry("promoteDeployment", WHO_DEPLOYS),
          Map.entry("promoteDeploymentFully", WHO_DEPLOYS),
          Map.entry("skipDeploymentStep", WHO_DEPLOYS),
          Map.entry("reportDeployment", WHO_DEPLOYS),
          Map.entry("rollbackDeployment", WHO_STOPS),
          Map.entry("undoDeployment", WHO_STOPS),
          Map.entry("abortDeployment", WHO_STOPS),
          Map.entry("pauseDeployment", WHO_STOPS),
          Map.entry("resumeDeployment", WHO_STOPS),
          Map.entry("reportIncident", WHO_STOPS),
          Map.entry("approveDeployment", WHO_DECIDES),
          Map.entry("rejectDeployment", WHO_DECIDES),
          Map.entry("annotate", "deployer approver incident-manager admin"),
          Map.entry("saveQuery", "deployer approver incident-manager admin"),
          Map.entry("updateIncident", "incident-manager admin"),
          Map.entry("linkIncident", "incident-manager admin"),
          Map.entry("registerRepository", "admin"),
          Map.entry("registerService", "admin"));

  /// Where a grant has to count beside everywhere, for what is asked of checkout in staging.
  private static final Set<String> THERE = Set.of("staging", "checkout", "checkout in staging");

  /// A service lies in every environment, a repository is of no service, and a saved query of
  /// neither.
  private static final Map<String, Set<String>> ELSEWHERE =
      Map.of(
          "registerService", Set.of("checkout"),
          "registerRepository", Set.of(),
          "saveQuery", Set.of());

  /// What a grant may name: environments and services.
  private static final Map<String, RoleGrant> GRANTED =
      Map.of(
          "staging", some("staging", null),
          "production", some("production", null),
          "checkout", some(null, "checkout"),
          "cart", some(null, "cart"),
          "checkout in staging", some("staging", "checkout"),
          "cart in staging", some("staging", "cart"),
          "checkout in production", some("production", "checkout"));

  private static final UUID OF_STAGING = UUID.fromString("018b0000-0000-7000-8000-000000000005");

  private static StartedMutations started;
  private static UUID incident;

  @BeforeAll
  static void startWorkers() {
    started = StartedMutations.on(folder, NEO4J.driver(), Clock.systemUTC(), Set.of());
    incident = Ids.newUuid7(Instant.now());
    Input report = input("reportIncident").with("id", incident);
    assertThat(started.mutations().carryOut("reportIncident", ADMIN, report))
        .isInstanceOf(MutationOutcome.IncidentReported.class);
  }

  @AfterAll
  static void stopWorkers() {
    started.close();
  }

  private static RoleGrant some(@Nullable String environment, @Nullable String service) {
    return new RoleGrant(
        Role.ADMIN,
        environment == null ? Set.of() : Set.of(new EnvironmentName(environment)),
        service == null ? Set.of() : Set.of(new ServiceName(service)));
  }

  @Test
  void whoMayIsWhatTheTableSays() {
    assertThat(published()).as("each mutation has a row").isEqualTo(new TreeSet<>(MAY.keySet()));
    assertThat(found(started.mutations(), published(), "staging")).isEqualTo(expected(published()));
  }

  /// The proof that the above can fail: where a rule differs, what is found differs by it.
  @Test
  void anotherRuleIsSeen() {
    try (MutationWiring narrowed =
        MutationSamples.wiring(
            folder,
            NEO4J.driver(),
            started.temporal().getWorkflowClient(),
            Clock.systemUTC(),
            Set.of(Action.REPORT_INCIDENT))) {
      Set<String> lost = expected(Set.of("reportIncident"));
      lost.removeAll(found(narrowed, Set.of("reportIncident"), "production"));
      assertThat(lost)
          .contains(
              "reportIncident: deployer, everywhere", "reportIncident: admin, checkout in staging")
          .doesNotContain("reportIncident: admin, everywhere", "reportIncident: admin, checkout");
    }
  }

  private static Set<String> published() {
    ObjectTypeDefinition mutations =
        SchemaWiring.published(RuntimeWiring.newRuntimeWiring().build(), Map.of())
            .types()
            .getTypeOrNull("Mutation", ObjectTypeDefinition.class);
    return Objects.requireNonNull(mutations).getFieldDefinitions().stream()
        .map(FieldDefinition::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// What is granted by the table, as `mutation: role of where`.
  private static Set<String> expected(Set<String> mutations) {
    Set<String> cells = new TreeSet<>();
    for (String mutation : mutations) {
      for (String role : Objects.requireNonNull(MAY.get(mutation)).split(" ", -1)) {
        cells.add(mutation + ": " + role + ", everywhere");
        ELSEWHERE
            .getOrDefault(mutation, THERE)
            .forEach(where -> cells.add(mutation + ": " + role + ", " + where));
      }
    }
    return cells;
  }

  /// What is granted when it is asked for.
  private static Set<String> found(
      MutationWiring mutations, Set<String> names, String environment) {
    Set<String> cells = new TreeSet<>();
    for (String name : names) {
      grants()
          .forEach(
              (cell, grant) -> {
                String outcome =
                    refused(
                        mutations.carryOut(
                            name,
                            MutationSamples.person('f', grant),
                            in(environment, input(name))));
                if (!outcome.startsWith("FORBIDDEN")) {
                  assertThat(outcome)
                      .as("%s by %s comes as far as who may", name, cell)
                      .matches("(?s)(ID_NOT_CURRENT|DeploymentReported|NOT_AWAITING_APPROVAL).*");
                  cells.add(name + ": " + cell);
                }
              });
    }
    return cells;
  }

  /// Each role everywhere, and where it can be granted so, somewhere.
  private static Map<String, RoleGrant> grants() {
    Map<String, RoleGrant> grants = new LinkedHashMap<>();
    for (Role role : Role.values()) {
      grants.put(role + ", everywhere", new RoleGrant(role, Set.of(), Set.of()));
      if (!Set.of(Role.VIEWER, Role.AUDITOR).contains(role)) {
        GRANTED.forEach(
            (where, some) ->
                grants.put(
                    role + ", " + where,
                    new RoleGrant(role, some.environments(), some.services())));
      }
    }
    return grants;
  }

  private static Input in(String environment, Input input) {
    return input.has("environment") ? input.with("environment", environment) : input;
  }

  /// A request that is good but for its age, so that it changes nothing where it is granted.
  private static Input input(String mutation) {
    Map<String, @Nullable Object> input = new HashMap<>();
    input.put("id", Ids.newUuid7(Instant.now().minus(Duration.ofHours(1))));
    input.putAll(
        switch (mutation) {
          case "startDeployment" -> Map.of("service", "checkout", "environment", "staging");
          case "rollbackDeployment" ->
              Map.of(
                  "service", "checkout",
                  "environment", "staging",
                  "targetDeploymentId", OF_STAGING);
          case "approveDeployment", "rejectDeployment" ->
              Map.of("deploymentId", OF_STAGING, "planSha256", "a".repeat(64));
          case "reportIncident" ->
              Map.of(
                  "severity", "SEV2",
                  "title", "Checkout fails",
                  "environment", "staging",
                  "services", List.of("checkout"));
          case "annotate" -> Map.of("deploymentId", OF_STAGING, "text", "it fails");
          case "saveQuery" -> Map.of("savedQueryId", incident);
          case "updateIncident" -> Map.of("incidentId", incident, "phase", "MITIGATED");
          case "linkIncident" -> Map.of("incidentId", incident, "deploymentId", OF_STAGING);
          case "reportDeployment" ->
              Map.of(
                  "service", "checkout",
                  "environment", "staging",
                  "commit", "a".repeat(40),
                  "status", "SUCCEEDED",
                  "deployer", Map.of("name", "argo-cd", "externalId", "checkout/1", "url", ""));
          case "registerRepository" ->
              Map.of("name", "pay", "addresses", List.of("https://github.com/acme/pay.git"));
          case "registerService" ->
              Map.of(
                  "name",
                  "checkout",
                  "sources",
                  List.of(Map.of("role", "APPLICATION", "repository", "shop")));
          default -> Map.of("deploymentId", OF_STAGING, "step", 1);
        });
    return new Input(input);
  }
}
