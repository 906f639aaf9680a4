package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.Afdp;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs `afdp` as a user does: a process for each command, on this process's JDK and classpath.
///
/// @param folder where commands stand, and where their output is kept
/// @param state the state folder that they are told
record Commands(Path folder, Path state) {
  private static final long MOST_SECONDS = 900;
  private static final List<String> FLAGS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true");

  /// How a command ended.
  record Ended(int code, String out, String err) {
    JsonNode json() throws IOException {
      return RecordJson.mapper().readTree(out);
    }
  }

  /// Runs a command that knows the option `--state`.
  Ended onState(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--state", state.toString()));
    return run(all.toArray(String[]::new));
  }

  /// As {@link #onState}, beside the test.
  Ended unchecked(String... arguments) {
    try {
      return onState(arguments);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new AssertionError("interrupted", interrupted);
    }
  }

  Ended run(String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Afdp.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.equals("AFDP_STATE"));
    Process process = builder.start();
    if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(
          "afdp %s did not end within %d s".formatted(List.of(arguments), MOST_SECONDS));
    }
    Ended ended =
        new Ended(
            process.exitValue(), Files.readString(out).strip(), Files.readString(err).strip());
    Files.delete(out);
    Files.delete(err);
    return ended;
  }
}
