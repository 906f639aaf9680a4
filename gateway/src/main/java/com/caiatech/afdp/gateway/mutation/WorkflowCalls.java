package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.Ids;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.record.Annotation;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.AssertedDeployment;
import com.caiatech.afdp.schemas.record.CausalLink;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.SavedQuery;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.SourceRegistration;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.RecordingRequest;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gateway's calls to the workers, through Temporal, each bounded in time. Sent again under the
/// same id a call has one effect.
final class WorkflowCalls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkflowCalls.class);

  private final WorkflowClient client;
  private final BoundedCalls calls;
  private final SharedRecordings shared = new SharedRecordings(this::recordTogether);

  /// Calls by the client.
  ///
  /// @param client with the payload converter that the workers use; stays its giver's to close
  WorkflowCalls(WorkflowClient client, Duration timeout) {
    this.client = client;
    this.calls = new BoundedCalls(timeout);
  }

  /// Sends the request and waits until its outcome is durable.
  Reply send(Request request, Header header, RecordInput proven) {
    return switch (request.mutation().route()) {
      case Route.Admission route -> admit(route.workflowType(), request, proven);
      case Route.Update update ->
          calls.call(
              request.subject().toString(),
              () ->
                  client
                      .newUntypedWorkflowStub(
                          WorkflowNames.deploymentWorkflowId(request.deployment()))
                      .startUpdate(
                          options(update.name(), request.id().value()),
                          update.argument().apply(request.id(), proven))
                      .getResult());
      case Route.Recording _ ->
          request.mutation().place() == Place.NEW_INCIDENT
              ? shared.record(new RecordingRequest(header, proven))
              : run(
                  WorkflowNames.RECORDING,
                  recordingId(request, header, proven),
                  new RecordingRequest(header, proven, after(request)));
    };
  }

  /// Has records written together, which need nothing but one ledger: what keeps one of them
  /// waiting keeps all.
  private List<Reply> recordTogether(List<RecordingRequest> requests) {
    String id = WorkflowNames.sharedRecordingId(Ids.newUuid7(Instant.now()));
    List<Answer> answers = new ArrayList<>();
    Reply reply =
        calls.call(
            id,
            () -> {
              WorkflowStub workflow =
                  client.newUntypedWorkflowStub(WorkflowNames.SHARED_RECORDING, shared(id).build());
              workflow.start(requests);
              answers.addAll(List.of(workflow.getResult(Answer[].class)));
              return answers.getFirst();
            });
    return reply instanceof Reply.Answered
        ? answers.stream().<Reply>map(Reply.Answered::new).toList()
        : Collections.nCopies(requests.size(), reply);
  }

  private static String recordingId(Request request, Header header, RecordInput proven) {
    return switch (proven.body()) {
      case AssertedDeployment asserted -> WorkflowNames.reportId(asserted.identity(header.scope()));
      case IncidentReport _ -> WorkflowNames.incidentUpdateId(header.subject());
      case DeploymentRequest _,
          ApprovalDecision _,
          CausalLink _,
          SourceRegistration _,
          Annotation _,
          SavedQuery _ ->
          WorkflowNames.recordingId(request.id());
    };
  }

  /// The report that an update of an incident builds on.
  private static @Nullable RecordRef after(Request request) {
    return request.mutation().action() == Action.UPDATE_INCIDENT ? request.incident().last() : null;
  }

  private Reply admit(String workflowType, Request request, RecordInput proven) {
    Scope scope = request.state().scope();
    String id = WorkflowNames.deploymentWorkflowId(request.deployment());
    WorkflowOptions options =
        shared(id)
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
            .setMemo(new StartNote(scope, request.person()).memo())
            .build();
    DeploymentStart start =
        new DeploymentStart(
            request.deployment(),
            Objects.requireNonNull(scope.service(), "service"),
            Objects.requireNonNull(scope.environment(), "environment"),
            proven);
    return calls.call(
        id,
        () ->
            client
                .newUntypedWorkflowStub(workflowType, options)
                .executeUpdateWithStart(
                    options(WorkflowNames.ADMIT, WorkflowNames.ADMIT),
                    new Object[0],
                    new Object[] {start}));
  }

  /// The answer that was given to the request before, while Temporal remembers it. A recording is
  /// not looked for: its ledger says the same.
  Reply remembered(Request request) {
    return switch (request.mutation().route()) {
      case Route.Admission _ -> remembered(request.deployment(), WorkflowNames.ADMIT);
      case Route.Update _ -> remembered(request.deployment(), request.id().value());
      case Route.Recording _ -> new Reply.Nothing();
    };
  }

  private Reply remembered(DeploymentId deployment, String updateId) {
    String id = WorkflowNames.deploymentWorkflowId(deployment);
    return calls.call(
        id,
        () ->
            client.newUntypedWorkflowStub(id).getUpdateHandle(updateId, Answer.class).getResult());
  }

  /// What the ledger says: the standing record of the header's id.
  Reply standing(Header header) {
    return run(WorkflowNames.STANDING, WorkflowNames.standingId(header.recordId()), header);
  }

  /// What the ledger knows of the header's incident before the record with the header's id.
  Reply knownIncident(Header header) {
    return run(
        WorkflowNames.KNOWN_INCIDENT, WorkflowNames.knownIncidentId(header.recordId()), header);
  }

  /// What was noted when the deployment was asked for, while Temporal remembers it.
  Optional<StartNote> noteOf(DeploymentId deployment) {
    String id = WorkflowNames.deploymentWorkflowId(deployment);
    try {
      return StartNote.read(client.newUntypedWorkflowStub(id).describe());
    } catch (WorkflowException | StatusRuntimeException absent) {
      LOG.debug("the workflow {} cannot be described: {}", id, absent.toString());
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    calls.close();
  }

  /// Joins a run of that id, or starts one.
  private Reply run(String workflowType, String id, Object argument) {
    return calls.call(
        id,
        () -> {
          WorkflowStub workflow = client.newUntypedWorkflowStub(workflowType, shared(id).build());
          workflow.start(argument);
          return workflow.getResult(Answer.class);
        });
  }

  private static WorkflowOptions.Builder shared(String workflowId) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(workflowId)
        .setTaskQueue(WorkflowNames.TASK_QUEUE)
        .setWorkflowIdConflictPolicy(
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING);
  }

  private static UpdateOptions<Answer> options(String name, String id) {
    return UpdateOptions.newBuilder(Answer.class)
        .setUpdateName(name)
        .setUpdateId(id)
        .setWaitForStage(WorkflowUpdateStage.COMPLETED)
        .build();
  }
}
