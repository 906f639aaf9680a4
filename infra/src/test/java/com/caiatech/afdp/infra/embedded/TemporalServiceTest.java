package com.caiatech.afdp.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.state.Ports;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalServiceTest {
  private static final WorkflowExecutionStatus COMPLETED =
      WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED;
  private static final Map<String, WorkflowExecutionStatus> BOTH =
      Map.of(
          "ended", COMPLETED, "running", WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);

  @TempDir Path folder;

  /// The smallest workflow.
  @WorkflowInterface
  public interface Greeting {
    @WorkflowMethod
    String greet(String name);
  }

  /// Says hello.
  public static final class Hello implements Greeting {
    @Override
    public String greet(String name) {
      return "hello " + name;
    }
  }

  @Test
  void theInProcessServiceRunsWorkflowsAndTakesItsOldPortAgain() {
    String target;
    try (TemporalService service = start(TemporalService.Choice.IN_PROCESS)) {
      assertThat(service.survivesRestart()).isFalse();
      assertThat(greeting(service, "a")).isEqualTo("hello a");
      target = service.target();
    }
    try (TemporalService service = start(TemporalService.Choice.IN_PROCESS)) {
      assertThat(service.target()).isEqualTo(target);
      assertThat(greeting(service, "b")).isEqualTo("hello b");
    }
  }

  @Test
  void theInProcessServiceListensOnLoopbackAlone() {
    try (TemporalService service = start(TemporalService.Choice.IN_PROCESS)) {
      assertThatThrownBy(() -> connect("127.0.0.2", service.target()))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void theCommandsServerIsAdoptedByTheNextStartAndKeepsItsWorkflows() {
    requireCommand();
    TemporalService first = start(TemporalService.Choice.COMMAND); // not closed: as if killed
    assertThat(first.survivesRestart()).isTrue();
    assertThat(greeting(first, "a")).isEqualTo("hello a");
    String target = first.target();
    try (TemporalService adopted = start(TemporalService.Choice.AUTO)) {
      assertThat(adopted.description()).isEqualTo(first.description());
      assertThat(adopted.target()).isEqualTo(target);
    }
    try (TemporalService restarted = start(TemporalService.Choice.COMMAND)) {
      assertThat(restarted.description()).isNotEqualTo(first.description());
      assertThat(resultOf(restarted, "a")).isEqualTo("hello a");
    }
  }

  @Test
  void theCommandsServerStopsAndGoesOnWithItsDatabaseFile() {
    requireCommand();
    String target;
    try (TemporalService first = start(TemporalService.Choice.COMMAND)) {
      assertThat(folder.resolve("temporal.db")).isNotEmptyFile();
      assertThat(greeting(first, "ended")).isEqualTo("hello ended");
      withClient(first, client -> WorkflowClient.start(stub(client, "running")::greet, "running"));
      await().untilAsserted(() -> assertThat(listed(first)).isEqualTo(BOTH));
      target = first.target();
    }
    assertThatThrownBy(() -> connect("127.0.0.1", target)).isInstanceOf(IOException.class);
    try (TemporalService second = start(TemporalService.Choice.COMMAND)) {
      assertThat(listed(second)).isEqualTo(BOTH);
      withWorkers(
          second,
          client ->
              assertThat(client.newUntypedWorkflowStub("running").getResult(String.class))
                  .isEqualTo("hello running"));
      await()
          .untilAsserted(
              () -> assertThat(listed(second).values()).containsOnly(COMPLETED).hasSize(2));
    }
  }

  @Test
  void aSurvivorIsEndedWhereTheInProcessServiceIsChosen() {
    requireCommand();
    TemporalService survivor = start(TemporalService.Choice.COMMAND);
    try (TemporalService service = start(TemporalService.Choice.IN_PROCESS)) {
      assertThat(service.target()).isEqualTo(survivor.target());
      assertThat(service.survivesRestart()).isFalse();
    }
  }

  @Test
  void aMissingCommandIsOnePlainLine() {
    assertThatThrownBy(
            () ->
                TemporalCommand.start(
                    TemporalCommand.onPath("/nowhere:"), folder, ports(), Optional.empty()))
        .isInstanceOf(InfraException.Unavailable.class)
        .hasMessage(
            "starting the temporal command's server: expected 'temporal' on the PATH, found none;"
                + " install the Temporal CLI, or choose the in-process service");
  }

  @Test
  void aCommandThatEndsAtOnceIsToldWithItsLog() throws IOException {
    Path command = folder.resolve("temporal");
    Files.writeString(command, "#!/bin/sh\necho broken; exit 7\n");
    assertThat(command.toFile().setExecutable(true)).isTrue();
    assertThatThrownBy(
            () -> TemporalCommand.start(Optional.of(command), folder, ports(), Optional.empty()))
        .isInstanceOf(InfraException.Unavailable.class)
        .hasMessageContaining("ended with exit code 7; see " + folder.resolve("server.log"));
    assertThat(folder.resolve("server.log")).hasContent("broken");
  }

  private static void requireCommand() {
    assumeTrue(
        TemporalCommand.onPath(System.getenv("PATH")).isPresent(),
        "SKIPPED: no temporal command on the PATH");
  }

  private TemporalService start(TemporalService.Choice choice) {
    return TemporalService.start(choice, folder, ports(), Optional.empty());
  }

  private Ports ports() {
    return Ports.load(folder.resolve("ports.json"));
  }

  private static String greeting(TemporalService service, String name) {
    StringBuilder result = new StringBuilder();
    withWorkers(service, client -> result.append(stub(client, name).greet(name)));
    return result.toString();
  }

  private static Greeting stub(WorkflowClient client, String name) {
    return client.newWorkflowStub(
        Greeting.class,
        WorkflowOptions.newBuilder().setTaskQueue("test").setWorkflowId(name).build());
  }

  private static void withWorkers(TemporalService service, Consumer<WorkflowClient> use) {
    withClient(
        service,
        client -> {
          WorkerFactory workers = WorkerFactory.newInstance(client);
          workers.newWorker("test").registerWorkflowImplementationTypes(Hello.class);
          workers.start();
          try {
            use.accept(client);
          } finally {
            workers.shutdownNow();
          }
        });
  }

  /// What the service's visibility says of every workflow.
  private static Map<String, WorkflowExecutionStatus> listed(TemporalService service) {
    Map<String, WorkflowExecutionStatus> listed = new HashMap<>();
    withClient(
        service,
        client ->
            client
                .listExecutions("WorkflowType = 'Greeting'")
                .forEach(it -> listed.put(it.getExecution().getWorkflowId(), it.getStatus())));
    return listed;
  }

  private static void connect(String address, String target) throws IOException {
    try (Socket socket = new Socket()) {
      int port = Integer.parseInt(target.split(":", -1)[1]);
      socket.connect(new InetSocketAddress(address, port), 1_000);
    }
  }

  private static String resultOf(TemporalService service, String name) {
    StringBuilder result = new StringBuilder();
    withClient(
        service,
        client -> {
          WorkflowStub stub = client.newUntypedWorkflowStub(name);
          result.append(stub.getResult(String.class));
        });
    return result.toString();
  }

  private static void withClient(TemporalService service, Consumer<WorkflowClient> use) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(service.target()).build());
    try {
      use.accept(WorkflowClient.newInstance(stubs));
    } finally {
      stubs.shutdownNow();
    }
  }
}
