package com.caiatech.afdp.workers.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import com.caiatech.afdp.workers.connection.TemporalPayloads;
import com.caiatech.afdp.workers.lock.EnvironmentLock;
import com.caiatech.afdp.workers.recording.SharedRecording;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Replays histories of earlier runs: workflow code that decides otherwise than when they were
/// written would break deployments that run while workers are upgraded. They are made anew by
/// {@link CourseTest} and {@link com.caiatech.afdp.workers.recording.SharedRecordingTest} with
/// `-Dafdp.histories=FOLDER`.
class HistoryReplayTest {
  @ParameterizedTest
  @MethodSource("histories")
  void aStoredHistoryReplays(Path history) throws Exception {
    TestEnvironmentOptions options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(TemporalPayloads.converter())
                    .build())
            .build();
    try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(options)) {
      Worker worker =
          environment.newWorker(
              WorkflowNames.TASK_QUEUE,
              WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(10_000).build());
      worker.registerWorkflowImplementationTypes(
          AutomatedDeployment.class,
          ForensicRollback.class,
          EnvironmentLock.class,
          SharedRecording.class);
      WorkflowReplayer.replayWorkflowExecution(
          WorkflowExecutionHistory.fromJson(Files.readString(history)), worker);
    }
  }

  @Test
  void thereAreHistoriesOfGoodFailedAndAbortedRuns() throws Exception {
    assertThat(histories().map(it -> it.getFileName().toString()))
        .contains(
            "aGoodDeploymentLeavesItsRecordsInOrder-1.json",
            "aFailedPostCheckBringsTheOldReleaseBack-1.json",
            "anAbortDuringTheRolloutWaitsForTheStepToEndAndGoesBack-1.json");
  }

  static Stream<Path> histories() throws Exception {
    try (Stream<Path> files = Files.list(folder())) {
      List<Path> found = files.sorted().toList();
      return found.stream();
    }
  }

  private static Path folder() throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(HistoryReplayTest.class.getResource("/histories")).toURI());
  }
}
