package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.workflow.AbortOutcome;
import com.caiatech.afdp.schemas.workflow.AbortRequest;
import com.caiatech.afdp.schemas.workflow.Admission;
import com.caiatech.afdp.schemas.workflow.DecisionOutcome;
import com.caiatech.afdp.schemas.workflow.DecisionRequest;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.RecordingOutcome;
import com.caiatech.afdp.schemas.workflow.RecordingRequest;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowUpdateStage;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gateway's calls to the workers, through Temporal, each bounded in time. Sent again under the
/// same id a call has one effect.
final class WorkflowCalls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkflowCalls.class);

  private final WorkflowClient client;
  private final BoundedCalls calls;

  /// Calls by the client.
  ///
  /// @param client with the payload converter that the workers use; stays its giver's to close
  WorkflowCalls(WorkflowClient client, Duration timeout) {
    this.client = client;
    this.calls = new BoundedCalls(timeout);
  }

  /// Starts a deployment or rollback and waits until its request is durable.
  Reply<Admission> admit(String workflowType, DeploymentStart start, RequestNote note) {
    String id = WorkflowNames.deploymentWorkflowId(start.deploymentId());
    WorkflowOptions options =
        options(id, note)
            .setWorkflowIdConflictPolicy(
                WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
            .build();
    Reply<Admission> reply =
        calls.call(
            id,
            () ->
                client
                    .newUntypedWorkflowStub(workflowType, options)
                    .executeUpdateWithStart(
                        update(WorkflowNames.ADMIT, WorkflowNames.ADMIT, Admission.class),
                        new Object[0],
                        new Object[] {start}));
    return compared(id, note, reply);
  }

  /// The standing answer to a deployment's request, while Temporal remembers it.
  Reply<Admission> standingAdmission(DeploymentId deployment, RequestNote note) {
    String id = WorkflowNames.deploymentWorkflowId(deployment);
    return compared(id, note, standing(id, WorkflowNames.ADMIT, Admission.class));
  }

  Reply<DecisionOutcome> decide(DeploymentId deployment, DecisionRequest request) {
    return new Sent<>(
            WorkflowNames.deploymentWorkflowId(deployment),
            WorkflowNames.DECIDE,
            request.requestId(),
            request,
            DecisionRequest::input)
        .answer(DecisionOutcome.class);
  }

  Reply<AbortOutcome> abort(DeploymentId deployment, AbortRequest request) {
    return new Sent<>(
            WorkflowNames.deploymentWorkflowId(deployment),
            WorkflowNames.ABORT,
            request.requestId(),
            request,
            AbortRequest::input)
        .answer(AbortOutcome.class);
  }

  /// Has one record written and waits for it.
  Reply<RecordingOutcome> record(RequestId request, RecordingRequest recording, RequestNote note) {
    String id = WorkflowNames.recordingId(request);
    Reply<RecordingOutcome> reply =
        calls.call(
            id,
            () -> {
              try {
                client
                    .newUntypedWorkflowStub(WorkflowNames.RECORDING, options(id, note).build())
                    .start(recording);
              } catch (WorkflowExecutionAlreadyStarted sentBefore) {
                LOG.debug("recording {} was asked for before", id);
              }
              return client.newUntypedWorkflowStub(id).getResult(RecordingOutcome.class);
            });
    return compared(id, note, reply);
  }

  /// The standing answer to a recording, while Temporal remembers it.
  Reply<RecordingOutcome> standingRecording(RequestId request, RequestNote note) {
    String id = WorkflowNames.recordingId(request);
    return compared(
        id,
        note,
        calls.call(id, () -> client.newUntypedWorkflowStub(id).getResult(RecordingOutcome.class)));
  }

  /// Whether Temporal remembers a workflow of that id.
  boolean knows(String workflowId) {
    return description(workflowId).isPresent();
  }

  /// What was noted when the workflow was started, while Temporal remembers it.
  Optional<RequestNote> noteOf(String workflowId) {
    return description(workflowId)
        .filter(it -> it.getMemo(RequestNote.INPUT, String.class) != null)
        .map(
            it ->
                RequestNote.read(
                    memo(it, RequestNote.INPUT),
                    memo(it, RequestNote.ENVIRONMENT),
                    memo(it, RequestNote.SERVICE),
                    memo(it, RequestNote.PERSON)));
  }

  @Override
  public void close() {
    calls.close();
  }

  private Optional<WorkflowExecutionDescription> description(String workflowId) {
    try {
      return Optional.of(client.newUntypedWorkflowStub(workflowId).describe());
    } catch (WorkflowException | StatusRuntimeException absent) {
      LOG.debug("the workflow {} cannot be described: {}", workflowId, absent.toString());
      return Optional.empty();
    }
  }

  private static String memo(WorkflowExecutionDescription description, String key) {
    return String.valueOf(description.getMemo(key, String.class));
  }

  /// An answer counts only for the input that it was given for.
  private <T> Reply<T> compared(String workflowId, RequestNote note, Reply<T> reply) {
    return reply instanceof Reply.Answered<T>
            && noteOf(workflowId)
                .map(standing -> !standing.inputSha256().equals(note.inputSha256()))
                .orElse(false)
        ? new Reply.OtherInput<>()
        : reply;
  }

  private <T> Reply<T> standing(String workflowId, String updateId, Class<T> type) {
    return calls.call(
        workflowId,
        () ->
            client.newUntypedWorkflowStub(workflowId).getUpdateHandle(updateId, type).getResult());
  }

  private static WorkflowOptions.Builder options(String workflowId, RequestNote note) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(workflowId)
        .setTaskQueue(WorkflowNames.TASK_QUEUE)
        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
        .setMemo(note.memo());
  }

  private static <T> UpdateOptions<T> update(String name, String id, Class<T> type) {
    return UpdateOptions.newBuilder(type)
        .setUpdateName(name)
        .setUpdateId(id)
        .setWaitForStage(WorkflowUpdateStage.COMPLETED)
        .build();
  }

  /// A request to a running workflow, its update's id being the request's.
  private final class Sent<A> {
    private final String workflowId;
    private final String updateName;
    private final RequestId requestId;
    private final A argument;
    private final Function<A, RecordInput> input;

    Sent(
        String workflowId,
        String updateName,
        RequestId requestId,
        A argument,
        Function<A, RecordInput> input) {
      this.workflowId = workflowId;
      this.updateName = updateName;
      this.requestId = requestId;
      this.argument = argument;
      this.input = input;
    }

    /// The answer now, or the standing one of a request that was sent before.
    <T> Reply<T> answer(Class<T> type) {
      Reply<T> reply =
          calls.call(
              workflowId,
              () ->
                  client
                      .newUntypedWorkflowStub(workflowId)
                      .startUpdate(update(updateName, requestId.value(), type), argument)
                      .getResult());
      if (reply instanceof Reply.NotRunning<T>) {
        reply = standing(workflowId, requestId.value(), type);
      }
      return reply instanceof Reply.Answered<T>
              && standingInput().map(standing -> !standing.equals(digest(argument))).orElse(false)
          ? new Reply.OtherInput<>()
          : reply;
    }

    private Sha256 digest(A sent) {
      return input.apply(sent).sha256();
    }

    /// The digest of what was sent first under the request's id.
    private Optional<Sha256> standingInput() {
      try {
        return client
            .streamHistory(workflowId)
            .filter(it -> it.hasWorkflowExecutionUpdateAcceptedEventAttributes())
            .map(it -> it.getWorkflowExecutionUpdateAcceptedEventAttributes().getAcceptedRequest())
            .filter(it -> it.getMeta().getUpdateId().equals(requestId.value()))
            .findFirst()
            .map(it -> digest(decoded(it.getInput().getArgs())));
      } catch (WorkflowException | StatusRuntimeException unreadable) {
        LOG.debug("the history of {} cannot be read: {}", workflowId, unreadable.toString());
        return Optional.empty();
      }
    }

    @SuppressWarnings("unchecked") // what was sent has the type of what is sent now
    private A decoded(Payloads payloads) {
      Class<A> type = (Class<A>) argument.getClass();
      return client
          .getOptions()
          .getDataConverter()
          .fromPayloads(0, Optional.of(payloads), type, type);
    }
  }
}
