package com.caiatech.afdp.infra.embedded;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.state.Ports;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The `temporal` command's development server with a database file, as a child process: workflows
/// go on after this process was killed, and so does the server, until the next start adopts or ends
/// it.
public final class TemporalCommand implements TemporalService {
  private static final String NAMESPACE = "default";
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(4);
  private static final Duration BETWEEN_PROBES = Duration.ofMillis(100);

  private final ServerProcess process;
  private final Path processFile;

  private TemporalCommand(ServerProcess process, Path processFile) {
    this.process = process;
    this.processFile = processFile;
  }

  /// The executable `temporal` in the first folder of a PATH that holds one.
  static Optional<Path> onPath(@Nullable String path) {
    return path == null
        ? Optional.empty()
        : Stream.of(path.split(File.pathSeparator, -1))
            .filter(folder -> !folder.isBlank())
            .map(folder -> Path.of(folder, "temporal"))
            .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
            .findFirst();
  }

  /// Adopts the server that outlived its runner where it answers and stands on the wanted port,
  /// else starts one.
  static TemporalCommand start(
      Optional<Path> command, Path folder, Ports ports, Optional<Integer> given) {
    Path processFile = processFile(folder);
    Optional<ServerProcess> survivor = ServerProcess.survivor(processFile);
    if (survivor.isPresent()
        && given.map(port -> port == survivor.get().port()).orElse(true)
        && answers(survivor.get().port())) {
      ports.adopt(PART, survivor.get().port());
      return new TemporalCommand(survivor.get(), processFile);
    }
    endSurvivor(folder);
    Path executable =
        command.orElseThrow(
            () ->
                new InfraException.Unavailable(
                    "starting the temporal command's server: expected 'temporal' on the PATH, found"
                        + " none; install the Temporal CLI, or choose the in-process service"));
    int port = ports.take(PART, given);
    Process child = launch(executable, folder, port);
    ServerProcess process = ServerProcess.of(child.toHandle(), port);
    process.write(processFile);
    awaitAnswer(process, child, folder);
    return new TemporalCommand(process, processFile);
  }

  /// Ends the server that outlived its runner, if one did.
  static void endSurvivor(Path folder) {
    ServerProcess.survivor(processFile(folder)).ifPresent(process -> process.end(STOPS_WITHIN));
  }

  @Override
  public String target() {
    return target(process.port());
  }

  @Override
  public boolean survivesRestart() {
    return true;
  }

  @Override
  public String description() {
    return "temporal command's server with a database file, pid " + process.pid();
  }

  /// Ends the server; its database file keeps the workflows.
  @Override
  public void close() {
    process.end(STOPS_WITHIN);
    try {
      Files.deleteIfExists(processFile);
    } catch (IOException failure) {
      throw new InfraException.Unavailable(
          "deleting " + processFile + " failed: " + failure + "; the server has ended", failure);
    }
  }

  private static Process launch(Path executable, Path folder, int port) {
    try {
      return new ProcessBuilder(
              executable.toString(),
              "server",
              "start-dev",
              "--headless",
              "--ip",
              "127.0.0.1",
              "--port",
              Integer.toString(port),
              "--db-filename",
              folder.resolve("temporal.db").toString(),
              "--log-level",
              "error")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log(folder).toFile()))
          .start();
    } catch (IOException failure) {
      throw new InfraException.Unavailable(
          "starting " + executable + " failed: " + failure, failure);
    }
  }

  private static void awaitAnswer(ServerProcess process, Process child, Path folder) {
    Instant deadline = Instant.now().plus(STARTS_WITHIN);
    while (!answers(process.port())) {
      if (!child.isAlive() || Instant.now().isAfter(deadline)) {
        process.end(STOPS_WITHIN);
        throw new InfraException.Unavailable(
            "the temporal command's server on port "
                + process.port()
                + (child.isAlive()
                    ? " did not answer within " + STARTS_WITHIN.toSeconds() + " s"
                    : " ended with exit code " + child.exitValue())
                + "; see "
                + log(folder));
      }
      LockSupport.parkNanos(BETWEEN_PROBES.toNanos());
    }
  }

  /// Ready is when the default namespace can be read: it is made a moment after the port answers.
  private static boolean answers(int port) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target(port)).build());
    try {
      stubs
          .blockingStub()
          .withDeadlineAfter(2, TimeUnit.SECONDS)
          .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(NAMESPACE).build());
      return true;
    } catch (StatusRuntimeException notReady) {
      return false;
    } finally {
      stubs.shutdownNow();
    }
  }

  private static String target(int port) {
    return "127.0.0.1:" + port;
  }

  private static Path processFile(Path folder) {
    return folder.resolve("process.json");
  }

  private static Path log(Path folder) {
    return folder.resolve("server.log");
  }
}
