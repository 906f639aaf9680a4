package com.caiatech.afdp.gateway.mutation;

import static com.caiatech.afdp.gateway.mutation.MutationSamples.ADMIN;
import static com.caiatech.afdp.gateway.mutation.MutationSamples.DEPLOYER;
import static com.caiatech.afdp.gateway.mutation.MutationSamples.MANAGER;
import static com.caiatech.afdp.gateway.mutation.MutationSamples.VIEWER;
import static com.caiatech.afdp.gateway.mutation.MutationSamples.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.gateway.security.RoleGrant;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.Ids;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.intent.Intent;
import com.caiatech.afdp.schemas.intent.Statement;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What a retry and an undo ask the workers for, and who may.
class RetryAndUndoMutationsTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();
  @TempDir static Path folder;

  private static StartedMutations started;
  private static MutationWiring mutations;

  @BeforeAll
  static void startWorkers() {
    started =
        StartedMutations.on(folder, NEO4J.driver(), Clock.systemUTC(), MutationSamples.NARROWED);
    mutations = started.mutations();
  }

  @AfterAll
  static void stopWorkers() {
    started.close();
  }

  @Test
  void aRetryAsksForTheSameServiceAndEnvironmentInTheNameOfWhoMayDeployThere() {
    UUID named = Ids.newUuid7(Instant.now());
    mutations.carryOut(
        "startDeployment",
        ADMIN,
        new Input(Map.of("id", named, "service", "checkout", "environment", "staging")));
    UUID id = Ids.newUuid7(Instant.now());
    Input input = new Input(Map.of("id", id, "deploymentId", named));
    assertThat(refused(mutations.carryOut("retryDeployment", MANAGER, input)))
        .startsWith("FORBIDDEN startDeployment: expected one of the roles [deployer, admin]");
    UUID ofProduction = UUID.fromString("018b0000-0000-7000-8000-000000000004");
    assertThat(
            refused(
                mutations.carryOut(
                    "retryDeployment", DEPLOYER, input.with("deploymentId", ofProduction))))
        .startsWith(
            "FORBIDDEN startDeployment of checkout in production: expected one of the roles [admin]");
    MutationOutcome first = mutations.carryOut("retryDeployment", DEPLOYER, input);
    assertThat(first).isInstanceOf(MutationOutcome.DeploymentStarted.class);
    assertThat(mutations.carryOut("retryDeployment", DEPLOYER, input)).isEqualTo(first);
    DeploymentRequest asked = asked(ContractWorkflows.DeploymentWorkflow.class, id);
    assertThat(asked)
        .extracting(DeploymentRequest::action, DeploymentRequest::ofDeploymentId)
        .containsExactly(RequestedAction.DEPLOY, new DeploymentId(named));
    assertThat(asked.sources()).isEmpty();
    assertThat(Objects.requireNonNull(asked.intent()).statement())
        .returns("staging", Statement::environment)
        .returns("checkout", Statement::service)
        .returns(new DeploymentId(named), Statement::ofDeploymentId);
    UUID nobody = Ids.newUuid7(Instant.now());
    assertThat(
            refused(
                mutations.carryOut(
                    "retryDeployment", DEPLOYER, input.with("deploymentId", nobody))))
        .isEqualTo(
            "UNKNOWN_DEPLOYMENT deploymentId: expected a deployment that was asked for, found "
                + nobody);
  }

  @Test
  void aProofVouchesForTheRolesThatCountThereAndForNoOthers() throws IOException {
    Principal deployerThere =
        new Principal(
            DEPLOYER.personId(),
            "local",
            "local-deployer",
            "Dee",
            Set.of(
                new RoleGrant(Role.VIEWER, Set.of(), Set.of()),
                new RoleGrant(Role.DEPLOYER, Set.of(new EnvironmentName("staging")), Set.of()),
                new RoleGrant(Role.ADMIN, Set.of(new EnvironmentName("production")), Set.of()),
                new RoleGrant(Role.APPROVER, Set.of(), Set.of(new ServiceName("cart")))),
            Instant.now());
    UUID id = Ids.newUuid7(Instant.now());
    Map<String, Object> input = Map.of("id", id, "service", "checkout", "environment", "staging");
    assertThat(
            mutations.carryOut("startDeployment", deployerThere, new Input(new HashMap<>(input))))
        .isInstanceOf(MutationOutcome.DeploymentStarted.class);
    Intent intent =
        Objects.requireNonNull(asked(ContractWorkflows.DeploymentWorkflow.class, id).intent());
    byte[] assertion =
        Base64.getDecoder()
            .decode(intent.proofs().getFirst().envelope().required("payload").textValue());
    assertThat(RecordJson.mapper().readTree(assertion).required("roles"))
        .extracting(JsonNode::textValue)
        .containsExactly("viewer", "deployer");
  }

  @Test
  void anUndoAsksToGoBackToWhatServedBeforeInTheNameOfWhoMayRollBackThere() {
    UUID named = UUID.fromString("018b0000-0000-7000-8000-000000000006");
    UUID id = Ids.newUuid7(Instant.now());
    Input input = new Input(Map.of("id", id, "deploymentId", named));
    assertThat(refused(mutations.carryOut("undoDeployment", VIEWER, input)))
        .startsWith("FORBIDDEN rollbackDeployment: expected one of the roles ");
    MutationOutcome first = mutations.carryOut("undoDeployment", MANAGER, input);
    assertThat(first).isInstanceOf(MutationOutcome.DeploymentStarted.class);
    assertThat(mutations.carryOut("undoDeployment", MANAGER, input)).isEqualTo(first);
    assertThat(asked(ContractWorkflows.RollbackWorkflow.class, id))
        .extracting(
            DeploymentRequest::action,
            DeploymentRequest::ofDeploymentId,
            DeploymentRequest::rollbackTargetId)
        .containsExactly(
            RequestedAction.ROLLBACK,
            new DeploymentId(named),
            DeploymentId.parse("018b0000-0000-7000-8000-000000000005"));
    UUID earliest = UUID.fromString("018b0000-0000-7000-8000-000000000001");
    assertThat(
            refused(
                mutations.carryOut(
                    "undoDeployment", MANAGER, input.with("deploymentId", earliest))))
        .startsWith("CONFLICT");
    assertThat(
            refused(
                mutations.carryOut(
                    "undoDeployment",
                    MANAGER,
                    new Input(
                        Map.of("id", Ids.newUuid7(Instant.now()), "deploymentId", earliest)))))
        .isEqualTo(
            "NO_ROLLBACK_TARGET undo of deployment "
                + earliest
                + " of checkout in staging: expected one before which another served, found none as"
                + " far as its manifest was read; abort it if it is under way");
  }

  /// The request that a workflow was started with.
  private static DeploymentRequest asked(
      Class<? extends ContractWorkflows.Updates> workflow, UUID id) {
    return started
        .temporal()
        .getWorkflowClient()
        .newWorkflowStub(workflow, id.toString())
        .admit()
        .input()
        .body(DeploymentRequest.class);
  }
}
