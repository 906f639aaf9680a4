package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.intent.Statement;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.caiatech.afdp.schemas.record.RequestedAction;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.DecisionRequest;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RecordingRequest;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.schemas.workflow.SteeringRequest;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Workflows that honour the contract and write no Git ledger: the digest in a receipt is that of
/// what was sent.
public final class ContractWorkflows {
  /// What was recorded by itself, in its order, in place of a ledger.
  private static final Map<RecordId, Answer> LEDGER = new LinkedHashMap<>(); // guarded by itself

  /// The reason of a request that is answered as if no ledger took it.
  static final String LEDGER_AWAY = "the ledger is away";

  private ContractWorkflows() {}

  /// A Temporal service with a worker that carries them out, to be started.
  static TestWorkflowEnvironment environment() {
    WorkflowClientOptions options =
        WorkflowClientOptions.newBuilder()
            .setDataConverter(
                DefaultDataConverter.newDefaultInstance()
                    .withPayloadConverterOverrides(
                        new JacksonJsonPayloadConverter(RecordJson.mapper())))
            .build();
    TestWorkflowEnvironment temporal =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(options)
                .setUseTimeskipping(false)
                .build());
    temporal
        .newWorker(WorkflowNames.TASK_QUEUE)
        .registerWorkflowImplementationTypes(
            Deployment.class,
            Rollback.class,
            Recording.class,
            SharedRecording.class,
            Standing.class,
            KnownIncident.class);
    return temporal;
  }

  public interface Updates {
    @UpdateMethod(name = WorkflowNames.ADMIT)
    Answer admit();

    @UpdateMethod(name = WorkflowNames.DECIDE)
    Answer decide(DecisionRequest request);

    @UpdateMethod(name = WorkflowNames.ABORT)
    Answer abort(SteeringRequest request);

    @UpdateMethod(name = WorkflowNames.STEER)
    Answer steer(SteeringRequest request);
  }

  @WorkflowInterface
  public interface DeploymentWorkflow extends Updates {
    @WorkflowMethod(name = WorkflowNames.DEPLOYMENT)
    void run(DeploymentStart start);
  }

  @WorkflowInterface
  public interface RollbackWorkflow extends Updates {
    @WorkflowMethod(name = WorkflowNames.ROLLBACK)
    void run(DeploymentStart start);
  }

  @WorkflowInterface
  public interface StandingWorkflow {
    @WorkflowMethod(name = WorkflowNames.STANDING)
    @Nullable Answer run(Header header);
  }

  @WorkflowInterface
  public interface KnownIncidentWorkflow {
    @WorkflowMethod(name = WorkflowNames.KNOWN_INCIDENT)
    @Nullable Answer run(Header header);
  }

  @WorkflowInterface
  public interface RecordingWorkflow {
    @WorkflowMethod(name = WorkflowNames.RECORDING)
    Answer run(RecordingRequest request);
  }

  @WorkflowInterface
  public interface SharedRecordingWorkflow {
    @WorkflowMethod(name = WorkflowNames.SHARED_RECORDING)
    List<Answer> run(List<RecordingRequest> requests);
  }

  public abstract static class Course implements Updates {
    private final DeploymentStart start;
    private boolean aborted;
    private boolean paused;

    Course(DeploymentStart start) {
      this.start = start;
    }

    void untilAborted() {
      Workflow.await(() -> aborted);
      Workflow.await(Workflow::isEveryHandlerFinished);
    }

    @Override
    public Answer admit() {
      return new Answer(
          start.input(), new RequestOutcome.Admitted(receipt(start.input()), 0, null));
    }

    @Override
    public Answer decide(DecisionRequest request) {
      return new Answer(
          request.input(), new RequestOutcome.Decided(receipt(request.input()), 1, 1));
    }

    @Override
    public Answer abort(SteeringRequest request) {
      if (LEDGER_AWAY.equals(request.request().reason())) {
        return new Answer(request.input(), new RequestOutcome.Acting(List.of("step-1"), null));
      }
      aborted = true;
      return new Answer(request.input(), new RequestOutcome.Recorded(receipt(request.input())));
    }

    @Override
    public Answer steer(SteeringRequest request) {
      boolean pauses = request.request().action() == RequestedAction.PAUSE;
      if (paused == pauses) {
        throw ApplicationFailure.newNonRetryableFailure(
            "it is paused: " + paused, WorkflowNames.REFUSED + RefusalReason.WRONG_STATE);
      }
      paused = pauses;
      return new Answer(request.input(), new RequestOutcome.Recorded(receipt(request.input())));
    }
  }

  public static final class Deployment extends Course implements DeploymentWorkflow {
    @WorkflowInit
    public Deployment(DeploymentStart start) {
      super(start);
    }

    @Override
    public void run(DeploymentStart start) {
      untilAborted();
    }
  }

  public static final class Rollback extends Course implements RollbackWorkflow {
    @WorkflowInit
    public Rollback(DeploymentStart start) {
      super(start);
    }

    @Override
    public void run(DeploymentStart start) {
      untilAborted();
    }
  }

  public static final class Recording implements RecordingWorkflow {
    @Override
    public Answer run(RecordingRequest request) {
      return recorded(request);
    }
  }

  public static final class SharedRecording implements SharedRecordingWorkflow {
    @Override
    public List<Answer> run(List<RecordingRequest> requests) {
      return requests.stream().map(ContractWorkflows::recorded).toList();
    }
  }

  private static Answer recorded(RecordingRequest request) {
    Header header = request.header();
    Receipt receipt = receipt(LedgerPath.of(header).text(), request.input());
    Answer answer = new Answer(request.input(), new RequestOutcome.Recorded(receipt));
    synchronized (LEDGER) {
      Answer standing = LEDGER.get(header.recordId());
      Answer last = known(header);
      if (standing == null
          && last != null
          && request.after() != null
          && !request.after().equals(ref(last))) {
        return new Answer(request.input(), new RequestOutcome.Overtaken(ref(last)));
      }
      LEDGER.putIfAbsent(header.recordId(), answer);
      return standing == null ? answer : standing;
    }
  }

  private static RecordRef ref(Answer recorded) {
    return ((RequestOutcome.Recorded) recorded.outcome()).receipt().ref();
  }

  /// What the reports of an incident say together before the record of the header's id.
  private static @Nullable Answer known(Header header) {
    Answer known = null;
    for (Map.Entry<RecordId, Answer> entry : LEDGER.entrySet()) {
      if (entry.getKey().equals(header.recordId())) {
        break;
      }
      if (entry.getValue().input().body() instanceof IncidentReport report
          && statement(report).subjectId().equals(header.subject())) {
        IncidentReport before = known == null ? null : known.input().body(IncidentReport.class);
        known =
            new Answer(
                RecordInput.of(report.known(before, statement(report).issuedAt())),
                entry.getValue().outcome());
      }
    }
    return known;
  }

  private static Statement statement(IncidentReport report) {
    return Objects.requireNonNull(report.intent()).statement();
  }

  public static final class Standing implements StandingWorkflow {
    @Override
    public @Nullable Answer run(Header header) {
      synchronized (LEDGER) {
        return LEDGER.get(header.recordId());
      }
    }
  }

  public static final class KnownIncident implements KnownIncidentWorkflow {
    @Override
    public @Nullable Answer run(Header header) {
      synchronized (LEDGER) {
        return known(header);
      }
    }
  }

  private static Receipt receipt(RecordInput input) {
    return receipt("p", input);
  }

  private static Receipt receipt(String path, RecordInput input) {
    return new Receipt(
        new RecordRef(Series.DEPLOYMENT_MANIFESTS.firstVolume(), 0, path, input.sha256()),
        1,
        false);
  }
}
