package com.caiatech.afdp.infra.trial.tamper;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.Endpoints;
import com.caiatech.afdp.infra.client.Following;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.Decision;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import com.caiatech.afdp.schemas.trust.GatewayProver;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.DecisionRequest;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.RecordingRequest;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.schemas.workflow.SteeringRequest;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import com.caiatech.afdp.workers.connection.TemporalPayloads;
import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/// What whoever reaches Temporal asks the workers for, past the gateway: each is refused, but for
/// what the gateway's key states as well.
final class TemporalAttacks implements AutoCloseable {
  private static final String REFUSED = "refused " + RefusalReason.INTENT_NOT_PROVEN;
  private static final String PRODUCTION = "production";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Endpoints endpoints;
  private final Loot loot;
  private final Honest honest;
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;
  private final StandingRecord pattern;
  private final ActivityAttacks activities;
  private final List<Outcome> outcomes = new ArrayList<>();
  private String thief = Thief.TEMPORAL.toString();
  private String expected = REFUSED;
  private RequestId lastRequest = RequestId.create(Instant.now());

  private TemporalAttacks(Endpoints endpoints, Loot loot, Honest honest) {
    this.endpoints = endpoints;
    this.loot = loot;
    this.honest = honest;
    this.pattern = honest.any(DeploymentManifestOpened.class);
    this.stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(endpoints.temporal()).build());
    this.client =
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder()
                .setDataConverter(TemporalPayloads.converter())
                .build());
    this.activities = new ActivityAttacks(client, pattern);
  }

  static List<Outcome> carryOut(Endpoints endpoints, Loot loot, Honest honest) {
    try (TemporalAttacks attacks = new TemporalAttacks(endpoints, loot, honest)) {
      attacks.starts();
      attacks.outcomes.addAll(attacks.activities.carryOut());
      attacks.recording();
      attacks.decisions();
      return attacks.outcomes;
    }
  }

  @Override
  public void close() {
    activities.close();
    stubs.shutdownNow();
  }

  private void starts() {
    start(
        "a deployment that nobody asked for",
        WorkflowNames.DEPLOYMENT,
        without(RequestedAction.DEPLOY));
    start(
        "a rollback that nobody asked for",
        WorkflowNames.ROLLBACK,
        without(RequestedAction.ROLLBACK));
    start(
        "the request of another deployment",
        WorkflowNames.DEPLOYMENT,
        RecordInput.of(request(RequestedAction.DEPLOY)));
  }

  private DeploymentRequest request(RequestedAction action) {
    return honest.all(DeploymentRequest.class).stream()
        .map(it -> (DeploymentRequest) it.record().body())
        .filter(it -> it.action() == action)
        .findFirst()
        .orElseThrow();
  }

  private RecordInput without(RequestedAction action) {
    DeploymentRequest honestly = request(action);
    return RecordInput.of(
        new DeploymentRequest(
            action,
            honestly.sources(),
            honestly.rollbackTargetId(),
            null,
            null,
            ForgedDeployment.REQUESTER,
            null,
            null));
  }

  private void start(String name, String workflow, RecordInput input) {
    DeploymentId id = DeploymentId.create(Instant.now());
    DeploymentStart start =
        new DeploymentStart(id, service(), new EnvironmentName(PRODUCTION), input);
    Answer answer =
        client
            .newUntypedWorkflowStub(
                workflow,
                options(WorkflowNames.deploymentWorkflowId(id))
                    .setWorkflowIdConflictPolicy(
                        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                    .build())
            .executeUpdateWithStart(
                update(WorkflowNames.ADMIT, WorkflowNames.ADMIT, Answer.class),
                new Object[0],
                new Object[] {start});
    told(name, answer);
  }

  private void recording() {
    StandingRecord standing = opened();
    String id = WorkflowNames.recordingId(RequestId.create(Instant.now()));
    WorkflowStub workflow =
        client.newUntypedWorkflowStub(WorkflowNames.RECORDING, options(id).build());
    workflow.start(
        new RecordingRequest(
            WorkerKeyAttacks.elsewhere(standing),
            RecordInput.of((IncidentReport) standing.record().body())));
    Answer outcome = workflow.getResult(Answer.class);
    told("an incident report with the intent of another", outcome);
  }

  /// The first report of an incident: a further one of an incident that nobody reported is refused
  /// for that.
  private StandingRecord opened() {
    return honest.all(IncidentReport.class).stream()
        .filter(it -> ((IncidentReport) it.record().body()).phase() == IncidentPhase.OPENED)
        .findFirst()
        .orElseThrow();
  }

  /// On a deployment that waits for an approval.
  private void decisions() {
    String id = DeploymentId.create(Instant.now()).value();
    try (GatewayClient deployer = endpoints.client("deployer")) {
      deployer.mutate(
          "startDeployment",
          "StartDeploymentInput",
          Map.of("id", id, "service", service().value(), "environment", PRODUCTION),
          "... on DeploymentStarted { deploymentId }");
      ApprovalDecision approval = approval(plan(deployer, id));
      outcomes.add(
          activities.instance(
              "other commits in the name of one that waits", DeploymentId.parse(id)));
      abort(id);
      decide("an approval that nobody gave", id, RecordInput.of(approval));
      ApprovalDecision other =
          (ApprovalDecision) honest.any(ApprovalDecision.class).record().body();
      decide(
          "an approval with the intent of another",
          id,
          RecordInput.of(
              new ApprovalDecision(
                  Decision.APPROVED,
                  other.decidedBy(),
                  other.role(),
                  approval.planSha256(),
                  other.rule(),
                  null,
                  other.intent())));
      decide(
          "an approval in the gateway's name by another key",
          id,
          proven(id, approval, new GatewayProver(Ed25519SigningKey.generate(), "urn:uuid:" + id)));
      thief = Thief.TEMPORAL + " and " + Thief.GATEWAY_KEY;
      expected = Outcome.NOTHING;
      decide("an approval that the gateway's key states", id, proven(id, approval, loot.gateway));
      Following.toTheEnd(deployer, id);
    }
  }

  private ApprovalDecision approval(Sha256 plan) {
    return new ApprovalDecision(
        Decision.APPROVED,
        ForgedDeployment.APPROVER,
        "approver",
        plan,
        "production-approval",
        null,
        null);
  }

  private void abort(String id) {
    RequestId request = RequestId.create(Instant.now());
    Answer outcome =
        client
            .newUntypedWorkflowStub(id)
            .startUpdate(
                update(WorkflowNames.ABORT, request.value(), Answer.class),
                new SteeringRequest(
                    request,
                    RecordInput.of(
                        DeploymentRequest.ofRunning(
                            RequestedAction.ABORT, null, ForgedDeployment.REQUESTER, null))))
            .getResult();
    told("an abort that nobody asked for", outcome);
  }

  private RecordInput proven(String id, ApprovalDecision approval, GatewayProver prover) {
    Instant now = Instant.now();
    lastRequest = RequestId.create(now);
    Header header =
        new Header(
            RecordKind.APPROVAL_DECISION,
            DeploymentId.parse(id).subject(),
            LogicalStep.of(Action.APPROVE_DEPLOYMENT, lastRequest),
            Scope.of(new EnvironmentName(PRODUCTION), service()),
            now);
    return prover.proven(
        header,
        RecordInput.of(approval),
        now,
        new GatewayProver.Authentication("local", "somebody", now, List.of("approver")));
  }

  private void decide(String name, String id, RecordInput input) {
    Answer outcome =
        client
            .newUntypedWorkflowStub(id)
            .startUpdate(
                update(WorkflowNames.DECIDE, lastRequest.value(), Answer.class),
                new DecisionRequest(lastRequest, input))
            .getResult();
    lastRequest = RequestId.create(Instant.now());
    told(name, outcome);
  }

  private static Sha256 plan(GatewayClient client, String id) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (true) {
      JsonNode plan =
          client
              .query("query($id: ID!) { deployment(id: $id) { planSha256 } }", Map.of("id", id))
              .path("deployment")
              .path("planSha256");
      if (plan.isTextual()) {
        return new Sha256(plan.asText());
      }
      if (Instant.now().isAfter(deadline)) {
        throw new InfraException.Unavailable(
            "deployment %s: expected its plan within %d s, found none"
                .formatted(id, PATIENCE.toSeconds()));
      }
      Pause.once();
    }
  }

  private ServiceName service() {
    return Objects.requireNonNull(pattern.record().header().scope().service());
  }

  private static WorkflowOptions.Builder options(String id) {
    return WorkflowOptions.newBuilder().setWorkflowId(id).setTaskQueue(WorkflowNames.TASK_QUEUE);
  }

  private static <T> UpdateOptions<T> update(String name, String id, Class<T> type) {
    return UpdateOptions.newBuilder(type)
        .setUpdateName(name)
        .setUpdateId(id)
        .setWaitForStage(WorkflowUpdateStage.COMPLETED)
        .build();
  }

  private void told(String name, Answer answer) {
    SortedSet<String> found = new TreeSet<>();
    if (answer.outcome() instanceof RequestOutcome.Refused refused) {
      found.add("refused " + refused.reason());
    }
    outcomes.add(new Outcome(thief, name, expected, found));
  }
}
