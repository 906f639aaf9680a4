package com.caiatech.afdp.infra.benchmark.query;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.trial.FirstLine;
import com.caiatech.afdp.infra.trial.PlatformProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A server in a process of its own, whose processor time is told. It says in its first line where
/// it answers, once it does, and ends when its input does.
final class ServerProcess implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofMinutes(5);
  private static final Duration STOPS_WITHIN = Duration.ofMinutes(2);

  private final Process process;
  private final String address;

  private ServerProcess(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /// @param log takes what it says to stderr
  /// @throws InfraException.Unavailable when it ends or says nothing in time; then nothing of it is
  ///   left running
  static ServerProcess start(
      String name, List<String> command, Map<String, String> environment, Path folder, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(log.toFile());
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException failed) {
      throw new InfraException.Unavailable("starting %s failed".formatted(name), failed);
    }
    return new ServerProcess(process, FirstLine.of(process, name, log, READY_WITHIN));
  }

  /// One of ours, on this process's JDK and classpath.
  ///
  /// @param work where it runs, and its log is
  static ServerProcess java(
      String name, Class<?> main, Map<String, String> environment, Path work, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(PlatformProcess.FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return start(name, command, environment, work, work.resolve(name + ".log"));
  }

  /// Where it answers.
  String address() {
    return address;
  }

  /// What its threads took of the processors so far; zero where the system does not tell.
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    try {
      process.outputWriter().close();
      if (process.waitFor(STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        return;
      }
    } catch (IOException gone) {
      // it ended by itself
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
