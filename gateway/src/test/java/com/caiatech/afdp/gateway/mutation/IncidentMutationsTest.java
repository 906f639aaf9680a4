package com.caiatech.afdp.gateway.mutation;

import static com.caiatech.afdp.gateway.mutation.MutationSamples.ADMIN;
import static com.caiatech.afdp.gateway.mutation.MutationSamples.DEPLOYER;
import static com.caiatech.afdp.gateway.mutation.MutationSamples.MANAGER;
import static com.caiatech.afdp.gateway.mutation.MutationSamples.refused;
import static com.caiatech.afdp.gateway.mutation.MutationSamples.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.gateway.security.RoleGrant;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.Ids;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.intent.Statement;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Severity;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import io.temporal.client.WorkflowOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of an incident, and who may speak of one where only admins may in production.
class IncidentMutationsTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();
  private static final UUID OF_PRODUCTION = UUID.fromString("018b0000-0000-7000-8000-000000000004");
  private static final UUID OF_STAGING = UUID.fromString("018b0000-0000-7000-8000-000000000005");
  private static final WorkflowOptions OPTIONS =
      WorkflowOptions.newBuilder().setTaskQueue(WorkflowNames.TASK_QUEUE).build();
  @TempDir static Path folder;

  private static StartedMutations started;
  private static MutationWiring mutations;

  @BeforeAll
  static void startWorkers() {
    started =
        StartedMutations.on(
            folder,
            NEO4J.driver(),
            Clock.systemUTC(),
            Set.of(Action.REPORT_INCIDENT, Action.UPDATE_INCIDENT, Action.LINK_INCIDENT));
    mutations = started.mutations();
  }

  @AfterAll
  static void stopWorkers() {
    started.close();
  }

  @Test
  void anUpdateChangesWhatItGivesAndLeavesTheRestAndIsMeantByWhoSentIt() {
    UUID incident = reported("staging");
    Map<String, Object> mitigating = update(incident, Map.of("phase", "MITIGATED"));
    MutationOutcome first = carryOut(ADMIN, mitigating);
    assertThat(first)
        .isInstanceOfSatisfying(
            MutationOutcome.IncidentUpdated.class,
            it -> {
              assertThat(it.previousPhase()).isEqualTo(IncidentPhase.OPENED);
              assertThat(it.phase()).isEqualTo(IncidentPhase.MITIGATED);
            });
    Instant detected = Instant.parse("2026-03-01T10:00:00Z");
    Instant over = Instant.parse("2026-03-01T11:00:00Z");
    carryOut(
        MANAGER,
        update(
            incident,
            Map.of(
                "phase",
                "RESOLVED",
                "severity",
                "SEV1",
                "detectedAt",
                detected,
                "resolvedAt",
                over,
                "components",
                List.of("src/pay"))));
    assertThat(carryOut(ADMIN, mitigating)).as("sent again").isEqualTo(first);
    assertThat(refused(carryOut(ADMIN, with(mitigating, "phase", "RESOLVED"))))
        .isEqualTo(
            "CONFLICT id "
                + mitigating.get("id")
                + ": another request was sent under it; make a new id");
    Map<String, Object> written = update(incident, Map.of("description", "Written down"));
    carryOut(MANAGER, written);

    IncidentReport known = known(incident);
    assertThat(known)
        .returns(IncidentPhase.RESOLVED, IncidentReport::phase)
        .returns(Severity.SEV1, IncidentReport::severity)
        .returns("Checkout fails", IncidentReport::title)
        .returns(List.of(new ServiceName("checkout")), IncidentReport::services)
        .returns(List.of("src/pay"), IncidentReport::components)
        .returns(new EnvironmentName("staging"), IncidentReport::affectedEnvironment)
        .returns(detected, IncidentReport::detectedAt)
        .returns(over, IncidentReport::resolvedAt)
        .returns(ADMIN.personId(), IncidentReport::reportedBy);
    assertThat(known.description()).startsWith("sealed:").doesNotContain("Written");
    IncidentReport last = standing(incident, new Input(new HashMap<>(written)).uuid("id"));
    assertThat(last.reportedBy()).isEqualTo(MANAGER.personId());
    assertThat(Objects.requireNonNull(last.intent()).statement())
        .returns("updateIncident", Statement::action)
        .returns(MANAGER.personId(), Statement::personId);
    carryOut(MANAGER, update(incident, Map.of("phase", "UPDATED")));
    assertThat(known(incident).resolvedAt()).as("opened again").isNull();
  }

  @Test
  void ofUpdatesAtTheSameTimeNoneIsLost() {
    UUID incident = reported("staging");
    List<Map<String, Object>> updates =
        Stream.<Map<String, Object>>of(
                Map.of("phase", "MITIGATED"),
                Map.of("severity", "SEV1"),
                Map.of("title", "Nobody can pay"),
                Map.of("startedAt", Instant.parse("2026-03-01T09:00:00Z")),
                Map.of("components", List.of("src/pay")))
            .map(change -> update(incident, change))
            .toList();
    assertThat(updates.parallelStream().map(input -> carryOut(MANAGER, input)))
        .hasOnlyElementsOfType(MutationOutcome.IncidentUpdated.class);
    assertThat(known(incident))
        .returns(IncidentPhase.MITIGATED, IncidentReport::phase)
        .returns(Severity.SEV1, IncidentReport::severity)
        .returns("Nobody can pay", IncidentReport::title)
        .returns(Instant.parse("2026-03-01T09:00:00Z"), IncidentReport::startedAt)
        .returns(List.of("src/pay"), IncidentReport::components);
  }

  @Test
  void anUpdateIsRefusedWithWhatIsWrong() {
    UUID incident = reported("staging");
    assertThat(refused(carryOut(DEPLOYER, update(incident, Map.of("severity", "SEV4")))))
        .isEqualTo(
            "FORBIDDEN updateIncident: expected one of the roles [incident-manager, admin], found"
                + " [deployer]; nothing was changed");
    isRefused(
        "INVALID_INPUT input: expected something that has changed, such as phase or severity, found"
            + " nothing",
        incident,
        Map.of("description", " "));
    isRefused(
        "INVALID_INPUT services: expected at least one, found none; leave it out to keep what is"
            + " known",
        incident,
        Map.of("services", List.of()));
    isRefused(
        "UNKNOWN_SERVICE service: expected one of [cart, checkout], found 'moon'",
        incident,
        Map.of("services", List.of("moon")));
    isRefused("INVALID_INPUT title: holds an e-mail", incident, Map.of("title", "ada@example.com"));
    isRefused("INVALID_INPUT components: ", incident, Map.of("components", List.of("/etc")));
    isRefused("INVALID_INPUT description: ", incident, Map.of("description", "x".repeat(4001)));
    isRefused("UNKNOWN_ENVIRONMENT environment: ", incident, Map.of("environment", "moon"));
    isRefused(
        "ID_NOT_CURRENT id ",
        incident,
        Map.of("id", Ids.newUuid7(Instant.now().minus(Duration.ofHours(1))), "phase", "RESOLVED"));
    UUID nobody = Ids.newUuid7(Instant.now());
    isRefused(
        "UNKNOWN_INCIDENT incidentId: expected an incident that was reported, found " + nobody,
        nobody,
        Map.of("phase", "RESOLVED"));
    assertThat(known(incident)).returns(IncidentPhase.OPENED, IncidentReport::phase);
  }

  private static void isRefused(String why, UUID incident, Map<String, Object> change) {
    assertThat(refused(carryOut(MANAGER, update(incident, change)))).startsWith(why);
  }

  @Test
  void whoMayNotSpeakOfAnEnvironmentSpeaksOfNoIncidentThatMayBeThere() {
    assertThat(report(MANAGER, "production"))
        .startsWith(
            "FORBIDDEN reportIncident of checkout in production: expected one of the roles [admin],"
                + " found [incident-manager]; nothing was changed");
    assertThat(report(MANAGER, null))
        .isEqualTo(
            "FORBIDDEN reportIncident of checkout: expected one of the roles [admin], found"
                + " [incident-manager]; nothing was changed; what names no environment may be of"
                + " any");
    UUID there = reported("production");
    UUID anywhere = reported(null);
    UUID staging = reported("staging");
    Map.of(there, " of checkout in production: ", anywhere, " of checkout: ")
        .forEach(
            (incident, where) -> {
              isRefused("FORBIDDEN updateIncident" + where, incident, Map.of("phase", "RESOLVED"));
              isRefused(
                  "FORBIDDEN updateIncident" + where, incident, Map.of("environment", "staging"));
              assertThat(link(MANAGER, incident, "deploymentId", OF_STAGING))
                  .startsWith("FORBIDDEN linkIncident" + where);
            });
    isRefused(
        "FORBIDDEN updateIncident of checkout in production: ",
        staging,
        Map.of("environment", "production"));
    assertThat(link(MANAGER, staging, "deploymentId", OF_PRODUCTION))
        .startsWith("FORBIDDEN linkIncident of checkout in production: ");
    assertThat(link(MANAGER, staging, "reportId", Ids.newUuid7(Instant.now())))
        .as("nobody knows where it was deployed")
        .startsWith("FORBIDDEN linkIncident: ");
    assertThat(link(MANAGER, staging, "deploymentId", OF_STAGING)).startsWith("IncidentLinked");
    assertThat(link(ADMIN, there, "deploymentId", OF_PRODUCTION)).startsWith("IncidentLinked");
    assertThat(carryOut(ADMIN, update(anywhere, Map.of("environment", "staging"))))
        .isInstanceOf(MutationOutcome.IncidentUpdated.class);
    assertThat(carryOut(MANAGER, update(anywhere, Map.of("phase", "RESOLVED"))))
        .isInstanceOf(MutationOutcome.IncidentUpdated.class);
  }

  @Test
  void whoCountsForOneServiceSpeaksOfNoIncidentThatIsOfAnother() {
    Principal ofCart =
        MutationSamples.person(
            'f', new RoleGrant(Role.INCIDENT_MANAGER, Set.of(), Set.of(new ServiceName("cart"))));
    Input both = report("staging").with("services", List.of("cart", "checkout"));
    assertThat(refused(mutations.carryOut("reportIncident", ofCart, both)))
        .isEqualTo(
            "FORBIDDEN reportIncident of checkout in staging: expected one of the roles [deployer,"
                + " incident-manager, admin], found [incident-manager of cart]; nothing was"
                + " changed");
    assertThat(
            refused(mutations.carryOut("reportIncident", ofCart, both.with("services", List.of()))))
        .endsWith("nothing was changed; what names no service may be of any");
    assertThat(
            refused(
                mutations.carryOut(
                    "reportIncident", ofCart, both.with("services", List.of("moon")))))
        .startsWith("UNKNOWN_SERVICE service: expected one of [cart, checkout], found 'moon'");
    Input own = report("staging").with("services", List.of("cart"));
    assertThat(mutations.carryOut("reportIncident", ofCart, own))
        .isInstanceOf(MutationOutcome.IncidentReported.class);
    UUID incident = own.uuid("id");
    assertThat(carryOut(ofCart, update(incident, Map.of("phase", "MITIGATED"))))
        .isInstanceOf(MutationOutcome.IncidentUpdated.class);
    for (List<String> services : List.of(List.of("checkout"), List.of("cart", "checkout"))) {
      assertThat(refused(carryOut(ofCart, update(incident, Map.of("services", services)))))
          .startsWith("FORBIDDEN updateIncident of checkout in staging: ");
    }
    assertThat(link(ofCart, incident, "deploymentId", OF_STAGING))
        .startsWith("FORBIDDEN linkIncident of checkout in staging: ");
    UUID others = reported("staging");
    assertThat(refused(carryOut(ofCart, update(others, Map.of("services", List.of("cart"))))))
        .startsWith("FORBIDDEN updateIncident of checkout in staging: ");
  }

  private static UUID reported(@Nullable String environment) {
    Input input = report(environment);
    assertThat(mutations.carryOut("reportIncident", ADMIN, input))
        .isInstanceOf(MutationOutcome.IncidentReported.class);
    return input.uuid("id");
  }

  private static String report(Principal principal, @Nullable String environment) {
    return refused(mutations.carryOut("reportIncident", principal, report(environment)));
  }

  private static Input report(@Nullable String environment) {
    Map<String, @Nullable Object> input = new HashMap<>();
    input.put("id", Ids.newUuid7(Instant.now()));
    input.put("severity", "SEV2");
    input.put("title", "Checkout fails");
    input.put("services", List.of("checkout"));
    input.put("environment", environment);
    return new Input(input);
  }

  private static String link(Principal principal, UUID incident, String field, UUID cause) {
    return refused(
        mutations.carryOut(
            "linkIncident",
            principal,
            new Input(
                Map.of("id", Ids.newUuid7(Instant.now()), "incidentId", incident, field, cause))));
  }

  private static Map<String, Object> update(UUID incident, Map<String, Object> change) {
    Map<String, Object> input = new HashMap<>();
    input.put("id", Ids.newUuid7(Instant.now()));
    input.put("incidentId", incident);
    input.putAll(change);
    return input;
  }

  private static MutationOutcome carryOut(Principal principal, Map<String, Object> input) {
    return mutations.carryOut("updateIncident", principal, new Input(new HashMap<>(input)));
  }

  private static IncidentReport standing(UUID incident, UUID update) {
    return asked(
        started
            .temporal()
            .getWorkflowClient()
            .newWorkflowStub(ContractWorkflows.StandingWorkflow.class, OPTIONS)
            .run(header(incident, LogicalStep.of(Action.UPDATE_INCIDENT, new RequestId(update)))));
  }

  private static IncidentReport asked(@Nullable Answer answer) {
    return Objects.requireNonNull(answer).input().body(IncidentReport.class);
  }

  private static Header header(UUID incident, String step) {
    return new Header(
        RecordKind.INCIDENT_REPORT, new SubjectId(incident), step, Scope.global(), Instant.now());
  }

  /// What the reports say together.
  private static IncidentReport known(UUID incident) {
    return asked(
        started
            .temporal()
            .getWorkflowClient()
            .newWorkflowStub(ContractWorkflows.KnownIncidentWorkflow.class, OPTIONS)
            .run(header(incident, "next")));
  }
}
