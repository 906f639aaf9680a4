package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.graphmodel.testing.SampleGraph;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.neo4j.driver.Driver;

/// The mutations of a gateway on the sample graph, with a Temporal service whose workers hold what
/// is agreed with them.
record StartedMutations(TestWorkflowEnvironment temporal, MutationWiring mutations)
    implements AutoCloseable {
  /// @param folder takes the platform's configuration
  /// @param narrowed what only an admin may do in production
  static StartedMutations on(Path folder, Driver driver, Clock clock, Set<Action> narrowed) {
    SampleGraph.create(driver);
    TestWorkflowEnvironment temporal = ContractWorkflows.environment();
    temporal.start();
    new PlatformFile(folder.resolve("platform.json")).replace(MutationSamples.platform());
    return new StartedMutations(
        temporal,
        MutationSamples.wiring(folder, driver, temporal.getWorkflowClient(), clock, narrowed));
  }

  /// The input of the record that a request of no environment left.
  RecordInput standing(RecordKind kind, Action action, UUID subject, UUID request) {
    return Objects.requireNonNull(
            temporal
                .getWorkflowClient()
                .newWorkflowStub(
                    ContractWorkflows.StandingWorkflow.class,
                    WorkflowOptions.newBuilder().setTaskQueue(WorkflowNames.TASK_QUEUE).build())
                .run(
                    new Header(
                        kind,
                        new SubjectId(subject),
                        LogicalStep.of(action, new RequestId(request)),
                        Scope.global(),
                        Instant.now())))
        .input();
  }

  @Override
  public void close() {
    mutations.close();
    temporal.close();
  }
}
