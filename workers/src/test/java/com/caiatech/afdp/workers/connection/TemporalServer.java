package com.caiatech.afdp.workers.connection;

import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// The server of the `temporal` command on a free loopback port, with namespaces made at its start.
public final class TemporalServer implements AutoCloseable {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);

  private final Process process;
  private final int port;
  private final List<String> namespaces;

  private TemporalServer(Process process, int port, List<String> namespaces) {
    this.process = process;
    this.port = port;
    this.namespaces = namespaces;
  }

  /// The command, where the PATH has it.
  public static Optional<Path> command() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(entry -> Path.of(entry, "temporal"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Starts the server and waits until it knows its namespaces.
  ///
  /// @param folder for what it prints
  /// @param namespaces how many there are to be
  public static TemporalServer start(Path command, Path folder, int namespaces) throws IOException {
    int port = freePort();
    List<String> names = new ArrayList<>();
    List<String> line =
        new ArrayList<>(
            List.of(
                command.toString(),
                "server",
                "start-dev",
                "--headless",
                "--ip",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--log-level",
                "error"));
    for (int number = 0; number < namespaces; number++) {
      names.add("trial-" + number);
      line.addAll(List.of("--namespace", "trial-" + number));
    }
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("temporal-server.log").toFile())
            .start();
    TemporalServer server = new TemporalServer(process, port, List.copyOf(names));
    Awaitility.await().atMost(STARTS_WITHIN).until(server::knowsItsNamespaces);
    return server;
  }

  /// A client of one of its namespaces.
  ///
  /// @param number counts from 0
  public TestTemporal namespace(int number) {
    return new Namespace(namespaces.get(number), stubs());
  }

  private boolean knowsItsNamespaces() {
    if (!process.isAlive()) {
      throw new AssertionError("the temporal server ended with code " + process.exitValue());
    }
    WorkflowServiceStubs stubs = stubs();
    try {
      for (String namespace : namespaces) {
        var _ =
            stubs
                .blockingStub()
                .withDeadlineAfter(2, TimeUnit.SECONDS)
                .describeNamespace(
                    DescribeNamespaceRequest.newBuilder().setNamespace(namespace).build());
      }
      return true;
    } catch (StatusRuntimeException notYet) {
      return false;
    } finally {
      stubs.shutdownNow();
    }
  }

  private WorkflowServiceStubs stubs() {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder().setTarget("127.0.0.1:" + port).build());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  private final class Namespace implements TestTemporal {
    private final String name;
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;

    Namespace(String name, WorkflowServiceStubs stubs) {
      this.name = name;
      this.stubs = stubs;
      this.client =
          WorkflowClient.newInstance(
              stubs,
              WorkflowClientOptions.newBuilder()
                  .setNamespace(name)
                  .setDataConverter(TemporalPayloads.converter())
                  .build());
    }

    @Override
    public String target() {
      return "127.0.0.1:" + port;
    }

    @Override
    public String namespace() {
      return name;
    }

    @Override
    public WorkflowClient client() {
      return client;
    }

    @Override
    public void close() {
      stubs.shutdownNow();
    }
  }
}
