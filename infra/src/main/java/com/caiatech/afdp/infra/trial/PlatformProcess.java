package com.caiatech.afdp.infra.trial;

import com.caiatech.afdp.infra.Afdp;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.Endpoints;
import com.caiatech.afdp.infra.client.GatewayClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A platform that `afdp up` runs in a process of its own, on this process's JDK and classpath. Its
/// stderr goes to a file beside the state folder.
public final class PlatformProcess implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofMinutes(10);
  private static final Duration STOPS_WITHIN = Duration.ofMinutes(3);

  /// What the JVM of a platform is told.
  public static final List<String> FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "-Djava.awt.headless=true",
          "-Xmx1g");

  /// A platform that lives for minutes does better without the better compiler: until it is ready
  /// it takes 29 s of processor time in place of 41.
  private static final List<String> SHORT_LIVED =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=256m");

  private final Process process;
  private final Endpoints endpoints;

  private PlatformProcess(Process process, Endpoints endpoints) {
    this.process = process;
    this.endpoints = endpoints;
  }

  /// Starts `afdp up` and returns when it says that all is ready; see below.
  public static PlatformProcess start(Path state, String temporal) {
    return start(program(), state, temporal);
  }

  /// Starts `afdp up` and returns when it says that all is ready.
  ///
  /// @param program how `afdp` is run; it becomes the platform's process
  /// @param temporal the kind of Temporal service: `in_process` or `command`
  /// @throws InfraException.Unavailable when it ends or is not ready in time; then nothing of it is
  ///   left running
  public static PlatformProcess start(List<String> program, Path state, String temporal) {
    Process process = launch(program, state, "up", "--json", "--temporal", temporal);
    String _ = FirstLine.of(process, "'afdp up'", log(state), READY_WITHIN);
    return new PlatformProcess(process, Endpoints.read(state));
  }

  /// Runs a command of `afdp` on the state folder to its end.
  ///
  /// @return what it printed to stdout
  /// @throws InfraException.Refused when its exit code is not 0
  public static String run(Path state, Duration within, String... command) {
    Process process = launch(program(), state, command);
    CompletableFuture<String> output =
        CompletableFuture.supplyAsync(
            () -> String.join("\n", process.inputReader().lines().toList()),
            Thread::startVirtualThread);
    try {
      if (!process.waitFor(within.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new InfraException.Unavailable(
            "'afdp %s' did not end within %d s; see %s"
                .formatted(command[0], within.toSeconds(), log(state)));
      }
      if (process.exitValue() != 0) {
        throw new InfraException.Refused(
            "'afdp %s': expected exit code 0, found %d; it printed '%s'; see %s"
                .formatted(command[0], process.exitValue(), output.join(), log(state)));
      }
      return output.join();
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      throw interrupted(interrupted);
    }
  }

  /// Where it answers.
  public Endpoints endpoints() {
    return endpoints;
  }

  /// A client that speaks as the local person of the role.
  public GatewayClient client(String role) {
    return endpoints.client(role);
  }

  /// Lets it run for that long.
  ///
  /// @throws InfraException.Unavailable when it ends by itself
  public void letRun(Duration duration) {
    try {
      if (process.waitFor(duration.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new InfraException.Unavailable(
            "the platform ended by itself with exit code " + process.exitValue());
      }
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  /// Kills it as `kill -9` does, and nothing that it started.
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  /// Asks it to stop, as SIGTERM does.
  ///
  /// @return how long it took
  /// @throws InfraException.Unavailable when it does not stop in time, and then it is killed; or
  ///   when its exit code says that it did not stop in order
  public Duration stop() {
    long before = System.nanoTime();
    process.destroy();
    try {
      if (!process.waitFor(STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        kill();
        throw new InfraException.Unavailable(
            "the platform did not stop within " + STOPS_WITHIN.toSeconds() + " s; it was killed");
      }
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
    if (process.exitValue() != 0) {
      throw new InfraException.Unavailable(
          "the platform's stop: expected exit code 0, found " + process.exitValue());
    }
    return Duration.ofNanos(System.nanoTime() - before);
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }

  /// Every living process that runs in the state folder or names it on its command line, but those
  /// of the caller.
  public static List<Long> processesOf(Path state) {
    String folder = state.toAbsolutePath().normalize().toString();
    long self = ProcessHandle.current().pid();
    List<Long> found = new ArrayList<>();
    ProcessHandle.allProcesses()
        .filter(handle -> handle.pid() != self)
        .filter(
            handle ->
                handle.info().commandLine().orElse("").contains(folder + "/")
                    || workingFolder(handle.pid()).startsWith(folder))
        .map(ProcessHandle::pid)
        .forEach(found::add);
    return List.copyOf(found);
  }

  private static String workingFolder(long pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd")).toString();
    } catch (IOException endedOrNotOurs) {
      return "";
    }
  }

  private static List<String> program() {
    List<String> program = new ArrayList<>();
    program.add(Path.of(property("java.home"), "bin", "java").toString());
    program.addAll(FLAGS);
    program.addAll(SHORT_LIVED);
    program.addAll(List.of("-cp", property("java.class.path"), Afdp.class.getName()));
    return program;
  }

  private static Process launch(List<String> program, Path state, String... arguments) {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(arguments));
    command.addAll(List.of("--state", state.toString()));
    try {
      Files.createDirectories(log(state).toAbsolutePath().getParent());
      return new ProcessBuilder(command)
          .redirectError(ProcessBuilder.Redirect.appendTo(log(state).toFile()))
          .start();
    } catch (IOException failure) {
      throw new InfraException.Unavailable(
          "starting 'afdp " + arguments[0] + "' failed: " + failure, failure);
    }
  }

  /// Where its stderr goes.
  private static Path log(Path state) {
    return state.resolveSibling(state.getFileName() + ".stderr");
  }

  private static String property(String name) {
    return Objects.requireNonNull(System.getProperty(name));
  }

  private static InfraException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new InfraException.Unavailable("waiting for the platform was interrupted", cause);
  }
}
