package com.caiatech.afdp.infra.benchmark;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.client.StatusReader;
import com.caiatech.afdp.infra.trial.PlatformProcess;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// How long the program takes until it is of use, each kind of start beside its peer, in turns.
///
/// The platform is started by `infra/afdp`, as people do, and so with the cache of the JVM where
/// that is trained already.
final class StartBenchmark {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String HELLO =
      "public class Hello { public static void main(String[] a) { System.out.println(1); } }";

  private final Path work;
  private final Path script = script();
  private final Map<What, List<Duration>> measured = new EnumMap<>(What.class);

  /// What is measured, each with that which it is compared with.
  enum What {
    HELLO("java's own hello", null),
    VERSION("afdp version", HELLO),
    GRAPH_NEW("the graph database alone, new", null),
    UP_NEW("up ready, new state folder", GRAPH_NEW),
    FIRST_STATUS_NEW("its first status", null),
    SECOND_STATUS_NEW("its status again", FIRST_STATUS_NEW),
    GRAPH_USED("the graph database alone, used", null),
    UP_USED("up ready after a stop", GRAPH_USED),
    FIRST_STATUS_USED("its first status", null),
    SECOND_STATUS_USED("its status again", FIRST_STATUS_USED),
    UP_KILLED("up ready after kill -9", UP_USED);

    private final String text;
    private final @Nullable What peer;

    What(String text, @Nullable What peer) {
      this.text = text;
      this.peer = peer;
    }
  }

  /// @param work a folder
  StartBenchmark(Path work) {
    this.work = work;
    for (What what : What.values()) {
      measured.put(what, new ArrayList<>());
    }
  }

  /// Starts everything so many times.
  Result run(int rounds) throws IOException {
    compileHello();
    for (int round = 0; round < rounds; round++) {
      Path folder = Files.createDirectories(work.resolve(Integer.toString(round)));
      for (int i = 0; i < 5; i++) {
        time(What.HELLO, List.of(java(), "-cp", work.toString(), "Hello"));
        time(What.VERSION, List.of(script.toString(), "version"));
      }
      graph(What.GRAPH_NEW, folder);
      Path state = folder.resolve("state");
      PlatformProcess first = up(What.UP_NEW, state);
      statuses(first, What.FIRST_STATUS_NEW, What.SECOND_STATUS_NEW);
      Duration _ = first.stop();
      graph(What.GRAPH_USED, folder);
      PlatformProcess second = up(What.UP_USED, state);
      statuses(second, What.FIRST_STATUS_USED, What.SECOND_STATUS_USED);
      second.kill();
      Duration _ = up(What.UP_KILLED, state).stop();
    }
    Map<What, Latencies> latencies = new EnumMap<>(What.class);
    measured.forEach((what, durations) -> latencies.put(what, Latencies.of(durations)));
    return new Result(latencies);
  }

  private void compileHello() throws IOException {
    Path source = Files.writeString(work.resolve("Hello.java"), HELLO);
    if (ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()) != 0) {
      throw new InfraException.Unavailable("compiling " + source + " failed");
    }
  }

  private void time(What what, List<String> command) throws IOException {
    long before = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(nothing()).start();
    requireEnd(process, command);
    add(what, before);
  }

  private void graph(What what, Path folder) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(PlatformProcess.FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(GraphAlone.class.getName(), folder.resolve("graph").toString()));
    long before = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectError(nothing()).start();
    try (BufferedReader output = process.inputReader()) {
      if (output.readLine() == null) {
        throw new InfraException.Unavailable("the graph database did not start on " + folder);
      }
      add(what, before);
      process.outputWriter().close();
      requireEnd(process, command);
    }
  }

  private PlatformProcess up(What what, Path state) {
    System.err.println("starting: " + what.text);
    long before = System.nanoTime();
    PlatformProcess started =
        PlatformProcess.start(List.of(script.toString()), state, "in_process");
    add(what, before);
    return started;
  }

  private void statuses(PlatformProcess platform, What first, What second) {
    try (GatewayClient client = platform.client("viewer")) {
      for (What what : List.of(first, second)) {
        long before = System.nanoTime();
        StatusReader.read(client::query);
        add(what, before);
      }
    }
  }

  private void add(What what, long before) {
    Objects.requireNonNull(measured.get(what)).add(Duration.ofNanos(System.nanoTime() - before));
  }

  private static void requireEnd(Process process, List<String> command) {
    try {
      if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0) {
        return;
      }
      process.destroyForcibly();
      throw new InfraException.Unavailable(
          "'%s': expected exit code 0 within %d s"
              .formatted(command.getFirst(), PATIENCE.toSeconds()));
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new InfraException.Unavailable("the benchmark was interrupted", interrupted);
    }
  }

  private static ProcessBuilder.Redirect nothing() {
    return ProcessBuilder.Redirect.DISCARD;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /// Beside the classes that are run.
  private static Path script() {
    try {
      Path classes =
          Path.of(StartBenchmark.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return classes.resolve("../../afdp").normalize();
    } catch (URISyntaxException impossible) {
      throw new UncheckedIOException(new IOException(impossible));
    }
  }

  /// What was measured.
  record Result(Map<What, Latencies> latencies) {
    /// A line each, with the ratio to its peer.
    String text() {
      StringBuilder text = new StringBuilder("start\n");
      for (What what : What.values()) {
        text.append(
            String.format(
                Locale.ROOT,
                "  %-32s p50 %9.1f  max %9.1f ms%s%n",
                what.text,
                of(what).millis(50),
                of(what).millis(100),
                what.peer == null
                    ? ""
                    : String.format(
                        Locale.ROOT, "  %.2f of: %s", ratio(what, what.peer), what.peer.text)));
      }
      return text.toString();
    }

    ObjectNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      latencies.forEach(
          (what, times) -> {
            ObjectNode entry = times.toJson();
            if (what.peer != null) {
              entry.put("ofPeer", ratio(what, what.peer)).put("peer", what.peer.name());
            }
            json.set(what.name(), entry);
          });
      return json;
    }

    private double ratio(What what, What peer) {
      return of(what).millis(50) / of(peer).millis(50);
    }

    private Latencies of(What what) {
      return Objects.requireNonNull(latencies.get(what));
    }
  }
}
