package com.caiatech.afdp.gateway.mutation;

import static com.caiatech.afdp.gateway.mutation.MutationSamples.ADMIN;
import static com.caiatech.afdp.gateway.mutation.MutationSamples.APPROVER;
import static com.caiatech.afdp.gateway.mutation.MutationSamples.DEPLOYER;
import static com.caiatech.afdp.gateway.mutation.MutationSamples.MANAGER;
import static com.caiatech.afdp.gateway.mutation.MutationSamples.VIEWER;
import static com.caiatech.afdp.gateway.mutation.MutationSamples.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.gateway.alert.Alert;
import com.caiatech.afdp.gateway.alert.AlertNotification;
import com.caiatech.afdp.gateway.alert.AlertOutcome;
import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.schemas.id.Ids;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import io.temporal.client.WorkflowStub;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class MutationsTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();
  @TempDir static Path folder;

  private static StartedMutations started;
  private static MutationWiring mutations;
  private static final MovableClock CLOCK = new MovableClock();

  @BeforeAll
  static void startWorkers() {
    started = StartedMutations.on(folder, NEO4J.driver(), CLOCK, MutationSamples.NARROWED);
    mutations = started.mutations();
  }

  /// Those of a gateway that has just started.
  private static MutationWiring wiring() {
    return MutationSamples.wiring(
        folder,
        NEO4J.driver(),
        started.temporal().getWorkflowClient(),
        CLOCK,
        MutationSamples.NARROWED);
  }

  @AfterAll
  static void stopWorkers() {
    started.close();
  }

  @Test
  void aDeploymentSentTwiceHasOneAnswerAndAnotherUnderItsIdIsRefused() {
    UUID id = Ids.newUuid7(Instant.now());
    MutationOutcome first = start(DEPLOYER, id, Map.of("reason", "see @local-approver"));
    assertThat(first).isInstanceOf(MutationOutcome.DeploymentStarted.class);
    assertThat(start(DEPLOYER, id, Map.of("reason", "see @local-approver"))).isEqualTo(first);
    assertThat(start(DEPLOYER, id, Map.of("reason", "another")))
        .isEqualTo(
            new MutationOutcome.DeploymentRefused(
                id,
                RefusalReason.CONFLICT,
                "id " + id + ": another request was sent under it; make a new id"));
  }

  @Test
  void startingIsRefusedWithWhatIsWrong() {
    UUID id = Ids.newUuid7(Instant.now());
    assertThat(refused(start(MANAGER, id, Map.of())))
        .isEqualTo(
            "FORBIDDEN startDeployment of checkout in staging: expected one of the roles [deployer, admin],"
                + " found [incident-manager]; nothing was changed");
    assertThat(refused(start(DEPLOYER, id, Map.of("service", "nope"))))
        .isEqualTo("UNKNOWN_SERVICE service: expected one of [cart, checkout], found 'nope'");
    assertThat(refused(start(DEPLOYER, id, Map.of("environment", "moon"))))
        .isEqualTo(
            "UNKNOWN_ENVIRONMENT environment: expected one of [staging, production], found 'moon'");
    assertThat(refused(start(DEPLOYER, id, Map.of("iacRef", "main"))))
        .isEqualTo(
            "UNKNOWN_REF iacRef: the service checkout has no repository for IAC, found the ref"
                + " 'main'");
    assertThat(refused(start(DEPLOYER, id, Map.of("reason", "ask ada@example.com"))))
        .startsWith("INVALID_INPUT reason: holds an e-mail address");
    assertThat(refused(start(DEPLOYER, UUID.randomUUID(), Map.of())))
        .startsWith("INVALID_INPUT id: expected a UUIDv7 (RFC 9562), found ");
    assertThat(
            refused(
                start(DEPLOYER, Ids.newUuid7(Instant.now().minus(Duration.ofHours(1))), Map.of())))
        .startsWith("ID_NOT_CURRENT id ");
  }

  @Test
  void anotherPersonApprovesAndWhoAskedDoesNot() {
    UUID deployment = Ids.newUuid7(Instant.now());
    start(ADMIN, deployment, Map.of());
    UUID id = Ids.newUuid7(Instant.now());
    MutationOutcome approved = approve(APPROVER, id, deployment, "fine");
    assertThat(approved).isInstanceOf(MutationOutcome.DeploymentDecided.class);
    assertThat(approve(APPROVER, id, deployment, "fine")).isEqualTo(approved);
    assertThat(refused(approve(APPROVER, id, deployment, "else"))).startsWith("CONFLICT");
    assertThat(refused(approve(ADMIN, Ids.newUuid7(Instant.now()), deployment, "mine")))
        .startsWith("SELF_APPROVAL deployment " + deployment);
    assertThat(refused(approve(DEPLOYER, Ids.newUuid7(Instant.now()), deployment, "no")))
        .startsWith("FORBIDDEN approveDeployment");
    UUID nobody = Ids.newUuid7(Instant.now());
    assertThat(refused(approve(APPROVER, id, nobody, "fine")))
        .isEqualTo(
            "UNKNOWN_DEPLOYMENT deploymentId: expected a deployment that was asked for, found "
                + nobody);
  }

  @Test
  void aDeploymentIsAbortedOnceAndHasNoDecisionAfterItsEnd() {
    UUID deployment = Ids.newUuid7(Instant.now());
    start(DEPLOYER, deployment, Map.of());
    Input input = new Input(Map.of("id", Ids.newUuid7(Instant.now()), "deploymentId", deployment));
    Input away = MutationSamples.abort(deployment, ContractWorkflows.LEDGER_AWAY);
    assertThat(mutations.carryOut("abortDeployment", DEPLOYER, away))
        .isEqualTo(new MutationOutcome.DeploymentActing(deployment, List.of("step-1"), null));
    MutationOutcome aborting = mutations.carryOut("abortDeployment", DEPLOYER, input);
    assertThat(aborting).isInstanceOf(MutationOutcome.DeploymentAborting.class);
    WorkflowStub workflow =
        started.temporal().getWorkflowClient().newUntypedWorkflowStub(deployment.toString());
    workflow.getResult(Void.class);
    assertThat(mutations.carryOut("abortDeployment", DEPLOYER, input)).isEqualTo(aborting);
    assertThat(refused(approve(APPROVER, Ids.newUuid7(Instant.now()), deployment, "late")))
        .isEqualTo(
            "NOT_AWAITING_APPROVAL deployment "
                + deployment
                + ": expected one that waits for approval, found one that has ended");
  }

  @Test
  void whatDoesNotFitTheStateOfADeploymentIsRefusedAndLeavesNothing() {
    UUID deployment = Ids.newUuid7(Instant.now());
    start(DEPLOYER, deployment, Map.of());
    Input pause = new Input(Map.of("id", Ids.newUuid7(Instant.now()), "deploymentId", deployment));
    Input again = pause.with("id", Ids.newUuid7(Instant.now()));
    assertThat(refused(mutations.carryOut("resumeDeployment", DEPLOYER, again)))
        .isEqualTo("WRONG_STATE it is paused: false");
    MutationOutcome paused = mutations.carryOut("pauseDeployment", DEPLOYER, pause);
    assertThat(paused).isInstanceOf(MutationOutcome.DeploymentSteered.class);
    assertThat(mutations.carryOut("pauseDeployment", DEPLOYER, pause)).isEqualTo(paused);
    Input anew = pause.with("id", Ids.newUuid7(Instant.now()));
    assertThat(refused(mutations.carryOut("pauseDeployment", DEPLOYER, anew)))
        .isEqualTo("WRONG_STATE it is paused: true");
    assertThat(refused(mutations.carryOut("promoteDeployment", DEPLOYER, anew.with("step", 0))))
        .isEqualTo("INVALID_INPUT step: expected 1 to 1000, found 0");
    assertThat(
            mutations.carryOut(
                "promoteDeploymentFully", DEPLOYER, again.with("id", Ids.newUuid7(Instant.now()))))
        .isInstanceOf(MutationOutcome.DeploymentSteered.class);
  }

  @Test
  void aRollbackWithoutTargetGoesToTheNewestGoodOneOrIsRefused() {
    Map<String, @Nullable Object> input = new HashMap<>();
    input.put("id", Ids.newUuid7(Instant.now()));
    input.put("service", "checkout");
    input.put("environment", "staging");
    assertThat(refused(mutations.carryOut("rollbackDeployment", DEPLOYER, new Input(input))))
        .startsWith("NO_ROLLBACK_TARGET rollback of checkout in staging: expected an earlier");
  }

  @Test
  void anIncidentIsReportedOnceAndLinked() {
    UUID incident = Ids.newUuid7(Instant.now());
    Map<String, @Nullable Object> report = new HashMap<>();
    report.put("id", incident);
    report.put("severity", "SEV2");
    report.put("title", "Checkout fails");
    report.put("description", "Long and personal");
    report.put("services", List.of("checkout"));
    MutationOutcome first = report(report);
    assertThat(first).isInstanceOf(MutationOutcome.IncidentReported.class);
    assertThat(report(report)).isEqualTo(first);

    Map<String, @Nullable Object> link = new HashMap<>();
    link.put("id", Ids.newUuid7(Instant.now()));
    link.put("incidentId", incident);
    link.put("deploymentId", UUID.fromString("018b0000-0000-7000-8000-000000000004"));
    assertThat(mutations.carryOut("linkIncident", MANAGER, new Input(link)))
        .isInstanceOf(MutationOutcome.IncidentLinked.class);
    UUID reported = Ids.newUuid7(Instant.now());
    link.put("reportId", reported);
    assertThat(refused(mutations.carryOut("linkIncident", MANAGER, new Input(link))))
        .startsWith("INVALID_INPUT deploymentId, reportId: expected one of them")
        .endsWith("found both");
    link.put("id", Ids.newUuid7(Instant.now()));
    link.remove("deploymentId");
    assertThat(mutations.carryOut("linkIncident", MANAGER, new Input(link)).toString())
        .startsWith(
            "IncidentLinked[incidentId=" + incident + ", deploymentId=null, reportId=" + reported);
    link.remove("reportId");
    assertThat(refused(mutations.carryOut("linkIncident", MANAGER, new Input(link))))
        .endsWith("found neither");
    link.put("deploymentId", reported);
    link.put("confidence", 1.5);
    assertThat(refused(mutations.carryOut("linkIncident", MANAGER, new Input(link))))
        .isEqualTo("INVALID_INPUT confidence: expected 0 to 1, found 1.5");
  }

  @Test
  void aRequestThatIsSentAgainMuchLaterIsAnsweredByWhatStandsInTheLedger() {
    UUID incident = Ids.newUuid7(Instant.now());
    Map<String, @Nullable Object> report = new HashMap<>();
    report.put("id", incident);
    report.put("severity", "SEV2");
    report.put("title", "Checkout fails");
    report.put("services", List.of("checkout"));
    UUID deployment = Ids.newUuid7(Instant.now());
    MutationOutcome reported = report(report);
    MutationOutcome started = start(DEPLOYER, deployment, Map.of());
    CLOCK.offset = Duration.ofHours(2);
    try {
      assertThat(report(report)).isEqualTo(reported);
      report.put("severity", "SEV1");
      assertThat(refused(report(report))).startsWith("CONFLICT id " + incident);
      assertThat(start(DEPLOYER, deployment, Map.of())).isEqualTo(started);
      assertThat(refused(start(ADMIN, deployment, Map.of()))).startsWith("CONFLICT");
      report.put("id", Ids.newUuid7(Instant.now()));
      assertThat(refused(report(report))).startsWith("ID_NOT_CURRENT");
    } finally {
      CLOCK.offset = Duration.ZERO;
    }
  }

  @Test
  void anAlertIsOneIncidentHoweverLateAndOftenItIsTold() {
    Alert alert = alert("checkout", Map.of("summary", "Errors", "description", "5 %"));
    AlertIncidents incidents = new AlertIncidents(mutations);

    AlertOutcome told = take(incidents, MANAGER, alert);

    assertThat(told).isInstanceOf(AlertOutcome.Reported.class);
    assertThat(take(incidents, MANAGER, alert)).isEqualTo(told);
    assertThat(
            take(
                incidents,
                MANAGER,
                alert("checkout", Map.of("summary", "More errors, ask ada@example.com"))))
        .isEqualTo(told);
    assertThat(take(incidents, ADMIN, alert)).isNotEqualTo(told);
    assertThat(take(incidents, MANAGER, alert("nowhere", Map.of())))
        .isEqualTo(
            new AlertOutcome.Refused(
                "ab",
                RefusalReason.UNKNOWN_SERVICE,
                "service: expected one of [cart, checkout], found 'nowhere'"));
    assertThat(take(incidents, VIEWER, alert))
        .asInstanceOf(InstanceOfAssertFactories.type(AlertOutcome.Refused.class))
        .returns(RefusalReason.FORBIDDEN, AlertOutcome.Refused::reason);
  }

  private static Alert alert(String service, Map<String, String> annotations) {
    return new Alert(
        "ab",
        Instant.parse("2025-03-04T05:06:07Z"),
        Map.of("alertname", "HighErrorRate", "service", service, "env", "staging"),
        annotations);
  }

  private static AlertOutcome take(AlertIncidents incidents, Principal sender, Alert alert) {
    return incidents.take(sender, new AlertNotification(List.of(alert), 0, 0)).getFirst();
  }

  @Test
  void aRollbackThatIsSentAgainGoesWhereItWentBefore() {
    UUID id = Ids.newUuid7(Instant.now());
    Map<String, @Nullable Object> input = new HashMap<>();
    input.put("id", id);
    input.put("service", "checkout");
    input.put("environment", "staging");
    input.put("targetDeploymentId", Ids.newUuid7(Instant.now()));
    MutationOutcome first = mutations.carryOut("rollbackDeployment", DEPLOYER, new Input(input));
    assertThat(first).isInstanceOf(MutationOutcome.DeploymentStarted.class);
    input.remove("targetDeploymentId");
    assertThat(mutations.carryOut("rollbackDeployment", DEPLOYER, new Input(input)))
        .isEqualTo(first);
    input.put("targetDeploymentId", Ids.newUuid7(Instant.now()));
    assertThat(refused(mutations.carryOut("rollbackDeployment", DEPLOYER, new Input(input))))
        .startsWith("CONFLICT");
  }

  @Test
  void whatAnotherDeployerDidIsReportedByWhoMayAndRefusedWithWhatIsWrong() {
    assertThat(reported(DEPLOYER, Map.of())).isInstanceOf(MutationOutcome.DeploymentReported.class);
    assertThat(refused(reported(VIEWER, Map.of()))).startsWith("FORBIDDEN reportDeployment");
    Map<String, Object> narrowed = Map.of("environment", "production");
    assertThat(refused(reported(DEPLOYER, narrowed)))
        .startsWith(
            "FORBIDDEN reportDeployment of checkout in production: expected one of the roles [admin]");
    assertThat(reported(ADMIN, narrowed)).isInstanceOf(MutationOutcome.DeploymentReported.class);
    isRefused("UNKNOWN_SERVICE service: expected one of", "service", "nowhere");
    isRefused("UNKNOWN_ENVIRONMENT environment: expected", "environment", "moon");
    isRefused("INVALID_INPUT commit: expected the full id", "commit", "main");
    isRefused("INVALID_INPUT previousCommit: expected", "previousCommit", "HEAD~1");
    isRefused("INVALID_INPUT version: holds an e-mail", "version", "of ada@example.com");
    isRefused("INVALID_INPUT expected no moment", "startedAt", Instant.now().plusSeconds(600));
    isRefused("INVALID_INPUT deployer.name: ", "deployer", tool("Argo CD", "1", ""));
    isRefused("INVALID_INPUT deployer.externalId: ", "deployer", tool("ci", "a b", ""));
    isRefused("INVALID_INPUT deployer.url: ", "deployer", tool("ci", "1", "javascript:alert(1)"));
    isRefused("INVALID_INPUT deployer.url: ", "deployer", tool("ci", "1", "https://a:b@ci/"));
  }

  private static void isRefused(String why, String field, Object value) {
    assertThat(refused(reported(DEPLOYER, Map.of(field, value)))).startsWith(why);
  }

  private static MutationOutcome reported(Principal principal, Map<String, Object> more) {
    Map<String, @Nullable Object> input = new HashMap<>();
    input.put("service", "checkout");
    input.put("environment", "staging");
    input.put("commit", "a".repeat(40));
    input.put("status", "SUCCEEDED");
    input.put("deployer", tool("argo-cd", "checkout/" + Ids.newUuid7(Instant.now()), ""));
    input.putAll(more);
    return mutations.carryOut("reportDeployment", principal, new Input(input));
  }

  private static Map<String, String> tool(String name, String externalId, String url) {
    return Map.of("name", name, "externalId", externalId, "url", url);
  }

  @Test
  void anAdminRegistersARepositoryAndAServiceOnceEach() {
    UUID id = Ids.newUuid7(Instant.now());
    Map<String, @Nullable Object> repository = new HashMap<>();
    repository.put("id", id);
    repository.put("name", "pay");
    repository.put("addresses", List.of("https://github.com/acme/pay.git"));
    MutationOutcome registered = register("registerRepository", ADMIN, repository);
    assertThat(registered).isInstanceOf(MutationOutcome.Registered.class);
    assertThat(register("registerRepository", ADMIN, repository)).isEqualTo(registered);
    repository.put("defaultBranch", "trunk");
    assertThat(refused(register("registerRepository", ADMIN, repository)))
        .startsWith("CONFLICT id " + id);
    assertThat(refused(register("registerRepository", DEPLOYER, repository)))
        .isEqualTo(
            "FORBIDDEN registerRepository: expected one of the roles [admin], found [deployer];"
                + " nothing was changed");
    repository.put("addresses", List.of("https://ghp_s3cret@github.com/acme/pay.git"));
    assertThat(refused(register("registerRepository", ADMIN, repository)))
        .startsWith("INVALID_INPUT Address on github.com: expected a user name over ssh alone");

    Map<String, @Nullable Object> service = new HashMap<>();
    service.put("id", Ids.newUuid7(Instant.now()));
    service.put("name", "billing");
    service.put("team", "payments");
    service.put("sources", List.of(source("services/billing", "libs/money")));
    assertThat(register("registerService", ADMIN, service))
        .isInstanceOf(MutationOutcome.Registered.class);
    service.put("sources", List.of(source("services/billing", "../secrets")));
    assertThat(refused(register("registerService", ADMIN, service)))
        .startsWith("INVALID_INPUT SourcePath: expected");
    service.put("sources", List.of(source("/etc", "libs")));
    assertThat(refused(register("registerService", ADMIN, service)))
        .startsWith("INVALID_INPUT SourcePath: expected");
    service.put("sources", List.of(source("a", "b"), source("c", "d")));
    assertThat(refused(register("registerService", ADMIN, service)))
        .isEqualTo("INVALID_INPUT sources: expected each role once, found APPLICATION twice");
    service.put("sources", List.of());
    assertThat(refused(register("registerService", ADMIN, service)))
        .isEqualTo("INVALID_INPUT sources: expected one of the role APPLICATION, found []");
  }

  @Test
  void aServiceThatWasRegisteredAMomentAgoIsDeployed() throws Exception {
    projected(0);
    MutationWiring gateway = wiring();
    Map<String, @Nullable Object> service = new HashMap<>();
    service.put("id", Ids.newUuid7(Instant.now()));
    service.put("name", "parcels");
    service.put("sources", List.of(source("services/parcels", "libs/money")));
    assertThat(gateway.carryOut("registerService", ADMIN, new Input(service)))
        .isInstanceOf(MutationOutcome.Registered.class);
    Map<String, @Nullable Object> deployment = new HashMap<>();
    deployment.put("id", Ids.newUuid7(Instant.now()));
    deployment.put("service", "parcels");
    deployment.put("environment", "staging");
    CompletableFuture<MutationOutcome> started =
        CompletableFuture.supplyAsync(
            () -> gateway.carryOut("startDeployment", DEPLOYER, new Input(deployment)),
            Thread::startVirtualThread);
    assertThatThrownBy(() -> started.get(300, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    PlatformFile platform = new PlatformFile(folder.resolve("platform.json"));
    Platform before = platform.current();
    Platform.Service parcels =
        new Platform.Service(new ServiceName("parcels"), before.services().getFirst().sources());
    try {
      platform.replace(
          before.withSources(
              before.repositories(),
              Stream.concat(before.services().stream(), Stream.of(parcels)).toList()));
      projected(30);
      assertThat(started.get()).isInstanceOf(MutationOutcome.DeploymentStarted.class);
    } finally {
      platform.replace(before);
      projected(30);
      gateway.close();
    }
  }

  private static void projected(long size) {
    NEO4J
        .driver()
        .executableQuery("MATCH (l:Ledger {volume: 'deployment-manifests'}) SET l.size = $size")
        .withParameters(Map.of("size", size))
        .execute();
  }

  private static Map<String, Object> source(String path, String shared) {
    return Map.of(
        "role", "APPLICATION", "repository", "pay", "path", path, "shared", List.of(shared));
  }

  private static MutationOutcome register(
      String name, Principal principal, Map<String, @Nullable Object> input) {
    return mutations.carryOut(name, principal, new Input(input));
  }

  private static MutationOutcome report(Map<String, @Nullable Object> input) {
    return mutations.carryOut("reportIncident", MANAGER, new Input(input));
  }

  private static MutationOutcome start(Principal principal, UUID id, Map<String, Object> more) {
    Map<String, @Nullable Object> input = new HashMap<>();
    input.put("id", id);
    input.put("service", "checkout");
    input.put("environment", "staging");
    input.putAll(more);
    return mutations.carryOut("startDeployment", principal, new Input(input));
  }

  private static MutationOutcome approve(
      Principal principal, UUID id, UUID deployment, String reason) {
    Map<String, @Nullable Object> input = new HashMap<>();
    input.put("id", id);
    input.put("deploymentId", deployment);
    input.put("planSha256", "a".repeat(64));
    input.put("reason", reason);
    return mutations.carryOut("approveDeployment", principal, new Input(input));
  }
}
