package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.graphmodel.testing.SampleGraph;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import io.temporal.testing.TestWorkflowEnvironment;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
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

  @Override
  public void close() {
    mutations.close();
    temporal.close();
  }
}
