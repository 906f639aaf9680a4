package com.caiatech.afdp.workers.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Severity;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RecordingRequest;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import com.caiatech.afdp.workers.connection.InProcessTemporal;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SharedRecordingTest {
  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

  private final Queue<List<RecordToWrite>> written = new ConcurrentLinkedQueue<>();

  /// Refuses what is about a component, and takes the rest.
  private final class Ledger implements RecordingActivities {
    @Override
    public RequestOutcome record(RecordToWrite record) {
      return recordAll(List.of(record)).ofEach().getFirst();
    }

    @Override
    public Outcomes recordAll(List<RecordToWrite> records) {
      written.add(records);
      List<RequestOutcome> outcomes = new ArrayList<>();
      for (RecordToWrite record : records) {
        outcomes.add(
            record.json().contains("src/cart")
                ? new RequestOutcome.Refused(RefusalReason.INTENT_NOT_PROVEN, "no proof")
                : new RequestOutcome.Recorded(receipt(record, outcomes.size())));
      }
      return new Outcomes(outcomes);
    }

    @Override
    public RequestOutcome recordAfter(RecordToWrite record, RecordRef after) {
      return record(record);
    }

    @Override
    public @Nullable Answer knownIncident(Header header) {
      return null;
    }

    @Override
    public @Nullable Answer standing(Header header) {
      return null;
    }
  }

  @Test
  void whatIsAskedForTogetherIsWrittenTogetherAndEachGetsItsOwnAnswer() throws IOException {
    List<RecordingRequest> requests =
        List.of(
            request("Checkout is slow", List.of()),
            request("Checkout is slow", List.of("src/cart")),
            request("too long ".repeat(100), List.of()),
            request("Search is slow", List.of()));

    List<Answer> answers = run(requests);

    assertThat(answers.stream().map(it -> it.input().sha256()))
        .containsExactlyElementsOf(requests.stream().map(it -> it.input().sha256()).toList());
    assertThat(written).hasSize(1);
    List<RecordToWrite> together = written.element();
    assertThat(together).hasSize(3);
    assertThat(answers.get(0).outcome())
        .isEqualTo(new RequestOutcome.Recorded(receipt(together.get(0), 0)));
    assertThat(answers.get(1).outcome())
        .isEqualTo(new RequestOutcome.Refused(RefusalReason.INTENT_NOT_PROVEN, "no proof"));
    assertThat(answers.get(2).outcome())
        .isInstanceOfSatisfying(
            RequestOutcome.Refused.class,
            it -> assertThat(it.reason()).isEqualTo(RefusalReason.INVALID_INPUT));
    assertThat(answers.get(3).outcome())
        .isEqualTo(new RequestOutcome.Recorded(receipt(together.get(2), 2)));
  }

  /// With the system property `afdp.histories` the history is kept in that folder.
  private List<Answer> run(List<RecordingRequest> requests) throws IOException {
    try (InProcessTemporal temporal = new InProcessTemporal()) {
      WorkerFactory workers = WorkerFactory.newInstance(temporal.client());
      Worker worker =
          workers.newWorker(
              WorkflowNames.TASK_QUEUE,
              WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(10_000).build());
      worker.registerWorkflowImplementationTypes(SharedRecording.class);
      worker.registerActivitiesImplementations(new Ledger());
      workers.start();
      try {
        List<Answer> answers =
            temporal
                .client()
                .newWorkflowStub(
                    SharedRecordingWorkflow.class,
                    WorkflowOptions.newBuilder()
                        .setTaskQueue(WorkflowNames.TASK_QUEUE)
                        .setWorkflowId("records/1")
                        .build())
                .record(requests);
        String folder = System.getProperty("afdp.histories");
        if (folder != null) {
          Files.writeString(
              Files.createDirectories(Path.of(folder))
                  .resolve("whatIsAskedForTogetherIsWrittenTogether-1.json"),
              temporal.client().fetchHistory("records/1").toJson(true));
        }
        return answers;
      } finally {
        workers.shutdownNow();
      }
    }
  }

  private static Receipt receipt(RecordToWrite record, long index) {
    return new Receipt(
        new RecordRef(new VolumeName("incident-reports"), index, record.path(), record.sha256()),
        index + 1,
        false);
  }

  private static RecordingRequest request(String title, List<String> components) {
    return new RecordingRequest(
        new Header(
            RecordKind.INCIDENT_REPORT,
            IncidentId.create(NOW).subject(),
            LogicalStep.REQUEST,
            Scope.global(),
            NOW),
        RecordInput.of(
            new IncidentReport(
                IncidentPhase.OPENED,
                Severity.SEV3,
                title,
                List.of(new ServiceName("shop")),
                null,
                components,
                null,
                NOW,
                null,
                new PersonId("p_" + "a".repeat(32)),
                null,
                null)));
  }
}
